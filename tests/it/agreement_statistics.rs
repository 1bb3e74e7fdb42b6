//! Statistics of agreement against independent packages, against the rules they must obey, and their bootstrap.

/// The bootstrap by session.
mod draws;
/// Figures of R and Python packages on published and random tables.
mod golden;
/// What must hold for any ratings.
mod properties;
/// Where there is no figure, the reason is said.
mod undefined;

use gensvar::agreement::ratings::Ratings;
use gensvar::agreement::scores::Scores;
use gensvar::agreement::sums::{self, Agreement, Layout};

/// Reads the agreement of a whole table.
fn on_all<T>(ratings: &Ratings, read: impl FnOnce(Agreement<'_>) -> T) -> T {
    let layout = Layout::of(ratings);
    read(layout.read(&sums::by_session(ratings).total()))
}

/// A table of equally spaced categories, each unit with its session.
fn ratings(categories: usize, rows: &[(u32, Vec<Option<u8>>)]) -> Ratings {
    let mut ratings = Ratings::new(rows.first().map_or(0, |row| row.1.len()), categories).unwrap();
    rows.iter().for_each(|(session, row)| ratings.push(*session, row).unwrap());
    ratings
}

fn scores(rows: &[Vec<Option<f64>>]) -> Scores {
    let mut scores = Scores::new(rows.first().map_or(0, Vec::len));
    rows.iter().for_each(|row| scores.push(row).unwrap());
    scores
}
