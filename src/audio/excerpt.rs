//! From a recording to the part of it that is worked on, at 16 kHz: what the pipeline calls.
//!
//! Memory stays bounded: the recording is decoded a packet at a time, and only the chosen part is
//! kept, two bytes a sample.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::channels;
use super::decode::{Extent, Playing, measure};
use super::error::AudioError;
use super::limits::Limits;
use super::recording::RecordingFile;
use super::resample::Resampler;
use super::segment::{Segment, SegmentChosen};
use super::sound::{Excerpt, SAMPLE_RATE};
use crate::units::{Millis, Span};

/// Decodes the part of the recording that `segment` asks for, and says which part that became.
///
/// # Errors
/// When the recording is no sound, cut off, damaged, beyond the limits, or ends before the segment
/// starts; when its format needs ffmpeg and there is none.
pub fn read_excerpt(
    file: &RecordingFile,
    segment: &Segment,
    limits: &Limits,
) -> Result<(Excerpt, SegmentChosen), AudioError> {
    // Decoders parse what strangers wrote, and mutated files have made them panic (sums that overflow
    // in readers of WAV and CAF headers): that must cost this recording, not the batch.
    catch_unwind(AssertUnwindSafe(|| read(file, segment, limits))).unwrap_or(Err(AudioError::Damaged))
}

fn read(file: &RecordingFile, segment: &Segment, limits: &Limits) -> Result<(Excerpt, SegmentChosen), AudioError> {
    let extent = measure(file, limits)?;
    let recording_length = extent.length();
    let is_there = matches!(segment, Segment::Range(range) if range.end() <= recording_length);
    if !extent.whole && !is_there {
        return Err(AudioError::CutOff { there: recording_length });
    }
    let (window, chosen) = segment.choose(recording_length, file.hash())?;
    // Packets at the end may hold less than they state, so the end is known when it has been read.
    let to_end = window.end() == recording_length;
    let channels = decode(file, window.start(), if to_end { None } else { Some(window.end()) }, extent)?;
    let length = Millis::of_samples(channels.first().map_or(0, Vec::len) as u64, SAMPLE_RATE);
    let window = Span::new(window.start(), window.start() + length).ok_or(AudioError::NoSound)?;
    let recording_length = if to_end { window.end() } else { recording_length };
    Ok((Excerpt { sound: channels::sound(channels), window, recording_length }, chosen))
}

/// The channels from `start` to `end`, or to the last frame, at 16 kHz; more than two are mixed into one.
fn decode(
    file: &RecordingFile,
    start: Millis,
    end: Option<Millis>,
    extent: Extent,
) -> Result<Vec<Vec<i16>>, AudioError> {
    let mut playing = Playing::from(file, start)?;
    let form = playing.form();
    let kept = if form.channels > 2 { 1 } else { form.channels };
    let mut resampler = Resampler::new(form.rate, kept)?;
    let end = end.map_or(extent.frames, |end| end.to_samples(form.rate));
    let mut left = end.saturating_sub(start.to_samples(form.rate));
    while left > 0 {
        let Some(samples) = playing.next()? else { break };
        let frames = (samples.len() / form.channels).min(usize::try_from(left).unwrap_or(usize::MAX));
        let samples = &samples[..frames * form.channels];
        left -= frames as u64;
        if kept == form.channels {
            resampler.push(samples)?;
        } else {
            let mix: Vec<f32> = samples.chunks(form.channels).map(mean).collect();
            resampler.push(&mix)?;
        }
    }
    resampler.finish()
}

fn mean(frame: &[f32]) -> f32 {
    frame.iter().sum::<f32>() / frame.len() as f32
}
