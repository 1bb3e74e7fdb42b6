//! From a statistic's bootstrap draws to its interval: percentile and BCa.

use serde::Serialize;

use super::bootstrap::Plan;
use super::quantiles::{normal, normal_cdf};
use super::statistic::{Interval, Statistic, Undefined};

/// How the interval is made of the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The draws' quantiles (Efron 1979), interpolated between neighbours (type 7 of Hyndman & Fan 1996).
    Percentile,
    /// Bias-corrected and accelerated (Efron 1987), the acceleration from leaving out each session in turn.
    Bca,
}

/// A statistic, its interval, and how far that interval can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// On all sessions.
    pub value: Statistic,
    /// From the draws in which the statistic has a value.
    pub interval: Result<Interval, Undefined>,
    /// How the interval was made: BCa falls back to percentile where it has no value (all draws on one side of
    /// the estimate, or all equal).
    pub method: Method,
    /// The share of draws in which the statistic was undefined (a rare code drawn in no session, say); tell it
    /// beside the interval when it is not small.
    pub undefined_draws: f64,
}

/// The estimate of a statistic; `draws` and `left_out` hold NaN where it was undefined.
pub(super) fn estimate(
    value: Statistic,
    draws: impl Iterator<Item = f64>,
    left_out: impl Iterator<Item = f64>,
    plan: &Plan,
) -> Estimate {
    let mut asked = 0;
    let mut defined: Vec<f64> = draws.inspect(|_| asked += 1).filter(|draw| !draw.is_nan()).collect();
    defined.sort_unstable_by(f64::total_cmp);
    let undefined_draws = if asked == 0 { 0.0 } else { 1.0 - defined.len() as f64 / asked as f64 };
    let of = |interval, method| Estimate { value, interval, method, undefined_draws };
    let at = match value {
        Err(reason) => return of(Err(reason), plan.method),
        Ok(_) if defined.is_empty() => return of(Err(Undefined::NoDraw), plan.method),
        Ok(at) => at,
    };
    let left_out: Vec<f64> = left_out.filter(|value| !value.is_nan()).collect();
    let corrected = if plan.method == Method::Bca { bca(&defined, at, &left_out, plan.level) } else { None };
    match corrected {
        Some(interval) => of(Ok(interval), Method::Bca),
        None => of(percentile(&defined, plan.level).ok_or(Undefined::NoInterval), Method::Percentile),
    }
}

/// The interval between the draws' outer quantiles; `None` without draws or a level between 0 and 1.
pub fn percentile(sorted: &[f64], level: f64) -> Option<Interval> {
    let tail = tail(level)?;
    Some(Interval { low: quantile(sorted, tail)?, high: quantile(sorted, 1.0 - tail)? })
}

/// Efron's (1987) BCa interval of an estimate `at`, as SciPy's `bootstrap` makes it; `None` where the bias
/// correction is infinite or the acceleration too strong.
pub fn bca(sorted: &[f64], at: f64, left_out: &[f64], level: f64) -> Option<Interval> {
    let below = sorted.partition_point(|&draw| draw < at);
    let up_to = sorted.partition_point(|&draw| draw <= at);
    let share = f64::midpoint(below as f64, up_to as f64) / sorted.len() as f64;
    if share <= 0.0 || share >= 1.0 || sorted.first() == sorted.last() {
        return None;
    }
    let bias = normal(share);
    let acceleration = acceleration(left_out);
    let shifted = |z: f64| {
        let corrected = 1.0 - acceleration * (bias + z);
        (corrected > 0.0).then(|| normal_cdf(bias + (bias + z) / corrected))
    };
    let outer = normal(tail(level)?);
    Some(Interval { low: quantile(sorted, shifted(outer)?)?, high: quantile(sorted, shifted(-outer)?)? })
}

/// What is left out on either side.
fn tail(level: f64) -> Option<f64> {
    (level > 0.0 && level < 1.0).then_some((1.0 - level) / 2.0)
}

/// The skewness of the influence of single sessions, over 6; 0 where they have none.
fn acceleration(left_out: &[f64]) -> f64 {
    let mean = left_out.iter().sum::<f64>() / left_out.len().max(1) as f64;
    let sum = |power: i32| left_out.iter().map(|value| (mean - value).powi(power)).sum::<f64>();
    let squares = sum(2);
    if squares > 0.0 { sum(3) / (6.0 * squares.powf(1.5)) } else { 0.0 }
}

/// Between the two nearest of the sorted draws.
fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let place = probability * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}
