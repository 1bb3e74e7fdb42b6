//! Numbers that coders gave to whole sessions: counts, ratios, globals.

use super::ratings::{BadRatings, Ratings, sensible};

/// Sessions × coders of numbers; a coder may have left out any session.
#[derive(Clone, Debug)]
pub struct Scores {
    coders: usize,
    cells: Vec<Option<f64>>,
}

/// The sessions that two coders both scored: what each gave.
#[derive(Clone, Debug)]
pub struct Paired {
    /// What the first coder (the reference) gave.
    pub(super) first: Vec<f64>,
    /// What the second (the estimate) gave to the same sessions.
    pub(super) second: Vec<f64>,
}

impl Scores {
    /// An empty table.
    pub fn new(coders: usize) -> Self {
        Self { coders, cells: Vec::new() }
    }

    /// Adds a session: one cell a coder, `None` where not scored.
    pub fn push(&mut self, row: &[Option<f64>]) -> Result<(), BadRatings> {
        if row.len() != self.coders {
            return Err(BadRatings::RowLength { found: row.len(), coders: self.coders });
        }
        if row.iter().flatten().any(|score| !sensible(*score)) {
            return Err(BadRatings::NotANumber);
        }
        // Adding 0 makes 0 of -0, so that equal scores also sort as equals.
        self.cells.extend(row.iter().map(|cell| cell.map(|score| score + 0.0)));
        Ok(())
    }

    /// How many coders there are.
    pub fn coders(&self) -> usize {
        self.coders
    }

    /// How many sessions there are.
    pub fn sessions(&self) -> usize {
        self.rows().len()
    }

    /// Every session's cells.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, Option<f64>> {
        self.cells.chunks_exact(self.coders.max(1))
    }

    /// The table of these sessions, each as often as it is named: a bootstrap draw. Numbers beyond the table
    /// are left out.
    pub fn pick(&self, sessions: &[usize]) -> Self {
        let rows = sessions.iter().filter_map(|&session| self.cells.get(session * self.coders..)?.get(..self.coders));
        Self { coders: self.coders, cells: rows.flatten().copied().collect() }
    }

    /// Two coders, at the sessions that both scored; empty for a coder that is not there.
    pub fn pair(&self, first: usize, second: usize) -> Paired {
        let both = |row: &[Option<f64>]| Some(((*row.get(first)?)?, (*row.get(second)?)?));
        let (first, second) = self.rows().filter_map(both).unzip();
        Paired { first, second }
    }

    /// The sessions as units of categories: the score's place among `values` (ascending), such as 1 to 5 of the
    /// globals; a score that is none of them is [`BadRatings::UnknownCategory`].
    pub fn ratings(&self, values: &[f64]) -> Result<Ratings, BadRatings> {
        let place = |score: f64| values.iter().position(|value| *value == score).ok_or(BadRatings::UnknownCategory);
        self.categorised(values.to_vec(), place)
    }

    /// The decision on each session by ascending `cuts` such as *fair* and *good*: category 0 below the first,
    /// 1 from the first, 2 from the second …
    pub fn decisions(&self, cuts: &[f64]) -> Result<Ratings, BadRatings> {
        let levels = (0..=cuts.len()).map(|level| level as f64).collect();
        self.categorised(levels, |score| Ok(cuts.iter().filter(|cut| score >= **cut).count()))
    }

    fn categorised(
        &self,
        values: Vec<f64>,
        place: impl Fn(f64) -> Result<usize, BadRatings>,
    ) -> Result<Ratings, BadRatings> {
        let mut ratings = Ratings::with_values(self.coders, values)?;
        let category = |score| u8::try_from(place(score)?).map_err(|_| BadRatings::UnknownCategory);
        for (session, row) in self.rows().enumerate() {
            let row: Result<Vec<_>, _> = row.iter().map(|cell| cell.map(category).transpose()).collect();
            ratings.push(u32::try_from(session).unwrap_or(u32::MAX), &row?)?;
        }
        Ok(ratings)
    }
}

impl Paired {
    /// How many sessions both scored.
    pub fn sessions(&self) -> usize {
        self.first.len()
    }
}
