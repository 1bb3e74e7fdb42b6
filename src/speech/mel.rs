//! The mel power spectrum that the voice encoder hears: 40 bands, 25 ms windows, every 10 ms.
//!
//! Band by band what librosa's `melspectrogram` gives for these settings (Slaney's scale and
//! normalisation, periodic Hann window, centred frames), because the encoder was trained on it.

use std::f32::consts::PI;
use std::ops::Range;
use std::sync::Arc;

use rustfft::num_complex::Complex32;
use rustfft::{Fft, FftPlanner};

use crate::audio::sound::SAMPLE_RATE;

/// Bands in a frame.
pub(super) const BANDS: usize = 40;
/// Samples from one frame to the next: 10 ms.
pub(super) const HOP: usize = 160;
/// Samples under a frame's window: 25 ms.
const WINDOW: usize = 400;
/// Frequencies of the transform, up to half the sampling rate.
const BINS: usize = WINDOW / 2 + 1;

/// Slaney's scale is linear up to here, at this many Hz a mel, and logarithmic above.
const KNEE_HZ: f32 = 1000.0;
const HZ_PER_MEL: f32 = 200.0 / 3.0;
/// Above the knee, 27 mels multiply the frequency by 6.4.
const MELS_PER_LOG: f32 = 27.0;
const LOG_STEP: f32 = 6.4;

/// One frame's power in each band.
pub(super) type Frame = [f32; BANDS];

/// Computes mel frames; holds the tables.
pub(super) struct MelSpectrum {
    transform: Arc<dyn Fft<f32>>,
    window: Vec<f32>,
    filters: Vec<Filter>,
}

/// One band: its weights from bin `first` on; all others are zero.
struct Filter {
    first: usize,
    weights: Vec<f32>,
}

impl MelSpectrum {
    pub(super) fn new() -> Self {
        let hann = |i: usize| 0.5 - 0.5 * (2.0 * PI * i as f32 / WINDOW as f32).cos();
        Self {
            transform: FftPlanner::new().plan_fft_forward(WINDOW),
            window: (0..WINDOW).map(hann).collect(),
            filters: filters(),
        }
    }

    /// The frames with these numbers; frame `n` is centred on sample `n` × [`HOP`], and there is
    /// silence before and after the samples.
    pub(super) fn frames(&self, samples: &[i16], numbers: Range<usize>) -> Vec<Frame> {
        let mut buffer = vec![Complex32::ZERO; WINDOW];
        let mut scratch = vec![Complex32::ZERO; self.transform.get_inplace_scratch_len()];
        let mut frame = |number: usize| {
            for (i, (slot, weight)) in buffer.iter_mut().zip(&self.window).enumerate() {
                let sample = (number * HOP + i).checked_sub(WINDOW / 2).and_then(|at| samples.get(at));
                *slot = Complex32::from(sample.map_or(0.0, |&s| f32::from(s) / 32_768.0) * weight);
            }
            self.transform.process_with_scratch(&mut buffer, &mut scratch);
            self.bands(&buffer)
        };
        numbers.map(&mut frame).collect()
    }

    fn bands(&self, spectrum: &[Complex32]) -> Frame {
        std::array::from_fn(|band| {
            let filter = &self.filters[band];
            let bins = &spectrum[filter.first..];
            filter.weights.iter().zip(bins).map(|(weight, bin)| weight * bin.norm_sqr()).sum()
        })
    }
}

/// Triangles between neighbouring mel frequencies, each of unit area in Hz.
fn filters() -> Vec<Filter> {
    let nyquist = SAMPLE_RATE as f32 / 2.0;
    let top = mel(nyquist);
    let edge = |i: usize| hertz(top * i as f32 / (BANDS + 1) as f32);
    (0..BANDS)
        .map(|band| {
            let (low, middle, high) = (edge(band), edge(band + 1), edge(band + 2));
            let weight = |bin: usize| {
                let frequency = nyquist * bin as f32 / (BINS - 1) as f32;
                let rise = (frequency - low) / (middle - low);
                let fall = (high - frequency) / (high - middle);
                rise.min(fall).max(0.0) * 2.0 / (high - low)
            };
            let weights: Vec<f32> = (0..BINS).map(weight).collect();
            let first = weights.iter().position(|&w| w > 0.0).unwrap_or(0);
            let last = weights.iter().rposition(|&w| w > 0.0).map_or(first, |last| last + 1);
            Filter { first, weights: weights[first..last].to_vec() }
        })
        .collect()
}

fn mel(hertz: f32) -> f32 {
    let linear = hertz.min(KNEE_HZ) / HZ_PER_MEL;
    if hertz <= KNEE_HZ { linear } else { linear + (hertz / KNEE_HZ).ln() * MELS_PER_LOG / LOG_STEP.ln() }
}

fn hertz(mel: f32) -> f32 {
    let knee = KNEE_HZ / HZ_PER_MEL;
    if mel <= knee { mel * HZ_PER_MEL } else { KNEE_HZ * ((mel - knee) * LOG_STEP.ln() / MELS_PER_LOG).exp() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::golden;

    #[test]
    fn frames_are_those_of_librosa() {
        let (sound, spectrum) = (golden::sound(), MelSpectrum::new());
        for (number, expected) in golden::read().frames {
            let frame = spectrum.frames(sound.samples(), number..number + 1)[0];
            let loudest = expected.iter().copied().fold(0.0, f32::max);
            for (ours, theirs) in frame.iter().zip(expected) {
                assert!((ours - theirs).abs() <= 1e-4 * theirs + 1e-6 * loudest, "{number}: {ours} is not {theirs}");
            }
        }
    }
}
