//! Time on a recording: milliseconds and spans of them, never bare integers.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An instant on a recording, or a length of time, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub u64);

impl Millis {
    /// The instant at which sample number `index` is played, at `rate` Hz.
    pub fn of_samples(index: u64, rate: u32) -> Self {
        Self(index * 1000 / u64::from(rate))
    }

    /// The first sample at or after this instant, at `rate` Hz.
    pub fn to_samples(self, rate: u32) -> u64 {
        self.0 * u64::from(rate) / 1000
    }

    /// Seconds, for printing and plotting.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Minutes, for thresholds that manuals give in minutes.
    pub fn minutes(self) -> f64 {
        self.seconds() / 60.0
    }

    /// The length in whole minutes.
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes * 60_000)
    }

    /// The difference, or zero when `other` is later.
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Millis {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

/// `mm:ss`, or `h:mm:ss` from an hour up: how a coach reads a place in a recording.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 { write!(f, "{hours}:{minutes:02}:{seconds:02}") } else { write!(f, "{minutes:02}:{seconds:02}") }
    }
}

/// A stretch of a recording; `start < end` by construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Bounds")]
pub struct Span {
    start: Millis,
    end: Millis,
}

/// A span as it is read, before it is known to be one.
#[derive(Deserialize)]
struct Bounds {
    start: Millis,
    end: Millis,
}

impl TryFrom<Bounds> for Span {
    type Error = &'static str;
    fn try_from(bounds: Bounds) -> Result<Self, Self::Error> {
        Self::new(bounds.start, bounds.end).ok_or("a span ends after it begins")
    }
}

impl Span {
    /// The span from `start` to `end`, or `None` when it would be empty.
    pub fn new(start: Millis, end: Millis) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Where it begins.
    pub fn start(self) -> Millis {
        self.start
    }

    /// Where it ends (exclusive).
    pub fn end(self) -> Millis {
        self.end
    }

    /// How long it is.
    pub fn length(self) -> Millis {
        self.end - self.start
    }

    /// How much time the two spans share.
    pub fn overlap(self, other: Self) -> Millis {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// The silence between the two spans, zero when they touch or overlap.
    pub fn gap(self, other: Self) -> Millis {
        self.start.max(other.start).saturating_sub(self.end.min(other.end))
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch on a clock that started `offset` earlier.
    pub fn later_by(self, offset: Millis) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_never_empty_and_measure_overlap_and_gap() {
        let span = |a, b| Span::new(Millis(a), Millis(b)).unwrap();
        assert_eq!(Span::new(Millis(5), Millis(5)), None);
        assert_eq!(span(0, 10).overlap(span(5, 20)), Millis(5));
        assert_eq!(span(0, 10).overlap(span(15, 20)), Millis(0));
        assert_eq!(span(0, 10).gap(span(15, 20)), Millis(5));
        assert_eq!(span(0, 10).gap(span(5, 20)), Millis(0));
    }

    #[test]
    fn instants_read_as_coaches_write_them() {
        assert_eq!(Millis(65_000).to_string(), "01:05");
        assert_eq!(Millis(3_725_000).to_string(), "1:02:05");
    }
}
