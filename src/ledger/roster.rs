//! Who is expected to have feedback: a list that a unit keeps, `practitioner,unit`, as CSV with comma or semicolon.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The list cannot be read. The line is given, its contents are not: somebody may have written names.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// It is not there or cannot be read.
    #[error("{0}; write a CSV file with the columns practitioner and unit")]
    Unreadable(#[from] std::io::Error),
    /// It has no such column.
    #[error("{0} has no column `practitioner` in its first line; write `practitioner,unit` there")]
    NoColumn(PathBuf),
    /// A line is none.
    #[error("{path}, line {line}: a practitioner's id has 1 to 40 letters, digits, hyphens and underscores")]
    Line {
        /// The list.
        path: PathBuf,
        /// Counted from 1.
        line: u64,
    },
}

/// Practitioners by their pseudonymous id, with the unit where one is given.
pub type Roster = BTreeMap<String, Option<String>>;

/// Reads the list.
///
/// # Errors
/// [`RosterError`].
pub fn read(path: &Path) -> Result<Roster, RosterError> {
    let text = fs_err::read_to_string(path)?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut rows =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let column = |headers: &csv::StringRecord, name: &str| headers.iter().position(|h| h.eq_ignore_ascii_case(name));
    let headers = rows.headers().map_err(|_| RosterError::NoColumn(path.to_owned()))?.clone();
    let id = column(&headers, "practitioner").ok_or_else(|| RosterError::NoColumn(path.to_owned()))?;
    let unit = column(&headers, "unit");
    let mut roster = Roster::new();
    for row in rows.records() {
        let wrong = |line| RosterError::Line { path: path.to_owned(), line };
        let row = row.map_err(|e| wrong(e.position().map_or(0, csv::Position::line)))?;
        let name = row.get(id).unwrap_or_default();
        if !is_id(name) {
            return Err(wrong(row.position().map_or(0, csv::Position::line)));
        }
        let unit = unit.and_then(|unit| row.get(unit)).filter(|unit| !unit.is_empty());
        roster.insert(name.to_owned(), unit.map(str::to_owned));
    }
    Ok(roster)
}

/// Whether this can be a practitioner's id: 1 to 40 letters, digits, hyphens and underscores.
pub fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (1..=40).contains(&text.chars().count()) && text.chars().all(fits)
}
