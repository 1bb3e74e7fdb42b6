//! Ratings summed up by session: all that the nominal statistics need to know, added up.
//!
//! A session is a vector of numbers; the vectors of any sessions add up to the vector of them all, so a
//! bootstrap draw of sessions is a weighted sum. (Tables of the same shape add up too: the sum of all codes'
//! vectors pools the codes.)

use super::bootstrap::Summaries;
use super::many::Many;
use super::pairs::PairTable;
use super::ratings::{MISSING, Ratings};
use super::statistic::Undefined;

/// Where a table's sums lie in its vector: the pairs' contingency tables (0,1), (0,2) … (1,2) …, then what
/// [`Many`] needs.
#[derive(Clone, Debug)]
pub struct Layout {
    coders: usize,
    values: Vec<f64>,
}

/// A vector of sums, read as agreement.
#[derive(Clone, Copy, Debug)]
pub struct Agreement<'a> {
    layout: &'a Layout,
    sums: &'a [f64],
}

impl Layout {
    /// The layout of the vectors that [`by_session`] makes of `ratings`.
    pub fn of(ratings: &Ratings) -> Self {
        Self { coders: ratings.coders(), values: ratings.values().to_vec() }
    }

    /// How many numbers a vector has.
    pub fn width(&self) -> usize {
        let categories = self.values.len();
        self.many_at() + 2 + categories + 2 * categories * categories
    }

    /// Reads a vector of [`Self::width`] numbers.
    pub fn read<'a>(&'a self, sums: &'a [f64]) -> Agreement<'a> {
        debug_assert_eq!(sums.len(), self.width());
        Agreement { layout: self, sums }
    }

    /// How many pairs of coders there are.
    fn pairs(&self) -> usize {
        self.coders * self.coders.saturating_sub(1) / 2
    }

    fn many_at(&self) -> usize {
        self.pairs() * self.values.len().pow(2)
    }

    /// The place of the pair `a < b` among the pairs.
    fn pair_at(&self, a: usize, b: usize) -> usize {
        a * (2 * self.coders - a - 1) / 2 + (b - a - 1)
    }

    /// Adds one unit's cells to its session's vector.
    fn add(&self, row: &[u8], sums: &mut [f64], given: &mut [f64]) {
        let categories = self.values.len();
        let (tables, many) = sums.split_at_mut(self.many_at());
        let mut table = 0;
        given.fill(0.0);
        for (coder, &category) in row.iter().enumerate() {
            let others = &row[coder + 1..];
            if category != MISSING {
                given[usize::from(category)] += 1.0;
                for (place, &other) in others.iter().enumerate().filter(|(_, other)| **other != MISSING) {
                    let cell = usize::from(category) * categories + usize::from(other);
                    tables[(table + place) * categories * categories + cell] += 1.0;
                }
            }
            table += others.len();
        }
        add_many(given, many);
    }
}

/// Adds a unit to the sums of [`Many`], given how many coders gave it each category.
fn add_many(given: &[f64], many: &mut [f64]) {
    let coders: f64 = given.iter().sum();
    if coders == 0.0 {
        return;
    }
    let categories = given.len();
    let (heads, rest) = many.split_at_mut(2);
    let (shares, rest) = rest.split_at_mut(categories);
    let (pairs, coincidences) = rest.split_at_mut(categories * categories);
    heads[0] += 1.0;
    shares.iter_mut().zip(given).for_each(|(share, given)| *share += given / coders);
    if coders < 2.0 {
        return;
    }
    heads[1] += 1.0;
    for a in 0..categories {
        for b in 0..categories {
            let of_pairs = given[a] * if a == b { given[b] - 1.0 } else { given[b] };
            pairs[a * categories + b] += of_pairs / (coders * (coders - 1.0));
            coincidences[a * categories + b] += of_pairs / (coders - 1.0);
        }
    }
}

/// One vector a session; sessions without a unit are vectors of zeros.
pub fn by_session(ratings: &Ratings) -> Summaries {
    let layout = Layout::of(ratings);
    let mut summaries = Summaries::zeros(ratings.sessions(), layout.width());
    let mut given = vec![0.0; ratings.values().len()];
    for (session, row) in ratings.rows() {
        layout.add(row, summaries.row_mut(session), &mut given);
    }
    summaries
}

impl<'a> Agreement<'a> {
    /// The table of coders `first` (down) and `second` (across), in either order;
    /// [`Undefined::OneCoder`] when that is not two coders of the table.
    pub fn pair(&self, first: usize, second: usize) -> Result<PairTable<'a>, Undefined> {
        let (a, b) = (first.min(second), first.max(second));
        if a == b || b >= self.layout.coders {
            return Err(Undefined::OneCoder);
        }
        let size = self.layout.values.len().pow(2);
        let at = self.layout.pair_at(a, b) * size;
        Ok(PairTable::new(&self.sums[at..at + size], &self.layout.values, first > second))
    }

    /// Every pair of coders, (0,1), (0,2) … (1,2) …
    pub fn pairs(&self) -> impl Iterator<Item = PairTable<'a>> {
        let coders = self.layout.coders;
        let each = (0..coders).flat_map(move |a| (a + 1..coders).map(move |b| (a, b)));
        let agreement = *self;
        each.filter_map(move |(a, b)| agreement.pair(a, b).ok())
    }

    /// All coders together; [`Undefined::OneCoder`] when there is but one.
    pub fn many(&self) -> Result<Many<'a>, Undefined> {
        if self.layout.coders < 2 {
            return Err(Undefined::OneCoder);
        }
        let categories = self.layout.values.len();
        let (heads, rest) = self.sums[self.layout.many_at()..].split_at(2);
        let (shares, rest) = rest.split_at(categories);
        let (pairs, coincidences) = rest.split_at(categories * categories);
        Ok(Many { values: &self.layout.values, rated: heads[0], shared: heads[1], shares, pairs, coincidences })
    }
}
