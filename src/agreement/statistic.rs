//! What a statistic comes to: a number, or the reason why there is none; and the interval around it.

use serde::Serialize;
use thiserror::Error;

/// A finite number, or why the formula has no value on these ratings.
pub type Statistic = Result<f64, Undefined>;

/// Why a statistic has no value. Never told as NaN, infinity, 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Undefined {
    /// Agreement needs two different coders.
    #[error("there is only one coder")]
    OneCoder,
    /// No unit or session was coded by two coders (or by both coders of the pair).
    #[error("no unit was coded by two coders")]
    NothingShared,
    /// All ratings fell into one category, so agreement by chance is certain and κ is 0/0. For a
    /// code's presence, `category` 0 says that the code was never used and 1 that it was always used.
    #[error("every rating is of the same category")]
    OneCategory {
        /// The index of that category.
        category: u8,
    },
    /// The code was never given by the side that stands below the line.
    #[error("the code was never used by {by}")]
    NeverUsed {
        /// Who never used it.
        by: Side,
    },
    /// The values do not vary where the statistic compares variation: all sessions scored alike, or
    /// less different from one another than the coders' disagreement within them can explain (for
    /// the forms of the ICC whose denominator that makes zero or negative).
    #[error("the values do not vary between sessions")]
    NoVariance,
    /// Fewer sessions (or units) than the formula needs.
    #[error("{found} are too few: at least {needed} are needed")]
    TooFew {
        /// How many there are.
        found: usize,
        /// How many there must be.
        needed: usize,
    },
    /// The interval's formula has no value here (the approximate intervals of the ICC, far below 0), or the
    /// level asked for does not lie between 0 and 1.
    #[error("the formula of the interval has no value here")]
    NoInterval,
    /// No bootstrap draw gave a value (or none was asked for), so there is no interval.
    #[error("no bootstrap draw gave a value")]
    NoDraw,
}

/// Whose use of a code is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The coder who is taken as right.
    Reference,
    /// The coder who is measured.
    Estimate,
    /// Both.
    Either,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Reference => "the reference",
            Self::Estimate => "the estimate",
            Self::Either => "either coder",
        })
    }
}

/// An interval of confidence; both ends finite and `low <= high`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval, or [`Undefined::NoInterval`] when a formula went astray.
    pub(super) fn of(low: f64, high: f64) -> Result<Self, Undefined> {
        if low.is_finite() && high.is_finite() && low <= high {
            Ok(Self { low, high })
        } else {
            Err(Undefined::NoInterval)
        }
    }
}
