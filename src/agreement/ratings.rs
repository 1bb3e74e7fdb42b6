//! Units (volleys, utterances) coded by several coders into categories, each unit within a session.

use thiserror::Error;

/// Stands in a cell for "not coded by this coder".
pub(super) const MISSING: u8 = u8::MAX;

/// Units × coders of categories; a coder may have left out any unit.
///
/// For the *presence of a code* make it with two categories, 0 = not given, 1 = given; for a choice of one
/// among several (main behaviour, client talk) with that many; for a rating scale (globals 1-5) with the
/// scale's values.
#[derive(Clone, Debug)]
pub struct Ratings {
    coders: usize,
    values: Vec<f64>,
    sessions: usize,
    session_of: Vec<u32>,
    cells: Vec<u8>,
}

/// A row or table that cannot be taken; the remedy is in the caller's reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadRatings {
    /// More categories than an index of this table can name.
    #[error("{0} categories; at most 255 can be told apart")]
    TooManyCategories(usize),
    /// A row with another number of cells than there are coders.
    #[error("a row has {found} cells, but there are {coders} coders")]
    RowLength {
        /// Cells in the row.
        found: usize,
        /// Coders of the table.
        coders: usize,
    },
    /// A cell names a category (or holds a value) that the table does not have.
    #[error("a rating lies outside the table's categories")]
    UnknownCategory,
    /// The values of the categories do not rise.
    #[error("the values of a scale must rise")]
    NotAscending,
    /// A score or value is NaN, infinite or beyond 10^50, where squares of squares would no longer be finite.
    #[error("a score is not a number that can be reckoned with")]
    NotANumber,
}

/// Whether `value` can be squared, summed and squared again.
pub(super) fn sensible(value: f64) -> bool {
    value.abs() <= 1e50
}

impl Ratings {
    /// An empty table for `coders` coders and `categories` equally spaced categories, 0, 1, 2 ….
    pub fn new(coders: usize, categories: usize) -> Result<Self, BadRatings> {
        Self::with_values(coders, (0..categories).map(|category| category as f64).collect())
    }

    /// The same with a number for each category, ascending, for interval α and for linear and quadratic weights.
    pub fn with_values(coders: usize, values: Vec<f64>) -> Result<Self, BadRatings> {
        if values.len() > usize::from(MISSING) {
            return Err(BadRatings::TooManyCategories(values.len()));
        }
        if values.iter().any(|value| !sensible(*value)) {
            return Err(BadRatings::NotANumber);
        }
        if values.windows(2).any(|two| two[0] >= two[1]) {
            return Err(BadRatings::NotAscending);
        }
        Ok(Self { coders, values, sessions: 0, session_of: Vec::new(), cells: Vec::new() })
    }

    /// Adds a unit of session number `session` (counted from 0): one cell a coder, `None` where not coded.
    pub fn push(&mut self, session: u32, row: &[Option<u8>]) -> Result<(), BadRatings> {
        if row.len() != self.coders {
            return Err(BadRatings::RowLength { found: row.len(), coders: self.coders });
        }
        if row.iter().flatten().any(|&category| usize::from(category) >= self.values.len()) {
            return Err(BadRatings::UnknownCategory);
        }
        self.sessions = self.sessions.max(session as usize + 1);
        self.session_of.push(session);
        self.cells.extend(row.iter().map(|cell| cell.unwrap_or(MISSING)));
        Ok(())
    }

    /// How many coders there are.
    pub fn coders(&self) -> usize {
        self.coders
    }

    /// The number that stands for each category.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// How many sessions there are (the highest session number and one).
    pub fn sessions(&self) -> usize {
        self.sessions
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.session_of.len()
    }

    /// Every unit: its session and its cells, [`MISSING`] where not coded.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let rows = self.cells.chunks_exact(self.coders.max(1));
        self.session_of.iter().map(|&session| session as usize).zip(rows)
    }
}
