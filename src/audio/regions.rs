//! Where somebody speaks: Silero's voice-activity model over frames of 32 ms, with hysteresis.
//!
//! Why this model, and what it misses: `models/silero-vad/card.md`.

use ort::session::Session;
use ort::value::TensorRef;

use crate::audio::sound::{Mono16k, SpeechMap};
use crate::models::onnx::{self, OnnxError};
use crate::models::store::{Store, StoreError};
use crate::severity::{Severe, Severity};
use crate::units::{Millis, Span};

/// The model's name in `models/manifest.toml`.
pub const MODEL: &str = "silero-vad";

/// Samples in a frame, and those before it that the model sees again (Silero's `sequence` export).
const FRAME: usize = 512;
const CONTEXT: usize = 64;
const FRAME_LENGTH: Millis = Millis(32);
/// Frames in one call, about 16 s: speed is level from here on, and memory stays under 2 MB.
const BLOCK: usize = 500;
/// Width of the model's recurrent state.
const STATE: usize = 128;

/// Speech begins at this probability and ends below the lower one: lower than the model's own 0.5 and 0.35,
/// because far voices are missed otherwise and noise stays below 0.05 (both measured, on the card).
const ENTER: f32 = 0.35;
const LEAVE: f32 = 0.1;
/// Silence that ends a region. Shorter gaps are the closures of plosives and breaths.
const HANGOVER: Millis = Millis(160);
/// Shorter regions are clicks and coughs; a backchannel («mm») lasts longer.
const SHORTEST: Millis = Millis(96);

/// Speech cannot be looked for.
#[derive(Debug, thiserror::Error)]
pub enum SpeechDetectorError {
    /// The model is not on this computer.
    #[error(transparent)]
    Missing(#[from] StoreError),
    /// The model or its runtime does not load.
    #[error(transparent)]
    Unusable(#[from] OnnxError),
    /// The model stops on this sound.
    #[error("the model `{MODEL}` failed: {0}; `gensvar models verify` tells whether its file is whole")]
    Failed(#[from] ort::Error),
}

impl Severe for SpeechDetectorError {
    fn severity(&self) -> Severity {
        match self {
            Self::Missing(error) => error.severity(),
            Self::Unusable(error) => error.severity(),
            Self::Failed(_) => Severity::Recording,
        }
    }
}

/// Finds speech; owns its model, so one a lane.
pub struct SpeechDetector {
    session: Session,
}

impl SpeechDetector {
    /// Opens the model on one thread: it is small, and lanes run beside each other.
    ///
    /// # Errors
    /// When the model or its runtime is not to be had; the batch ends.
    pub fn open(store: &Store) -> Result<Self, SpeechDetectorError> {
        Ok(Self { session: onnx::open(&store.find(MODEL, "model.onnx")?, 1)? })
    }

    /// The regions of `sound` where somebody speaks, in order and apart. Memory does not grow with its length.
    ///
    /// # Errors
    /// When the model fails on this sound.
    pub fn detect(&mut self, sound: &Mono16k) -> Result<SpeechMap, SpeechDetectorError> {
        let mut finder = RegionFinder::default();
        let mut memory = Memory::default();
        for block in sound.samples().chunks(FRAME * BLOCK) {
            for probability in self.probabilities(block, &mut memory)? {
                finder.push(probability);
            }
        }
        Ok(finder.finish(sound.length()))
    }

    /// The probability of speech for each frame of `block`, going on where `memory` stands.
    fn probabilities(&mut self, block: &[i16], memory: &mut Memory) -> Result<Vec<f32>, SpeechDetectorError> {
        let frames = block.len().div_ceil(FRAME);
        let mut input = Vec::with_capacity(frames * (CONTEXT + FRAME));
        for frame in block.chunks(FRAME) {
            input.extend_from_slice(&memory.context);
            input.extend(frame.iter().map(|&sample| f32::from(sample) / 32_768.0));
            input.resize(input.len().next_multiple_of(CONTEXT + FRAME), 0.0);
            memory.context.copy_from_slice(&input[input.len() - CONTEXT..]);
        }
        let state = [1, 1, STATE];
        let outputs = self.session.run(ort::inputs![
            "input" => TensorRef::from_array_view(([frames, CONTEXT + FRAME], input.as_slice()))?,
            "h" => TensorRef::from_array_view((state, memory.hidden.as_slice()))?,
            "c" => TensorRef::from_array_view((state, memory.cell.as_slice()))?,
        ])?;
        let tensor = |name: &str| outputs[name].try_extract_tensor::<f32>().map(|(_, values)| values);
        memory.hidden.copy_from_slice(tensor("hn")?);
        memory.cell.copy_from_slice(tensor("cn")?);
        Ok(tensor("speech_probs")?.to_vec())
    }
}

/// What the model remembers from one frame to the next.
struct Memory {
    context: [f32; CONTEXT],
    hidden: [f32; STATE],
    cell: [f32; STATE],
}

impl Default for Memory {
    fn default() -> Self {
        Self { context: [0.0; CONTEXT], hidden: [0.0; STATE], cell: [0.0; STATE] }
    }
}

/// Turns frame probabilities into regions, frame by frame.
#[derive(Default)]
struct RegionFinder {
    now: Millis,
    /// Where the region under way began.
    start: Option<Millis>,
    /// Where the silence after it began.
    silence: Option<Millis>,
    regions: Vec<Span>,
}

impl RegionFinder {
    fn push(&mut self, probability: f32) {
        if probability >= ENTER {
            self.start.get_or_insert(self.now);
            self.silence = None;
        } else if probability < LEAVE && self.start.is_some() {
            let silence = *self.silence.get_or_insert(self.now);
            if self.now + FRAME_LENGTH - silence >= HANGOVER {
                self.close(silence);
            }
        }
        self.now = self.now + FRAME_LENGTH;
    }

    fn close(&mut self, end: Millis) {
        let region = self.start.take().and_then(|start| Span::new(start, end));
        self.regions.extend(region.filter(|region| region.length() >= SHORTEST));
        self.silence = None;
    }

    /// The regions of a sound of this length: its last frame is padded and may reach beyond.
    fn finish(mut self, length: Millis) -> SpeechMap {
        self.close(self.silence.unwrap_or(self.now).min(length));
        SpeechMap { regions: self.regions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(frames: &[(f32, usize)]) -> Vec<(u64, u64)> {
        let mut finder = RegionFinder::default();
        let count: usize = frames.iter().map(|(_, n)| n).sum();
        for &(probability, n) in frames {
            (0..n).for_each(|_| finder.push(probability));
        }
        let map = finder.finish(Millis(count as u64 * 32));
        map.regions.iter().map(|region| (region.start().0, region.end().0)).collect()
    }

    #[test]
    fn a_region_begins_at_the_upper_threshold_and_ends_where_a_long_enough_silence_began() {
        assert_eq!(regions(&[(0.1, 10), (0.9, 20), (0.2, 4), (0.05, 10)]), [(320, 1088)]);
    }

    #[test]
    fn short_gaps_and_hesitant_frames_do_not_end_a_region() {
        assert_eq!(regions(&[(0.9, 5), (0.05, 4), (0.9, 5), (0.2, 20), (0.9, 1)]), [(0, 1120)]);
    }

    #[test]
    fn clicks_are_no_speech() {
        assert_eq!(regions(&[(0.05, 5), (0.9, 2), (0.05, 50)]), []);
    }
}
