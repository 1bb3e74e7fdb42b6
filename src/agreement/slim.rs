//! Sums of a table with many coders and categories, kept small: a pair's agreements and each side's categories
//! instead of the pair's whole table, which is all that percent, κ and PABAK need.

use super::bootstrap::Summaries;
use super::many::Many;
use super::pairs::only_category;
use super::questions::Of;
use super::ratings::Ratings;
use super::statistic::{Statistic, Undefined};

/// From so many categories on a pair's table is larger than what is kept of it.
const FEWEST_CATEGORIES: usize = 5;

/// How a table is kept: by pair of coders agreements, the first one's categories, the second one's; then what
/// [`Many`] needs.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    coders: usize,
    values: Vec<f64>,
}

impl Shape {
    /// `None` for a table that is small as it is.
    pub(super) fn of(ratings: &Ratings) -> Option<Self> {
        let large = ratings.coders() > 2 && ratings.values().len() >= FEWEST_CATEGORIES;
        large.then(|| Self { coders: ratings.coders(), values: ratings.values().to_vec() })
    }

    fn pairs(&self) -> usize {
        self.coders * (self.coders - 1) / 2
    }

    /// Numbers a pair.
    fn width(&self) -> usize {
        1 + 2 * self.values.len()
    }

    /// What is kept of the whole tables.
    pub(super) fn slimmed(&self, whole: &Summaries) -> Summaries {
        let categories = self.values.len();
        let table = categories * categories;
        let rest = whole.width() - self.pairs() * table;
        let mut kept = Summaries::zeros(whole.sessions(), self.pairs() * self.width() + rest);
        for session in 0..whole.sessions() {
            let (tables, many) = whole.row(session).split_at(self.pairs() * table);
            let row = kept.row_mut(session);
            for (counts, pair) in tables.chunks_exact(table).zip(row.chunks_exact_mut(self.width())) {
                for (cell, count) in counts.iter().enumerate() {
                    let (first, second) = (cell / categories, cell % categories);
                    pair[0] += if first == second { *count } else { 0.0 };
                    pair[1 + first] += count;
                    pair[1 + categories + second] += count;
                }
            }
            row[self.pairs() * self.width()..].copy_from_slice(many);
        }
        kept
    }

    /// A statistic of coders `first < second`.
    pub(super) fn statistic(&self, sums: &[f64], first: usize, second: usize, of: Of) -> Statistic {
        let place = first * (2 * self.coders - first - 1) / 2 + (second - first - 1);
        let pair = &sums[place * self.width()..][..self.width()];
        let (agreed, categories) = (pair[0], self.values.len());
        let (of_first, of_second) = pair[1..].split_at(categories);
        let units: f64 = of_first.iter().sum();
        if units == 0.0 {
            return Err(Undefined::NothingShared);
        }
        let percent = agreed / units;
        match of {
            Of::Percent => Ok(percent),
            Of::Pabak => Ok((categories as f64 * percent - 1.0) / (categories as f64 - 1.0)),
            Of::Kappa => {
                let by_chance: f64 = of_first.iter().zip(of_second).map(|(a, b)| a * b).sum();
                let apart = units * units - by_chance;
                if apart == 0.0 { Err(only_category(of_first)) } else { Ok(1.0 - (units - agreed) * units / apart) }
            }
            // Only the nominal statistics are asked of a slim table.
            _ => Err(Undefined::NothingShared),
        }
    }

    /// All coders together.
    pub(super) fn many<'a>(&'a self, sums: &'a [f64]) -> Many<'a> {
        let categories = self.values.len();
        let (heads, rest) = sums[self.pairs() * self.width()..].split_at(2);
        let (shares, rest) = rest.split_at(categories);
        let (pairs, rest) = rest.split_at(categories * categories);
        let coincidences = &rest[..categories * categories];
        Many { values: &self.values, rated: heads[0], shared: heads[1], shares, pairs, coincidences }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::many::Metric;
    use crate::agreement::sums::{Layout, by_session};
    use crate::agreement::weights::Weights;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_slim_table_says_what_the_whole_one_says(
            rows in prop::collection::vec((0_u32..4, prop::array::uniform4(prop::option::of(0_u8..6))), 1..60),
        ) {
            let mut ratings = Ratings::new(4, 6).unwrap();
            rows.iter().for_each(|(session, row)| ratings.push(*session, row).unwrap());
            let shape = Shape::of(&ratings).unwrap();
            let (whole, layout) = (by_session(&ratings), Layout::of(&ratings));
            let (total, kept) = (whole.total(), shape.slimmed(&whole).total());
            let close = |a: Statistic, b: Statistic| match (a, b) {
                (Ok(a), Ok(b)) => (a - b).abs() < 1e-9,
                (a, b) => a == b,
            };
            let read = layout.read(&total);
            for (first, second) in [(0, 1), (0, 3), (1, 2), (2, 3)] {
                let table = read.pair(first, second).unwrap();
                let slim = |of| shape.statistic(&kept, first, second, of);
                prop_assert!(close(slim(Of::Percent), table.percent()));
                prop_assert!(close(slim(Of::Pabak), table.pabak()));
                prop_assert!(close(slim(Of::Kappa), table.kappa(Weights::Identity)));
            }
            prop_assert!(close(shape.many(&kept).alpha(Metric::Nominal), read.many().unwrap().alpha(Metric::Nominal)));
            prop_assert!(close(shape.many(&kept).fleiss(), read.many().unwrap().fleiss()));
        }
    }
}
