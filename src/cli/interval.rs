//! How far a proportion may swing because there are few cases: Wilson's score interval (Wilson 1927), which stays
//! sensible for small counts.

/// The standard normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_985;

/// The 95 % interval of `successes` out of `trials`; `None` without trials.
pub(crate) fn wilson(successes: usize, trials: usize) -> Option<(f64, f64)> {
    if trials == 0 {
        return None;
    }
    let n = trials as f64;
    let p = successes as f64 / n;
    let centre = p + Z * Z / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some((((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From SciPy 1.17.1, `binomtest(k, n).proportion_ci(method="wilson")`.
    const GOLDEN: [(usize, usize, f64, f64); 4] = [
        (0, 4, 0.0, 0.489_890_836),
        (4, 9, 0.188_778_521, 0.733_348_707),
        (9, 14, 0.387_644_231, 0.836_552_682),
        (5, 5, 0.565_517_535, 1.0),
    ];

    #[test]
    fn wilson_agrees_with_an_independent_implementation() {
        for (k, n, low, high) in GOLDEN {
            let (l, h) = wilson(k, n).unwrap();
            assert!((l - low).abs() < 1e-6 && (h - high).abs() < 1e-6, "{k}/{n}: {l} {h}");
        }
        assert_eq!(wilson(0, 0), None);
    }
}
