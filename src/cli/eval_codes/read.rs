//! The two files side by side: volleys and client turns that both have.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::coding::calibration::ByCode;
use crate::coding::miti::Code;
use crate::coding::uncertainty::clearest;

/// A file cannot be compared.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub(super) struct ReadError {
    path: PathBuf,
    reason: String,
}

/// Both codings of a volley, as the person parsed it.
pub(super) struct Volley {
    pub(super) session: usize,
    pub(super) human: Vec<Code>,
    pub(super) ours: Vec<Code>,
    /// The clearest of its turns for each code.
    pub(super) chances: ByCode,
}

/// Both codings of a turn by one of a few kinds, by its place among them.
pub(super) struct Kind<const N: usize> {
    pub(super) session: usize,
    pub(super) human: usize,
    pub(super) ours: usize,
    pub(super) chances: [f32; N],
}

/// What both files have.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) sessions: Vec<String>,
    pub(super) volleys: Vec<Volley>,
    pub(super) main: Vec<Kind<4>>,
    pub(super) client: Vec<Kind<3>>,
    /// Rows of the reference that the coded file has not.
    pub(super) missing: usize,
}

pub(super) const MAIN: [&str; 4] = ["question", "reflection", "input", "other"];
pub(super) const CLIENT: [&str; 3] = ["change", "sustain", "neutral"];

/// What people write for a volley without a code.
const UNCODED: &str = "NC";

/// A file with its columns by name.
struct Table {
    path: PathBuf,
    columns: HashMap<String, usize>,
    rows: Vec<StringRecord>,
}

impl Table {
    fn read(path: &Path, needed: &[&str]) -> Result<Self, ReadError> {
        let bad = |reason: String| ReadError { path: path.to_owned(), reason };
        let bytes = fs_err::read(path).map_err(|e| bad(e.to_string()))?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let mut file = ReaderBuilder::new().trim(Trim::All).from_reader(bytes);
        let header = file.headers().map_err(|e| bad(e.to_string()))?.clone();
        let columns: HashMap<String, usize> =
            header.iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect();
        if let Some(name) = needed.iter().find(|name| !columns.contains_key(**name)) {
            return Err(bad(format!(
                "it has no column {name}; `gensvar code` writes what it needs, a human file has session,turn,codes"
            )));
        }
        let rows = file.records().collect::<Result<_, _>>().map_err(|e| bad(e.to_string()))?;
        Ok(Self { path: path.to_owned(), columns, rows })
    }

    /// A cell; empty where there is no such column.
    fn cell<'r>(&self, row: &'r StringRecord, column: &str) -> &'r str {
        self.columns.get(column).and_then(|at| row.get(*at)).unwrap_or("")
    }

    fn bad(&self, row: &StringRecord, reason: String) -> ReadError {
        let line = row.position().map_or(0, |position| position.line());
        ReadError { path: self.path.clone(), reason: format!("line {line}: {reason}") }
    }

    fn codes(&self, row: &StringRecord) -> Result<Vec<Code>, ReadError> {
        let names = self.cell(row, "codes").split([';', '|']).map(str::trim);
        let code = |name: &str| {
            let code = Code::ALL.into_iter().find(|code| code.abbreviation() == name);
            code.ok_or_else(|| self.bad(row, format!("{name} is no code")))
        };
        names.filter(|name| !name.is_empty() && *name != UNCODED).map(code).collect()
    }

    fn chance(&self, row: &StringRecord, column: &str) -> Result<Option<f32>, ReadError> {
        let cell = self.cell(row, column);
        let number = || cell.parse().map_err(|_| self.bad(row, format!("{cell} in {column} is no number")));
        (!cell.is_empty()).then(number).transpose()
    }

    /// The place of a cell among `names`; `None` when it is empty.
    fn kind(&self, row: &StringRecord, column: &str, names: &[&str]) -> Result<Option<usize>, ReadError> {
        let cell = self.cell(row, column);
        let place = || names.iter().position(|name| *name == cell);
        let unknown = || self.bad(row, format!("{cell} is no {column}"));
        (!cell.is_empty()).then(|| place().ok_or_else(unknown)).transpose()
    }
}

impl Compared {
    /// Reads what `gensvar code` wrote and what people coded.
    ///
    /// The person's rows say what a volley is: where the reference writes `NC` for a volley without a code, a
    /// counsellor's row with an empty cell goes on with the volley before it.
    pub(super) fn read(coded: &Path, reference: &Path) -> Result<Self, ReadError> {
        let ours = Table::read(coded, &["session", "turn", "speaker", "codes"])?;
        let human = Table::read(reference, &["session", "turn"])?;
        let place = |table: &Table, row: &StringRecord| {
            (table.cell(row, "session").to_owned(), table.cell(row, "turn").to_owned())
        };
        let by_place: HashMap<_, &StringRecord> = ours.rows.iter().map(|row| (place(&ours, row), row)).collect();
        let names_uncoded = human.rows.iter().any(|row| human.cell(row, "codes").contains(UNCODED));
        let mut compared = Self::default();
        for row in &human.rows {
            let here = place(&human, row);
            let Some(found) = by_place.get(&here) else {
                compared.missing += 1;
                continue;
            };
            let session = compared.session(&here.0);
            match ours.cell(found, "speaker") {
                "counsellor" => compared.counsellor(session, (&human, row), (&ours, found), names_uncoded)?,
                "client" => {
                    let kind = kind(session, (&human, row), (&ours, found), "client_talk", &CLIENT)?;
                    compared.client.extend(kind);
                }
                _ => {}
            }
        }
        if compared.volleys.is_empty() && compared.client.is_empty() {
            return Err(human.bad(&StringRecord::new(), "no session and turn of it is in the coded file".to_owned()));
        }
        Ok(compared)
    }

    fn session(&mut self, name: &str) -> usize {
        self.sessions.iter().position(|known| known == name).unwrap_or_else(|| {
            self.sessions.push(name.to_owned());
            self.sessions.len() - 1
        })
    }

    fn counsellor(
        &mut self,
        session: usize,
        human: (&Table, &StringRecord),
        ours: (&Table, &StringRecord),
        names_uncoded: bool,
    ) -> Result<(), ReadError> {
        self.main.extend(kind(session, human, ours, "main", &MAIN)?);
        let mut chances = ByCode::default();
        for code in Code::ALL {
            chances[code as usize] = ours.0.chance(ours.1, &format!("p_{}", code.abbreviation()))?;
        }
        let given = ours.0.codes(ours.1)?;
        let goes_on = names_uncoded && human.0.cell(human.1, "codes").is_empty();
        match self.volleys.iter_mut().rev().find(|volley| volley.session == session).filter(|_| goes_on) {
            Some(volley) => {
                clearest(&mut volley.chances, &chances);
                volley.ours.extend(given.into_iter().filter(|code| !volley.ours.contains(code)).collect::<Vec<_>>());
            }
            None => self.volleys.push(Volley { session, human: human.0.codes(human.1)?, ours: given, chances }),
        }
        Ok(())
    }
}

/// A turn's kind by both; `None` where the person gave none.
fn kind<const N: usize>(
    session: usize,
    (human, row): (&Table, &StringRecord),
    (ours, found): (&Table, &StringRecord),
    column: &str,
    names: &[&str; N],
) -> Result<Option<Kind<N>>, ReadError> {
    let (Some(by_human), Some(by_us)) = (human.kind(row, column, names)?, ours.kind(found, column, names)?) else {
        return Ok(None);
    };
    let mut chances = [0.0; N];
    for (chance, name) in chances.iter_mut().zip(names) {
        *chance = ours.chance(found, &format!("p_{name}"))?.unwrap_or(0.0);
    }
    Ok(Some(Kind { session, human: by_human, ours: by_us, chances }))
}
