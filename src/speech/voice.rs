//! Voiceprints: what a stretch of speech says about whose voice it is.
//!
//! A voiceprint is biometric data (GDPR, article 9): it lives in memory while one recording is worked
//! on. The type has a redacting `Debug` and no `Serialize`, `Display` or `Clone`, and stays in `speech`.

use std::fmt;
use std::ops::Range;

use ort::session::Session;
use ort::value::TensorRef;

use super::diarize::{DiarizeError, MODEL};
use super::mel::{BANDS, Frame, HOP, MelSpectrum};
use crate::audio::sound::Mono16k;
use crate::models::onnx;
use crate::models::store::Store;

/// Frames that the encoder hears at once: 1.6 s, as it was trained.
pub(super) const WINDOW: usize = 160;
/// Width of a voiceprint.
const WIDTH: usize = 256;
/// Windows in one call; memory stays under 30 MB.
const BATCH: usize = 32;
/// The level that speech is brought to, as power summed over the bands: −30 dBFS, the encoder's training level.
/// Each window alone, so that who sits far from the phone is heard as well as who sits near.
const LEVEL: f32 = 0.33;

/// Whose voice a stretch of speech is: a direction, or a sum of directions.
pub(super) struct Voiceprint([f32; WIDTH]);

impl Voiceprint {
    /// Cosine similarity of directions.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }

    /// The weighted sum.
    pub(super) fn sum<'a>(parts: impl Iterator<Item = (&'a Self, f32)>) -> Self {
        let mut sum = [0.0; WIDTH];
        for (part, weight) in parts {
            sum.iter_mut().zip(&part.0).for_each(|(total, value)| *total += weight * value);
        }
        Self(sum)
    }

    /// The same direction with length one.
    pub(super) fn direction(self) -> Self {
        let length = self.likeness(&self).sqrt().max(f32::MIN_POSITIVE);
        Self(self.0.map(|value| value / length))
    }

    /// The number of the voice that is most like this one, the first among equals.
    pub(super) fn most_like(&self, voices: &[Self]) -> Option<usize> {
        let likeness = |voice: &usize| self.likeness(&voices[*voice]);
        (0..voices.len()).rev().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
    }

    /// A direction with these first coordinates.
    #[cfg(test)]
    pub(super) fn of(coordinates: &[f32]) -> Self {
        let mut values = [0.0; WIDTH];
        values[..coordinates.len()].copy_from_slice(coordinates);
        Self(values).direction()
    }
}

impl fmt::Debug for Voiceprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sealed voiceprint]")
    }
}

/// Computes voiceprints; owns its model.
pub(super) struct VoiceEncoder {
    session: Session,
    spectrum: MelSpectrum,
}

impl VoiceEncoder {
    pub(super) fn open(store: &Store, threads: usize) -> Result<Self, DiarizeError> {
        let session = onnx::open(&store.find(MODEL, "model.onnx")?, threads)?;
        Ok(Self { session, spectrum: MelSpectrum::new() })
    }

    /// A voiceprint for each of these stretches of frames; of stretches longer than [`WINDOW`] the beginning.
    pub(super) fn encode(
        &mut self,
        sound: &Mono16k,
        stretches: &[Range<usize>],
    ) -> Result<Vec<Voiceprint>, DiarizeError> {
        let mut prints = Vec::with_capacity(stretches.len());
        for batch in stretches.chunks(BATCH) {
            let input: Vec<f32> = batch.iter().flat_map(|stretch| self.hear(sound, stretch)).flatten().collect();
            let input = TensorRef::from_array_view(([batch.len(), WINDOW, BANDS], input.as_slice()))?;
            let output = self.session.run(ort::inputs!["mel" => input])?;
            let (_, values) = output["embedding"].try_extract_tensor::<f32>()?;
            prints.extend(values.as_chunks::<WIDTH>().0.iter().map(|&print| Voiceprint(print)));
        }
        Ok(prints)
    }

    /// [`WINDOW`] frames at the level of training. Shorter stretches are repeated: the encoder knows
    /// no others, and on stretches under 0.6 s repeating errs less than silence or a shorter input.
    fn hear(&self, sound: &Mono16k, stretch: &Range<usize>) -> Vec<Frame> {
        let last = sound.samples().len().div_ceil(HOP).max(stretch.start + 1);
        let frames = self.spectrum.frames(sound.samples(), stretch.start..stretch.end.min(last));
        let power = frames.iter().flatten().sum::<f32>() / frames.len() as f32;
        let gain = LEVEL / power.max(f32::MIN_POSITIVE);
        frames.iter().cycle().take(WINDOW).map(|frame| frame.map(|band| band * gain)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::golden;

    #[test]
    fn voices_are_as_like_as_resemblyzer_finds_them() {
        let golden = golden::read();
        let windows: Vec<Range<usize>> = golden.windows.iter().map(|&start| start..start + WINDOW).collect();
        let mut encoder = VoiceEncoder::open(&Store::standard(), 1).unwrap();
        let prints = encoder.encode(&golden::sound(), &windows).unwrap();
        for (one, expected) in prints.iter().zip(golden.likeness) {
            for (other, expected) in prints.iter().zip(expected) {
                assert!((one.likeness(other) - expected).abs() < 1e-3, "{} is not {expected}", one.likeness(other));
            }
        }
    }

    #[test]
    fn debug_shows_nothing_of_a_voice() {
        assert_eq!(format!("{:?}", Voiceprint::of(&[1.0])), "[sealed voiceprint]");
    }
}
