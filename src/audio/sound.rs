//! Sound at 16 kHz, and the map of where somebody speaks in it.
//!
//! A voice is personal data: these types have a redacting `Debug` and neither `Clone`,
//! `Serialize` nor `Display`.

use std::fmt;

use crate::units::{Millis, Span};

/// The sampling rate of every stage after decoding, in Hz.
pub const SAMPLE_RATE: u32 = 16_000;

/// One channel at [`SAMPLE_RATE`], 16-bit: two bytes a sample keep a three-hour recording under 350 MB.
pub struct Mono16k {
    samples: Vec<i16>,
}

impl Mono16k {
    /// A channel of these samples.
    pub fn new(samples: Vec<i16>) -> Self {
        Self { samples }
    }

    /// The samples.
    pub fn samples(&self) -> &[i16] {
        &self.samples
    }

    /// How long it is.
    pub fn length(&self) -> Millis {
        Millis::of_samples(self.samples.len() as u64, SAMPLE_RATE)
    }

    /// The samples of `span` as models want them, -1.0 to 1.0; shorter where the sound ends first.
    pub fn floats(&self, span: Span) -> Vec<f32> {
        let last = self.samples.len();
        let from = (span.start().to_samples(SAMPLE_RATE) as usize).min(last);
        let to = (span.end().to_samples(SAMPLE_RATE) as usize).min(last);
        self.samples[from..to].iter().map(|&s| f32::from(s) / 32_768.0).collect()
    }
}

impl fmt::Debug for Mono16k {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[sealed sound of {}]", self.length())
    }
}

/// The channels of a recording.
#[derive(Debug)]
pub enum Sound {
    /// One channel, or several that carry the same.
    Mono(Mono16k),
    /// Two channels that carry different sound, usually one person each.
    Split([Mono16k; 2]),
}

impl Sound {
    /// The channels, one or two.
    pub fn channels(&self) -> &[Mono16k] {
        match self {
            Self::Mono(channel) => std::slice::from_ref(channel),
            Self::Split(channels) => channels,
        }
    }
}

/// The part of a recording that is worked on.
#[derive(Debug)]
pub struct Excerpt {
    /// Its sound.
    pub sound: Sound,
    /// Where in the recording it lies.
    pub window: Span,
    /// Length of the whole recording.
    pub recording_length: Millis,
}

/// Where somebody speaks: spans in order, apart from each other, from the start of the excerpt.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SpeechMap {
    /// The regions of speech.
    pub regions: Vec<Span>,
}

impl SpeechMap {
    /// How much speech there is in all.
    pub fn speech(&self) -> Millis {
        self.regions.iter().fold(Millis(0), |sum, region| sum + region.length())
    }
}
