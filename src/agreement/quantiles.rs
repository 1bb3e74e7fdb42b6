//! Quantiles of the F, t and normal distributions.

use statrs::distribution::{ContinuousCDF, FisherSnedecor, Normal};

/// Halvings of the logarithm of F: from a span of 1400 to less than rounding.
const HALVINGS: usize = 70;

/// The quantile of F with (not necessarily whole) degrees of freedom; `None` where there is no such
/// distribution.
///
/// By bisection on the distribution function, in logarithms: quantiles of the small Satterthwaite degrees of
/// freedom that occur here run to 10^100, where Newton's method is not safe.
pub(super) fn f(probability: f64, numerator: f64, denominator: f64) -> Option<f64> {
    if !(numerator.is_finite() && denominator.is_finite()) {
        return None;
    }
    let distribution = FisherSnedecor::new(numerator, denominator).ok()?;
    let (mut low, mut high) = (-700.0_f64, 700.0_f64);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if distribution.cdf(middle.exp()) < probability { low = middle } else { high = middle }
    }
    Some(high.exp())
}

/// The upper quantile of Student's t that leaves `1 - level` outside on both sides together.
pub(super) fn t(level: f64, freedom: f64) -> Option<f64> {
    f(level, 1.0, freedom).map(f64::sqrt)
}

/// The quantile of the standard normal distribution.
pub(super) fn normal(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability.clamp(0.0, 1.0))
}

/// The distribution function of the standard normal.
pub(super) fn normal_cdf(value: f64) -> f64 {
    Normal::standard().cdf(value)
}
