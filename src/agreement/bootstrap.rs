//! Bootstrap by session: sessions are drawn with replacement, each with all its units, since the units of one
//! session resemble one another (Davison & Hinkley 1997, section 3.8).
//!
//! Every draw has a generator of its own, seeded from (seed, draw): results do not depend on the number of
//! threads. Memory: draws × statistics × 8 bytes, whatever the number of units.

use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};
use rayon::prelude::*;

use super::intervals::{Estimate, Method, estimate};
use super::statistic::Statistic;

/// How to draw, and what interval to make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// How many draws; 0 for none, so no interval.
    pub draws: usize,
    /// Same seed, same result.
    pub seed: u64,
    /// The interval's coverage, between 0 and 1, such as 0.95.
    pub level: f64,
    /// Which interval.
    pub method: Method,
}

impl Default for Plan {
    fn default() -> Self {
        Self { draws: 10_000, seed: 1, level: 0.95, method: Method::Bca }
    }
}

/// One vector of numbers a session, of equal length; they add up.
#[derive(Clone, Debug)]
pub struct Summaries {
    sessions: usize,
    width: usize,
    values: Vec<f64>,
}

impl Summaries {
    /// Vectors of zeros, to be filled.
    pub fn zeros(sessions: usize, width: usize) -> Self {
        Self { sessions, width, values: vec![0.0; sessions * width] }
    }

    /// Several tables of the same sessions side by side, so that one draw draws for all of them. A table with
    /// fewer sessions is filled up with zeros.
    pub fn beside(parts: &[Self]) -> Self {
        let sessions = parts.iter().map(Self::sessions).max().unwrap_or(0);
        let width = parts.iter().map(Self::width).sum();
        let mut together = Self::zeros(sessions, width);
        for session in 0..sessions {
            let mut at = 0;
            for part in parts {
                if session < part.sessions {
                    together.row_mut(session)[at..at + part.width].copy_from_slice(part.row(session));
                }
                at += part.width;
            }
        }
        together
    }

    /// How many sessions there are.
    pub fn sessions(&self) -> usize {
        self.sessions
    }

    /// How many numbers a session has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// A session's numbers; `session` is below [`Self::sessions`].
    pub fn row(&self, session: usize) -> &[f64] {
        &self.values[session * self.width..][..self.width]
    }

    /// A session's numbers, to be added to; `session` is below [`Self::sessions`].
    pub fn row_mut(&mut self, session: usize) -> &mut [f64] {
        &mut self.values[session * self.width..][..self.width]
    }

    /// The sum over all sessions.
    pub fn total(&self) -> Vec<f64> {
        let mut total = vec![0.0; self.width];
        (0..self.sessions).for_each(|session| add(&mut total, self.row(session), 1.0));
        total
    }
}

/// What statistics came to on all sessions, in every draw, and with each session left out.
#[derive(Clone, Debug)]
pub struct Resampled {
    plan: Plan,
    values: Vec<Statistic>,
    /// Draw by draw, NaN where undefined (it never leaves this type).
    draws: Vec<f64>,
    /// The same with each session left out in turn, for the acceleration of BCa.
    left_out: Vec<f64>,
}

impl Resampled {
    /// How many statistics there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Statistic number `index` with its interval; `None` beyond the last.
    pub fn estimate(&self, index: usize) -> Option<Estimate> {
        let value = *self.values.get(index)?;
        Some(estimate(value, self.column(&self.draws, index), self.column(&self.left_out, index), &self.plan))
    }

    /// The difference of two statistics, `first` − `second`, with its interval from the same draws: it is
    /// narrower than the two intervals suggest, as both statistics saw the same sessions.
    pub fn difference(&self, first: usize, second: usize) -> Option<Estimate> {
        let (a, b) = (*self.values.get(first)?, *self.values.get(second)?);
        let value = a.and_then(|a| b.map(|b| a - b));
        let minus = |of: &[f64]| -> Vec<f64> {
            self.column(of, first).zip(self.column(of, second)).map(|(a, b)| a - b).collect()
        };
        Some(estimate(value, minus(&self.draws).into_iter(), minus(&self.left_out).into_iter(), &self.plan))
    }

    fn column<'a>(&self, of: &'a [f64], index: usize) -> impl Iterator<Item = f64> + use<'a> {
        of.iter().skip(index).step_by(self.len().max(1)).copied()
    }
}

/// How often each session counts.
type Times = Vec<u32>;

/// Statistics that are functions of sums over sessions. `statistic` is given the sum of the drawn sessions'
/// vectors and returns its statistics, always as many and in the same order.
pub fn of_sums<S>(summaries: &Summaries, plan: &Plan, statistic: S) -> Resampled
where
    S: Fn(&[f64]) -> Vec<Statistic> + Sync,
{
    resample(summaries.sessions, plan, |draws| {
        weighted_sums(summaries, draws).chunks_exact(summaries.width.max(1)).map(&statistic).collect()
    })
}

/// Statistics that need the drawn sessions themselves (ranks, ICC). `statistic` is given the numbers of the
/// drawn sessions, in order, each as often as drawn.
pub fn of_sessions<S>(sessions: usize, plan: &Plan, statistic: S) -> Resampled
where
    S: Fn(&[usize]) -> Vec<Statistic> + Sync,
{
    let repeated = |times: &Times| -> Vec<usize> {
        let each = times.iter().enumerate();
        each.flat_map(|(session, &times)| std::iter::repeat_n(session, times as usize)).collect()
    };
    resample(sessions, plan, |draws| draws.iter().map(|times| statistic(&repeated(times))).collect())
}

/// Draws that are evaluated together, so that a session's vector is read once for all of them.
const BLOCK: usize = 16;

/// Columns that are summed up together, so that a block's sums stay in the nearest cache.
const TILE: usize = 256;

/// All sessions, the draws, and (for BCa) each session left out; `evaluate` gives the statistics of a block.
fn resample<E>(sessions: usize, plan: &Plan, evaluate: E) -> Resampled
where
    E: Fn(&[Times]) -> Vec<Vec<Statistic>> + Sync,
{
    let values = evaluate(&[vec![1; sessions]]).pop().unwrap_or_default();
    // A single session drawn again and again says nothing.
    let draws = if sessions < 2 { 0 } else { plan.draws };
    let left_out = if plan.method == Method::Bca && draws > 0 { sessions } else { 0 };
    let draws = in_blocks(draws, values.len(), &evaluate, |draw| drawn(sessions, plan.seed, draw));
    let left_out = in_blocks(left_out, values.len(), &evaluate, |session| all_but(sessions, session));
    Resampled { plan: *plan, values, draws, left_out }
}

fn in_blocks<E, T>(count: usize, statistics: usize, evaluate: &E, times: T) -> Vec<f64>
where
    E: Fn(&[Times]) -> Vec<Vec<Statistic>> + Sync,
    T: Fn(usize) -> Times + Sync,
{
    let mut results = vec![f64::NAN; count * statistics];
    results.par_chunks_mut(BLOCK * statistics.max(1)).enumerate().for_each(|(block, results)| {
        let results = results.chunks_exact_mut(statistics);
        let times: Vec<Times> = (0..results.len()).map(|place| times(block * BLOCK + place)).collect();
        for (result, statistics) in results.zip(evaluate(&times)) {
            result.iter_mut().zip(statistics).for_each(|(result, statistic)| *result = statistic.unwrap_or(f64::NAN));
        }
    });
    results
}

/// How often each session is drawn in draw number `draw`.
fn drawn(sessions: usize, seed: u64, draw: usize) -> Times {
    let mixed = SplitMix64::seed_from_u64(seed).next_u64() ^ draw as u64;
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(mixed);
    let mut times = vec![0; sessions];
    for _ in 0..sessions {
        let drawn = (u128::from(generator.next_u64()) * sessions as u128) >> 64;
        times[drawn as usize] += 1;
    }
    times
}

/// Every session once, but one.
fn all_but(sessions: usize, session: usize) -> Times {
    let mut times = vec![1; sessions];
    times[session] = 0;
    times
}

/// The sums of the draws, one after the other.
fn weighted_sums(summaries: &Summaries, draws: &[Times]) -> Vec<f64> {
    let width = summaries.width;
    let mut sums = vec![0.0; draws.len() * width];
    for start in (0..width).step_by(TILE) {
        let columns = start..width.min(start + TILE);
        for session in 0..summaries.sessions {
            let row = &summaries.row(session)[columns.clone()];
            for (sum, times) in sums.chunks_exact_mut(width).zip(draws) {
                if times[session] > 0 {
                    add(&mut sum[columns.clone()], row, f64::from(times[session]));
                }
            }
        }
    }
    sums
}

fn add(sum: &mut [f64], row: &[f64], times: f64) {
    sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += times * value);
}
