//! Agreement of any number of coders, with missing values: percent, Fleiss' κ, Krippendorff's α, Gwet's AC.

use super::pairs::only_category;
use super::statistic::{Statistic, Undefined};
use super::weights::Weights;

/// How far apart two categories are, for Krippendorff's α.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// The same or not.
    Nominal,
    /// By rank: how many values fell between them.
    Ordinal,
    /// By the square of the difference of their values.
    Interval,
}

/// What all coders together gave, as sums over units.
#[derive(Clone, Copy, Debug)]
pub struct Many<'a> {
    /// The number that stands for each category.
    pub(super) values: &'a [f64],
    /// Units that at least one coder coded.
    pub(super) rated: f64,
    /// Units that at least two coded.
    pub(super) shared: f64,
    /// Σ over rated units of the share of the unit's coders who gave each category.
    pub(super) shares: &'a [f64],
    /// Σ over shared units of the share of the unit's ordered pairs of coders in each cell.
    pub(super) pairs: &'a [f64],
    /// Krippendorff's coincidences: the same, each unit times its number of coders.
    pub(super) coincidences: &'a [f64],
}

impl Many<'_> {
    /// Units that at least one coder coded.
    pub fn rated(&self) -> f64 {
        self.rated
    }

    /// Units that at least two coders coded.
    pub fn shared(&self) -> f64 {
        self.shared
    }

    /// The mean over shared units of the share of pairs of coders who gave the same category
    /// (Fleiss 1971; Gwet 2014 for missing values).
    pub fn percent(&self) -> Statistic {
        Ok(1.0 - self.observed(Weights::Identity)?)
    }

    /// Fleiss' κ (1971); where values are missing, by Gwet's (2014) rule, as irrCAC: observed agreement over
    /// the units with two coders or more, categories' shares over all rated units.
    ///
    /// R's `irr` instead drops every unit that is not complete; on complete tables both are Fleiss' own.
    pub fn fleiss(&self) -> Statistic {
        let observed = self.observed(Weights::Identity)?;
        let squared: f64 = self.rated * self.rated;
        let mut expected = 0.0;
        self.each_pair(|a, b| expected += if a == b { 0.0 } else { self.shares[a] * self.shares[b] });
        if expected == 0.0 {
            return Err(only_category(self.shares));
        }
        Ok(1.0 - observed * squared / expected)
    }

    /// Krippendorff's α (2011, *Computing Krippendorff's Alpha-Reliability*): 1 − Dₒ/Dₑ from coincidences;
    /// values that have no partner in their unit do not count; expected disagreement with n − 1.
    pub fn alpha(&self, metric: Metric) -> Statistic {
        if self.shared == 0.0 {
            return Err(Undefined::NothingShared);
        }
        let categories = self.values.len();
        let totals: Vec<f64> = self.coincidences.chunks_exact(categories).map(|row| row.iter().sum()).collect();
        let values: f64 = totals.iter().sum();
        let (mut observed, mut expected) = (0.0, 0.0);
        self.each_pair(|a, b| {
            let distance = metric.squared(self.values, &totals, a, b);
            observed += distance * self.coincidences[a * categories + b];
            expected += distance * totals[a] * totals[b];
        });
        if expected == 0.0 {
            return Err(only_category(&totals));
        }
        Ok(1.0 - observed * (values - 1.0) / expected)
    }

    /// Gwet's AC1 (2008; [`Weights::Identity`]) or AC2 (2014; other weights), missing values as irrCAC does.
    ///
    /// Chance agreement counts the categories the table has, whether used or not; a code that was never used
    /// so has AC1 = 1, not a reason: tell it beside the code's count.
    pub fn ac(&self, weights: Weights) -> Statistic {
        let observed = self.observed(weights)?;
        let categories = self.values.len();
        if categories < 2 {
            return Err(Undefined::OneCategory { category: 0 });
        }
        let mut disagreement = 0.0;
        self.each_pair(|a, b| disagreement += weights.disagreement(self.values, a, b));
        let q = categories as f64;
        let spread: f64 = self.shares.iter().map(|share| share / self.rated * (1.0 - share / self.rated)).sum();
        let by_chance = (q * q - disagreement) / (q * (q - 1.0)) * spread;
        Ok(1.0 - observed / (1.0 - by_chance))
    }

    /// Observed disagreement: the mean over shared units.
    fn observed(&self, weights: Weights) -> Statistic {
        if self.shared == 0.0 {
            return Err(Undefined::NothingShared);
        }
        let mut disagreement = 0.0;
        self.each_pair(|a, b| {
            disagreement += weights.disagreement(self.values, a, b) * self.pairs[a * self.values.len() + b];
        });
        Ok(disagreement / self.shared)
    }

    fn each_pair(&self, mut then: impl FnMut(usize, usize)) {
        let categories = self.values.len();
        (0..categories).for_each(|a| (0..categories).for_each(|b| then(a, b)));
    }
}

impl Metric {
    /// The squared distance of two categories, given how many pairable values fell on each.
    fn squared(self, values: &[f64], totals: &[f64], a: usize, b: usize) -> f64 {
        if a == b {
            return 0.0;
        }
        match self {
            Self::Nominal => 1.0,
            Self::Interval => (values[a] - values[b]).powi(2),
            Self::Ordinal => {
                let (low, high) = (a.min(b), a.max(b));
                let between: f64 = totals[low..=high].iter().sum();
                (between - (totals[a] + totals[b]) / 2.0).powi(2)
            }
        }
    }
}
