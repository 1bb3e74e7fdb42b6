//! How much two different categories disagree.

/// Weights of partial agreement between categories, from 1 (the same) down to 0 (the ends of the scale).
///
/// As in Gwet (2014), *Handbook of Inter-Rater Reliability*, 4th ed., and the package irrCAC. With equally
/// spaced values linear and quadratic are the weights of Cohen (1968).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Only the same category agrees: plain κ, AC1.
    Identity,
    /// Falls with the distance of the categories' values.
    Linear,
    /// Falls with the square of the distance.
    Quadratic,
    /// Falls with the number of pairs of categories that lie between; uses the order only.
    Ordinal,
}

impl Weights {
    /// 1 − the weight of categories `a` and `b` of a scale with these (ascending) `values`.
    pub(super) fn disagreement(self, values: &[f64], a: usize, b: usize) -> f64 {
        if a == b {
            return 0.0;
        }
        let distance = || (values[a] - values[b]).abs() / (values[values.len() - 1] - values[0]).abs();
        match self {
            Self::Identity => 1.0,
            Self::Linear => distance(),
            Self::Quadratic => distance().powi(2),
            Self::Ordinal => pairs(a.abs_diff(b) + 1) / pairs(values.len()),
        }
    }
}

/// How many pairs can be made of `n` things.
fn pairs(n: usize) -> f64 {
    (n * (n - 1)) as f64 / 2.0
}
