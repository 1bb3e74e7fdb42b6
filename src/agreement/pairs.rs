//! Agreement of two coders: percent agreement, Cohen's κ (plain and weighted), PABAK.

use super::statistic::{Statistic, Undefined};
use super::weights::Weights;

/// The contingency table of two coders: how often the first gave one category where the second gave another.
///
/// Units that either coder left out do not count.
#[derive(Clone, Copy, Debug)]
pub struct PairTable<'a> {
    counts: &'a [f64],
    values: &'a [f64],
    transposed: bool,
}

impl<'a> PairTable<'a> {
    /// `counts`: categories × categories, row by row, the first coder down (or across, when `transposed`).
    pub(super) fn new(counts: &'a [f64], values: &'a [f64], transposed: bool) -> Self {
        Self { counts, values, transposed }
    }

    /// How many categories there are.
    pub fn categories(&self) -> usize {
        self.values.len()
    }

    /// Units to which the first coder gave category `first` and the second gave `second`; whole but for the
    /// type. 0 outside the table.
    pub fn count(&self, first: usize, second: usize) -> f64 {
        let (row, column) = if self.transposed { (second, first) } else { (first, second) };
        let categories = self.categories();
        if row < categories && column < categories { self.counts[row * categories + column] } else { 0.0 }
    }

    /// Units that both coded.
    pub fn units(&self) -> f64 {
        self.counts.iter().sum()
    }

    /// The share of units with the same category.
    pub fn percent(&self) -> Statistic {
        let agreed: f64 = (0..self.categories()).map(|category| self.count(category, category)).sum();
        Ok(agreed / self.shared()?)
    }

    /// Cohen's κ (1960); with other weights than [`Weights::Identity`] weighted κ (Cohen 1968).
    ///
    /// 1 − Σ d·observed / Σ d·expected, with expected counts from each coder's own marginals and disagreements
    /// d by [`Weights`]; scikit-learn's `cohen_kappa_score` for equally spaced values.
    pub fn kappa(&self, weights: Weights) -> Statistic {
        let units = self.shared()?;
        let (mut of_first, mut of_second) = (vec![0.0; self.categories()], vec![0.0; self.categories()]);
        for (first, second, count) in self.cells() {
            of_first[first] += count;
            of_second[second] += count;
        }
        let (mut observed, mut expected) = (0.0, 0.0);
        for (first, second, count) in self.cells() {
            let disagreement = weights.disagreement(self.values, first, second);
            observed += disagreement * count;
            expected += disagreement * of_first[first] * of_second[second];
        }
        if expected == 0.0 {
            return Err(only_category(&of_first));
        }
        Ok(1.0 - observed * units / expected)
    }

    /// Prevalence- and bias-adjusted κ (Byrt, Bishop & Carlin 1993): 2p − 1 for two categories, in general
    /// (q·p − 1)/(q − 1) (Brennan & Prediger 1981), with p the percent agreement and q the categories the
    /// table has, whether used or not.
    pub fn pabak(&self) -> Statistic {
        let agreed = self.percent()?;
        let categories = self.categories() as f64;
        if categories < 2.0 {
            return Err(Undefined::OneCategory { category: 0 });
        }
        Ok((categories * agreed - 1.0) / (categories - 1.0))
    }

    /// Every cell: the first coder's category, the second's, and the count.
    fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let categories = self.categories();
        (0..categories.pow(2)).map(move |cell| {
            let (first, second) = (cell / categories, cell % categories);
            (first, second, self.count(first, second))
        })
    }

    fn shared(&self) -> Statistic {
        let units = self.units();
        if units > 0.0 { Ok(units) } else { Err(Undefined::NothingShared) }
    }
}

/// Light's κ (1971): the mean of the pairs' κ, over the pairs that have one; without any, the first pair's
/// reason.
pub fn mean(kappas: &[Statistic]) -> Statistic {
    let defined: Vec<f64> = kappas.iter().flatten().copied().collect();
    if defined.is_empty() {
        return Err(kappas.iter().find_map(|kappa| kappa.err()).unwrap_or(Undefined::OneCoder));
    }
    Ok(defined.iter().sum::<f64>() / defined.len() as f64)
}

/// The reason why chance agreement is certain, given what fell on each category.
pub(super) fn only_category(marginal: &[f64]) -> Undefined {
    let category = marginal.iter().position(|&share| share > 0.0).unwrap_or(0);
    Undefined::OneCategory { category: u8::try_from(category).unwrap_or(u8::MAX) }
}
