//! Whether two coders put the sessions in the same order: Spearman's ρ and Kendall's τ-b, ties allowed.

use super::scores::Paired;
use super::statistic::{Statistic, Undefined};

impl Paired {
    /// Spearman's ρ: Pearson's correlation of the ranks, tied scores sharing the mean of their ranks.
    pub fn spearman(&self) -> Statistic {
        self.needing(2)?;
        let (first, second) = (ranks(&self.first), ranks(&self.second));
        // Ranks are halves of whole numbers with a known mean: these sums are exact.
        let mean = f64::midpoint(1.0, self.sessions() as f64);
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
        let (of_first, of_second) = (product(&first, &first), product(&second, &second));
        if of_first == 0.0 || of_second == 0.0 {
            return Err(Undefined::NoVariance);
        }
        Ok((product(&first, &second) / (of_first * of_second).sqrt()).clamp(-1.0, 1.0))
    }

    /// Kendall's τ-b (1945): concordant less discordant pairs of sessions over √((pairs − ties in the first) ·
    /// (pairs − ties in the second)). In n log n steps (Knight 1966).
    pub fn kendall(&self) -> Statistic {
        self.needing(2)?;
        let mut order: Vec<(f64, f64)> = self.first.iter().copied().zip(self.second.iter().copied()).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let tied_first = tied_pairs(&order, |a, b| a.0 == b.0);
        let tied_both = tied_pairs(&order, |a, b| a == b);
        let mut second: Vec<f64> = order.iter().map(|pair| pair.1).collect();
        let discordant = inversions(&mut second);
        let tied_second = tied_pairs(&second, |a, b| a == b);
        let n = order.len() as f64;
        let pairs = n * (n - 1.0) / 2.0;
        let (of_first, of_second) = (pairs - tied_first, pairs - tied_second);
        if of_first == 0.0 || of_second == 0.0 {
            return Err(Undefined::NoVariance);
        }
        let surplus = pairs - tied_first - tied_second + tied_both - 2.0 * discordant;
        Ok((surplus / (of_first * of_second).sqrt()).clamp(-1.0, 1.0))
    }
}

/// Ranks from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = before as f64 + f64::midpoint(1.0, tied.len() as f64);
        tied.iter().for_each(|&index| ranks[index] = rank);
        before += tied.len();
    }
    ranks
}

/// How many pairs are tied in a list that is sorted.
fn tied_pairs<T>(sorted: &[T], tied: impl FnMut(&T, &T) -> bool) -> f64 {
    sorted.chunk_by(tied).map(|run| (run.len() * (run.len() - 1)) as f64 / 2.0).sum()
}

/// Sorts by merging and counts the pairs that stood in the wrong order.
fn inversions(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    if middle == 0 {
        return 0.0;
    }
    let mut count = inversions(&mut values[..middle]) + inversions(&mut values[middle..]);
    let mut merged = Vec::with_capacity(values.len());
    let (left, right) = values.split_at(middle);
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        if right[r] < left[l] {
            count += (left.len() - l) as f64;
            merged.push(right[r]);
            r += 1;
        } else {
            merged.push(left[l]);
            l += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    values.copy_from_slice(&merged);
    count
}
