//! Which part of a recording is coded.
//!
//! The MITI manual (4.2.1) codes a segment of 20 minutes, drawn at random from the session so that
//! nobody picks the best part. The draw here comes from the hash of the recording's content: as good
//! as random, not to be steered, and the same on every run and every computer.

use std::fmt;
use std::str::FromStr;

use super::error::AudioError;
use super::recording::ContentHash;
use crate::units::{Millis, Span};

/// The longest part that is coded unless the whole is asked for (MITI manual 4.2.1).
pub const CODED_LENGTH: Millis = Millis::from_minutes(20);

/// Which part the user wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Segment {
    /// The whole, or 20 minutes drawn at random from a longer recording.
    #[default]
    Auto,
    /// The whole, however long.
    Whole,
    /// This part; at most its first 20 minutes.
    Range(Span),
}

/// Which part was taken, for the report to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegmentChosen {
    /// All of it.
    Whole,
    /// Twenty minutes drawn at random.
    Drawn,
    /// The part that was named.
    Named,
    /// The first 20 minutes of a longer part that was named.
    NamedShortened,
    /// The part that was named up to the end of the recording, which comes first.
    NamedToEnd,
}

impl Segment {
    /// The part of a recording of `length` with this content, in whole milliseconds; a drawn part
    /// starts on a whole second, so that the report can name it exactly.
    ///
    /// # Errors
    /// When the part that was named starts at or after the end, or the recording has no length.
    pub fn choose(&self, length: Millis, content: ContentHash) -> Result<(Span, SegmentChosen), AudioError> {
        match self {
            Self::Auto if length > CODED_LENGTH => {
                let start = draw(length - CODED_LENGTH, content);
                Ok((span(start, start + CODED_LENGTH)?, SegmentChosen::Drawn))
            }
            Self::Auto | Self::Whole => Ok((span(Millis(0), length)?, SegmentChosen::Whole)),
            Self::Range(range) => {
                let start = range.start();
                let inside = Span::new(start, range.end().min(length));
                let inside = inside.ok_or(AudioError::BeyondEnd { start, length })?;
                if inside.length() > CODED_LENGTH {
                    return Ok((span(start, start + CODED_LENGTH)?, SegmentChosen::NamedShortened));
                }
                let chosen = if inside == *range { SegmentChosen::Named } else { SegmentChosen::NamedToEnd };
                Ok((inside, chosen))
            }
        }
    }
}

fn span(start: Millis, end: Millis) -> Result<Span, AudioError> {
    Span::new(start, end).ok_or(AudioError::NoSound)
}

/// A whole second from zero to `latest`, all equally likely over recordings.
fn draw(latest: Millis, content: ContentHash) -> Millis {
    let seed = content.bytes().iter().take(8).fold(0, |seed, &byte| seed << 8 | u64::from(byte));
    Millis(seed % (latest.0 / 1000 + 1) * 1000)
}

/// A text that names no segment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// Not of the form.
    #[error("`{0}` is not a segment; write `auto`, `whole`, or a range such as `05:00-25:00` or `1:05:00-1:25:00`")]
    NotASegment(String),
    /// The end is not after the start.
    #[error("the segment `{0}` does not end after it starts; write the start first, as in `05:00-25:00`")]
    Backwards(String),
}

/// `auto`, `whole`, or a range of two times: `MM:SS-MM:SS`, `H:MM:SS-H:MM:SS` or `MM.SS-MM.SS`.
/// Minutes may pass 59 where no hour is given.
impl FromStr for Segment {
    type Err = SegmentError;

    fn from_str(text: &str) -> Result<Self, SegmentError> {
        match text.trim() {
            "auto" => return Ok(Self::Auto),
            "whole" => return Ok(Self::Whole),
            _ => {}
        }
        // A range is often pasted from a text that sets an en dash.
        let range = text.split_once(['-', '–']);
        let times = range.and_then(|(start, end)| Some((time(start.trim())?, time(end.trim())?)));
        let (start, end) = times.ok_or_else(|| SegmentError::NotASegment(text.to_owned()))?;
        Span::new(start, end).map(Self::Range).ok_or_else(|| SegmentError::Backwards(text.to_owned()))
    }
}

/// As [`FromStr`] reads it.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Whole => f.write_str("whole"),
            Self::Range(span) => write!(f, "{}-{}", span.start(), span.end()),
        }
    }
}

/// A time of two or three numbers, the last two of exactly two digits.
fn time(text: &str) -> Option<Millis> {
    let numbers: Vec<&str> = text.split([':', '.']).collect();
    let seconds = match numbers.as_slice() {
        [minutes, seconds] => leading(minutes)? * 60 + sixtieth(seconds)?,
        [hours, minutes, seconds] => leading(hours)? * 3600 + sixtieth(minutes)? * 60 + sixtieth(seconds)?,
        _ => return None,
    };
    Some(Millis(seconds * 1000))
}

/// One to three digits.
fn leading(digits: &str) -> Option<u64> {
    let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Two digits under sixty.
fn sixtieth(digits: &str) -> Option<u64> {
    leading(digits).filter(|&number| digits.len() == 2 && number < 60)
}
