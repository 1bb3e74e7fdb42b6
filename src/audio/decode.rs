//! Which decoder serves a recording, how long the recording is, and a start anywhere in it.
//!
//! The length is counted, never believed: a pass over all packets, most of them undecoded, takes
//! little more than reading the file. Where less is there than the container states, the two kinds
//! of container differ. MPEG-4, CAF, AIFF and FLAC state a length that their writers know, so a
//! shorter file is cut off and the user is told, unless the part that was named is there. WAV, MP3,
//! Ogg, Matroska and MPEG-4 in fragments are written as streams, and recorders that stop at an empty
//! battery leave lengths that mean nothing: what is there is the recording.
//!
//! HE-AAC is told by its header and left to ffmpeg. Where the header hides it, as in bare ADTS, the
//! AAC-LC core is decoded: right in time, dull above the band that the core carries.

use std::io::{self, Seek as _};

use fs_err::File;
use symphonia::core::io::MediaSource;

use super::error::AudioError;
use super::limits::Limits;
use super::native::{Decoder, Ending, Form};
use super::recording::{RecordingFile, refusal};
use super::sniff::{Container, sniff};
use super::{external, mp4, wav};
use crate::units::Millis;

/// How far before a start decoding begins, so that codecs which build on the past (80 ms in Opus, a
/// few frames in MP3) have found their feet.
const RUN_UP: Millis = Millis(2000);

/// How much less than stated is still whole: encoders count their padding in different ways.
const ROUNDING: Millis = Millis(1000);

/// What a recording holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Frames that are there.
    pub(super) frames: u64,
    /// Its layout.
    pub(super) form: Form,
    /// Whether that is all it should hold.
    pub(super) whole: bool,
}

impl Extent {
    /// How long it is.
    pub(super) fn length(&self) -> Millis {
        Millis::of_samples(self.frames, self.form.rate)
    }
}

/// Counts what is there.
///
/// # Errors
/// When the recording cannot be opened, or is beyond the limits.
pub(super) fn measure(file: &RecordingFile, limits: &Limits) -> Result<Extent, AudioError> {
    let (container, mut decoder) = open(file)?;
    let form = decoder.form();
    if form.channels > limits.max_channels {
        return Err(AudioError::TooManyChannels { channels: form.channels, limit: limits.max_channels });
    }
    let most = limits.max_length.to_samples(form.rate);
    let mut frames: u64 = 0;
    while let Some(passed) = decoder.pass()? {
        frames = frames.saturating_add(passed);
        if frames > most {
            return Err(AudioError::TooLong { limit: limits.max_length });
        }
    }
    let stated = decoder.stated().unwrap_or(0).saturating_sub(ROUNDING.to_samples(form.rate));
    let states_length = matches!(container, Container::Mp4 | Container::Stated);
    let whole = match decoder.ending() {
        Ending::Clean => !states_length || frames >= stated,
        Ending::Early => !states_length,
        Ending::Broken => false,
    };
    Ok(Extent { frames, form, whole })
}

/// The recording from some place on.
pub(super) struct Playing {
    decoder: Decoder,
    /// Frames of the next packet that lie before the start.
    early: u64,
}

impl Playing {
    /// Decodes from `start` on.
    ///
    /// # Errors
    /// When the recording cannot be opened or ends before.
    pub(super) fn from(file: &RecordingFile, start: Millis) -> Result<Self, AudioError> {
        let (_, mut decoder) = open(file)?;
        let rate = decoder.form().rate;
        let (start, run_up) = (start.to_samples(rate), RUN_UP.to_samples(rate));
        let mut passed: u64 = 0;
        while passed.saturating_add(run_up) < start {
            passed += decoder.pass()?.ok_or(AudioError::Damaged)?;
        }
        Ok(Self { decoder, early: start.saturating_sub(passed) })
    }

    /// Rate and channels.
    pub(super) fn form(&self) -> Form {
        self.decoder.form()
    }

    /// The next interleaved samples, all of them finite numbers; `None` at the end.
    ///
    /// # Errors
    /// When the recording is damaged.
    pub(super) fn next(&mut self) -> Result<Option<Vec<f32>>, AudioError> {
        while let Some(mut samples) = self.decoder.read()? {
            let channels = self.form().channels;
            let early = self.early.min((samples.len() / channels) as u64);
            self.early -= early;
            samples.drain(..early as usize * channels);
            if !samples.is_empty() {
                samples.iter_mut().for_each(|sample| *sample = sane(*sample));
                return Ok(Some(samples));
            }
        }
        Ok(None)
    }
}

/// A float WAV may hold anything. What no loudspeaker could play would spread over a whole block of
/// the resampler; full scale is 1, and what lies above is clipped after it.
fn sane(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-8.0, 8.0) } else { 0.0 }
}

/// The decoder that serves the recording: ours where it can, else ffmpeg.
fn open(file: &RecordingFile) -> Result<(Container, Decoder), AudioError> {
    let container = sniff(file)?;
    let opened = match container {
        Container::Foreign(what) => Err(AudioError::CannotDecode(what)),
        _ => Decoder::open(source(file, container)?, None),
    };
    match opened {
        Err(AudioError::CannotDecode(what)) => Ok((Container::Foreign(what), external::open(file.path(), what)?)),
        opened => Ok((container, opened?)),
    }
}

fn source(file: &RecordingFile, container: Container) -> Result<Box<dyn MediaSource>, AudioError> {
    let refused = |e: io::Error| refusal(&e);
    let mut opened = File::open(file.path()).map_err(refused)?;
    match container {
        Container::Wav => return wav::mended(opened).map_err(refused),
        Container::Mp4 if !mp4::is_readable(&mut opened).map_err(refused)? => return Err(AudioError::CutShort),
        _ => opened.rewind().map_err(refused)?,
    }
    Ok(Box::new(opened.into_file()))
}
