//! From any sampling rate to 16 kHz.
//!
//! A windowed-sinc low-pass applied in the frequency domain (`rubato::Fft`), in blocks of about a
//! tenth of a second: within 0.01 dB up to 7.8 kHz, and less than one 16-bit step from 8 kHz up. The delay of the
//! filter is cut off at the start, so sample 0 stays sample 0. Blocks have a fixed length, whatever
//! the pieces that come in, so the result does not depend on them.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

use super::error::AudioError;
use super::sound::SAMPLE_RATE;

/// Sampling rates that are accepted, in Hz: a telephone's at half speed up to a studio's.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=192_000;

/// Blocks a second: the length of the filter, hence how sharp its edge is.
const BLOCKS_A_SECOND: u32 = 10;

/// A stream on its way to 16 kHz.
pub struct Resampler {
    /// `None` where the stream has 16 kHz already.
    filter: Option<Fft<f32>>,
    rate: u32,
    channels: usize,
    /// Interleaved samples that do not fill a block yet.
    waiting: Vec<f32>,
    block: Vec<f32>,
    /// Frames at the start of the output that are the filter's delay.
    delay: usize,
    frames_in: u64,
    done: Vec<Vec<i16>>,
}

impl Resampler {
    /// For a stream of `channels` interleaved channels at `rate` Hz.
    ///
    /// # Errors
    /// When the rate is beyond 4 to 192 kHz.
    pub fn new(rate: u32, channels: usize) -> Result<Self, AudioError> {
        if !RATES.contains(&rate) {
            return Err(AudioError::RateOutOfReach { rate });
        }
        let filter = (rate != SAMPLE_RATE).then(|| filter(rate, channels)).transpose()?;
        let delay = filter.as_ref().map_or(0, |filter| filter.output_delay());
        let block = vec![0.0; filter.as_ref().map_or(0, |filter| filter.output_frames_max() * channels)];
        let done = vec![Vec::new(); channels];
        Ok(Self { filter, rate, channels, waiting: Vec::new(), block, delay, frames_in: 0, done })
    }

    /// Takes the next interleaved samples.
    ///
    /// # Errors
    /// None for whole frames; the filter's own are reported as damage.
    pub fn push(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        self.frames_in += (samples.len() / self.channels) as u64;
        self.waiting.extend_from_slice(samples);
        let Some(filter) = &mut self.filter else {
            keep(&self.waiting, self.channels, &mut self.done);
            self.waiting.clear();
            return Ok(());
        };
        let frames = filter.input_frames_next();
        let whole = self.waiting.len() / (frames * self.channels) * frames * self.channels;
        for block in self.waiting[..whole].chunks(frames * self.channels) {
            let written = run(filter, block, &mut self.block, self.channels)?;
            let early = self.delay.min(written);
            self.delay -= early;
            keep(&self.block[early * self.channels..written * self.channels], self.channels, &mut self.done);
        }
        self.waiting.drain(..whole);
        Ok(())
    }

    /// The channels at 16 kHz, exactly as long as what was put in.
    ///
    /// # Errors
    /// As for [`push`](Self::push).
    pub fn finish(mut self) -> Result<Vec<Vec<i16>>, AudioError> {
        let frames_in = self.frames_in;
        let length = (frames_in * u64::from(SAMPLE_RATE)).div_ceil(u64::from(self.rate)) as usize;
        // Silence pushes the last of the sound through the filter.
        let silence = vec![0.0; self.filter.as_ref().map_or(0, |filter| filter.input_frames_next() * self.channels)];
        while self.done.iter().any(|channel| channel.len() < length) {
            self.push(&silence)?;
        }
        self.done.iter_mut().for_each(|channel| channel.truncate(length));
        Ok(self.done)
    }
}

fn filter(rate: u32, channels: usize) -> Result<Fft<f32>, AudioError> {
    let window = WindowFunction::BlackmanHarris2;
    Fft::new_custom(rate as usize, SAMPLE_RATE as usize, block(rate), 1, channels, window, FixedSync::Both)
        .map_err(|_| AudioError::RateOutOfReach { rate })
}

/// Frames in a block: about [`BLOCKS_A_SECOND`] of them a second, and an even multiple of the fewest
/// that become a whole number at 16 kHz. Were it odd, the delay would be half a sample off.
fn block(rate: u32) -> usize {
    let mut divisor = (rate, SAMPLE_RATE);
    while divisor.1 != 0 {
        divisor = (divisor.1, divisor.0 % divisor.1);
    }
    let pair = 2 * rate / divisor.0;
    (rate / BLOCKS_A_SECOND).next_multiple_of(pair) as usize
}

/// Filters one block; how many frames came out.
fn run(filter: &mut Fft<f32>, block: &[f32], out: &mut [f32], channels: usize) -> Result<usize, AudioError> {
    let frames = out.len() / channels;
    let from = InterleavedSlice::new(block, channels, block.len() / channels).map_err(|_| AudioError::Damaged)?;
    let mut to = InterleavedSlice::new_mut(out, channels, frames).map_err(|_| AudioError::Damaged)?;
    let (_, written) = filter.process_into_buffer(&from, &mut to, None).map_err(|_| AudioError::Damaged)?;
    Ok(written)
}

/// Takes interleaved samples apart and rounds them to 16 bits; what is too loud is clipped.
fn keep(samples: &[f32], channels: usize, done: &mut [Vec<i16>]) {
    for (number, channel) in done.iter_mut().enumerate() {
        // `as` saturates at the ends of i16.
        channel.extend(samples.iter().skip(number).step_by(channels).map(|sample| (sample * 32_768.0).round() as i16));
    }
}
