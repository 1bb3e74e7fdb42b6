//! Who spoke when, in a recording on which all voices share one channel.
//!
//! Every stretch of speech gets a voiceprint; voiceprints are grouped into voices; each instant of
//! speech goes to the voice that the stretches around it are most like.

use std::ops::Range;

use super::cluster::{self, Evidence};
use super::voice::{VoiceEncoder, Voiceprint, WINDOW};
use crate::audio::sound::{Mono16k, SpeechMap};
use crate::models::onnx::OnnxError;
use crate::models::store::{Store, StoreError};
use crate::severity::{Severe, Severity};
use crate::units::{Millis, Span};

pub use super::cluster::{SpeakerCount, UnknownSpeakerCount};

/// The model's name in `models/manifest.toml`.
pub const MODEL: &str = "speaker-encoder";

/// Length of a frame, in milliseconds: the grid on which speech is given to speakers.
const FRAME: u64 = 10;
/// From one voiceprint to the next, in frames: four look at each instant.
const HOP: usize = 40;
/// Stretches shorter than this, in frames, say too little to found a voice on.
const FOUNDING: usize = 80;
/// A speaker's turns with no more silence between are one: pauses in speech.
const PAUSE: Millis = Millis(400);

/// Speakers cannot be told apart.
#[derive(Debug, thiserror::Error)]
pub enum DiarizeError {
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

impl Severe for DiarizeError {
    fn severity(&self) -> Severity {
        match self {
            Self::Missing(error) => error.severity(),
            Self::Unusable(error) => error.severity(),
            Self::Failed(_) => Severity::Recording,
        }
    }
}

/// Who spoke when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diarization {
    /// Stretches of one speaker, in order; apart, unless each has a channel. Speakers are numbered by first appearance.
    pub turns: Vec<(Span, usize)>,
    /// How many speakers there are.
    pub speakers: usize,
}

impl Diarization {
    /// One speaker a channel; turns may overlap.
    pub fn by_channel(maps: &[SpeechMap; 2]) -> Self {
        let turns =
            |(channel, map): (usize, &SpeechMap)| join(map.regions.iter().map(|&span| (span, channel)).collect());
        let mut turns: Vec<(Span, usize)> = maps.iter().enumerate().flat_map(turns).collect();
        turns.sort();
        numbered(turns)
    }
}

/// Tells speakers apart; owns its model, so one a lane.
pub struct Diarizer {
    encoder: VoiceEncoder,
}

impl Diarizer {
    /// Opens the model on so many threads.
    ///
    /// # Errors
    /// When the model or its runtime is not to be had; the batch ends.
    pub fn open(store: &Store, threads: usize) -> Result<Self, DiarizeError> {
        Ok(Self { encoder: VoiceEncoder::open(store, threads)? })
    }

    /// Who spoke when in the speech of `sound`.
    ///
    /// # Errors
    /// When the model fails on this sound.
    pub fn diarize(
        &mut self,
        sound: &Mono16k,
        speech: &SpeechMap,
        count: SpeakerCount,
    ) -> Result<Diarization, DiarizeError> {
        let regions: Vec<Region> = speech.regions.iter().map(|&span| Region::new(span)).collect();
        let windows: Vec<Range<usize>> = regions.iter().flat_map(|region| region.windows.clone()).collect();
        let mut prints = self.encoder.encode(sound, &windows)?.into_iter();
        let evidence: Vec<Evidence> = regions.iter().flat_map(|region| region.evidence(&mut prints)).collect();
        let voices = cluster::voices(&evidence, count);
        let mut rest = evidence.as_slice();
        let mut turns = Vec::new();
        for region in &regions {
            let (own, later) = rest.split_at(region.windows.len());
            turns.extend(region.turns(own, &voices));
            rest = later;
        }
        Ok(numbered(join(turns)))
    }
}

/// A region of speech and the windows in it that get a voiceprint.
struct Region {
    span: Span,
    windows: Vec<Range<usize>>,
}

impl Region {
    /// One window when the region is short, else evenly spaced ones.
    fn new(span: Span) -> Self {
        let (first, last) = ((span.start().0 / FRAME) as usize, span.end().0.div_ceil(FRAME) as usize);
        let windows = match (last - first).checked_sub(WINDOW) {
            None | Some(0) => std::iter::once(first..last).collect(),
            Some(room) => {
                let steps = room.div_ceil(HOP);
                (0..=steps).map(|step| first + room * step / steps).map(|start| start..start + WINDOW).collect()
            }
        };
        Self { span, windows }
    }

    /// What the voiceprints of its windows, the next of `prints`, stand for.
    fn evidence(&self, prints: &mut impl Iterator<Item = Voiceprint>) -> Vec<Evidence> {
        let seconds = self.span.length().seconds() as f32 / self.windows.len() as f32;
        let long = self.windows[0].len() >= FOUNDING;
        prints.take(self.windows.len()).map(|print| Evidence { print, seconds, long }).collect()
    }

    /// Gives each frame to the voice that the windows over it are most like in sum, and joins frames to turns.
    fn turns(&self, evidence: &[Evidence], voices: &[Voiceprint]) -> Vec<(Span, usize)> {
        let first = self.windows[0].start;
        let frames = self.windows[self.windows.len() - 1].end - first;
        let mut likeness = vec![vec![0.0_f32; voices.len()]; frames];
        for (window, heard) in self.windows.iter().zip(evidence) {
            let each: Vec<f32> = voices.iter().map(|voice| voice.likeness(&heard.print)).collect();
            for frame in &mut likeness[window.start - first..window.end - first] {
                frame.iter_mut().zip(&each).for_each(|(sum, value)| *sum += value);
            }
        }
        let owner = |sums: &Vec<f32>| (0..sums.len()).rev().max_by(|&a, &b| sums[a].total_cmp(&sums[b]));
        let mut turns = Vec::new();
        let mut at = first;
        for run in likeness.iter().map(owner).collect::<Vec<_>>().chunk_by(|a, b| a == b) {
            let start = Millis(at as u64 * FRAME).max(self.span.start());
            at += run.len();
            let end = Millis(at as u64 * FRAME).min(self.span.end());
            turns.extend(run[0].and_then(|voice| Some((Span::new(start, end)?, voice))));
        }
        turns
    }
}

/// Joins neighbouring turns of one speaker across pauses.
fn join(turns: Vec<(Span, usize)>) -> Vec<(Span, usize)> {
    let mut joined: Vec<(Span, usize)> = Vec::new();
    for (span, speaker) in turns {
        match joined.last_mut() {
            Some((last, same)) if *same == speaker && last.gap(span) <= PAUSE => *last = last.join(span),
            _ => joined.push((span, speaker)),
        }
    }
    joined
}

/// Numbers speakers by first appearance; voices that own no instant are nobody.
fn numbered(turns: Vec<(Span, usize)>) -> Diarization {
    let mut seen: Vec<usize> = Vec::new();
    let mut number = |voice| {
        seen.iter().position(|&known| known == voice).unwrap_or_else(|| {
            seen.push(voice);
            seen.len() - 1
        })
    };
    let turns: Vec<(Span, usize)> = turns.into_iter().map(|(span, voice)| (span, number(voice))).collect();
    Diarization { turns, speakers: seen.len() }
}
