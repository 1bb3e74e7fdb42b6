//! From a recording to the part of it that is worked on, at 16 kHz: what the pipeline calls.
//!
//! Memory stays bounded: the recording is decoded a packet at a time, and only the chosen part is
//! kept, two bytes a sample.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::channels;
use super::decode::{Playing, measure};
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
    // Decoders parse what strangers wrote: a bug in one must cost this recording, not the batch.
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
    // To its very last frame, which may lie within the last millisecond.
    let end = if window.end() == recording_length { Millis(u64::MAX / 1_000_000) } else { window.end() };
    let channels = decode(file, window.start(), end)?;
    let length = Millis::of_samples(channels.first().map_or(0, Vec::len) as u64, SAMPLE_RATE);
    // The last packets of a recording may hold less than they state.
    let missing = window.length() - length;
    let recording_length = recording_length - missing;
    let window = Span::new(window.start(), window.start() + length).ok_or(AudioError::NoSound)?;
    Ok((Excerpt { sound: channels::sound(channels), window, recording_length }, chosen))
}

/// The channels of `window` at 16 kHz; more than two are mixed into one.
fn decode(file: &RecordingFile, window: Span) -> Result<Vec<Vec<i16>>, AudioError> {
    let [start, end] = [window.start(), window.end()];
    let mut playing = Playing::from(file, start)?;
    let form = playing.form();
    let kept = if form.channels > 2 { 1 } else { form.channels };
    let mut resampler = Resampler::new(form.rate, kept)?;
    let mut left = end.to_samples(form.rate).saturating_sub(start.to_samples(form.rate));
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
