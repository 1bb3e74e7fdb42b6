//! Quantiles of the F, t and normal distributions.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::beta_reg;

/// Halvings of the logarithm of F: from a span of 1400 to less than rounding.
const HALVINGS: usize = 70;

/// The quantile of F with (not necessarily whole) degrees of freedom; `None` where there is no such
/// distribution or probability.
///
/// By bisection in logarithms: at the small Satterthwaite degrees of freedom that occur here quantiles run to
/// 10^15 and beyond, where Newton's method on the distribution function is not safe.
pub(super) fn f(probability: f64, numerator: f64, denominator: f64) -> Option<f64> {
    let freedom = |freedom: f64| freedom > 0.0 && freedom.is_finite();
    if !(probability > 0.0 && probability < 1.0 && freedom(numerator) && freedom(denominator)) {
        return None;
    }
    let beyond = |f: f64| beta_reg(denominator / 2.0, numerator / 2.0, denominator / (denominator + numerator * f));
    let (mut low, mut high) = (-700.0_f64, 700.0_f64);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if beyond(middle.exp()) > 1.0 - probability { low = middle } else { high = middle }
    }
    Some(high.exp())
}

/// Student's t that leaves 1 − `level` outside on both sides together.
pub(super) fn t(level: f64, freedom: f64) -> Option<f64> {
    f(level, 1.0, freedom).map(f64::sqrt)
}

/// The quantile of the standard normal distribution; `probability` between 0 and 1.
pub(super) fn normal(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// The distribution function of the standard normal.
pub(super) fn normal_cdf(value: f64) -> f64 {
    Normal::standard().cdf(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From SciPy 1.17.1, `f.ppf(probability, numerator, denominator)`.
    const F: [(f64, f64, f64, f64); 5] = [
        (0.975, 3.0, 24.0, 3.721_080_190_915_109),
        (0.975, 2.5, 0.7, 14_115.263_668_833_688),
        (0.95, 1.0, 5000.0, 3.843_319_315_017_108),
        (0.995, 999.0, 27.3, 2.289_486_397_032_702),
        (0.975, 1.0, 0.2, 605_315_056_372_730.9),
    ];

    #[test]
    fn quantiles_agree_with_an_independent_implementation() {
        let close = |found: f64, said: f64| assert!((found / said - 1.0).abs() < 1e-9, "{found}, not {said}");
        F.into_iter().for_each(|(probability, a, b, said)| close(f(probability, a, b).unwrap(), said));
        close(t(0.95, 16.0).unwrap(), 2.119_905_299_221_254_6);
        close(normal(0.975), 1.959_963_984_540_054);
        close(normal(1e-5), -4.264_890_793_922_825);
        close(normal_cdf(-2.5), 0.006_209_665_325_776_132);
    }

    #[test]
    fn there_is_no_quantile_without_a_distribution() {
        for (probability, a, b) in
            [(0.0, 1.0, 1.0), (1.0, 1.0, 1.0), (f64::NAN, 1.0, 1.0), (0.5, 0.0, 1.0), (0.5, 1.0, f64::NAN)]
        {
            assert_eq!(f(probability, a, b), None);
        }
    }
}
