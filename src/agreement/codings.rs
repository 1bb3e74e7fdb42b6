//! What coders gave to turns: a small record a row, whatever the file's size.

use std::collections::HashMap;

use csv::StringRecord;

use super::columns::{Column, Places};
use super::problem::{Problem, WrongInput};
use super::sheet::{self, Sheet};
use super::vocabulary;
use crate::coding::miti::Code;

/// One coder's row of one turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coding {
    /// Index of the turn in [`Names::turns`].
    pub(super) turn: u32,
    pub(super) coder: u16,
    /// A bit a code; `None` when the file has no column `codes`.
    pub(super) codes: Option<u16>,
    /// Question, reflection, input, other.
    pub(super) main: Option<u8>,
    /// Change, sustain, neutral.
    pub(super) talk: Option<u8>,
    /// Whether the client speaks, where the file says who.
    pub(super) client: Option<bool>,
    /// Milliseconds.
    pub(super) span: Option<(u32, u32)>,
}

/// Sessions and turns by name, over all files: what has the same name is the same.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) sessions: Vec<String>,
    /// The session of each turn.
    pub(super) turns: Vec<u32>,
    by_session: HashMap<Box<str>, u32>,
    by_turn: Vec<HashMap<Box<str>, u32>>,
}

impl Names {
    pub(super) fn session(&mut self, name: &str) -> u32 {
        let name = whole(name);
        if let Some(&known) = self.by_session.get(name) {
            return known;
        }
        let new = self.sessions.len() as u32;
        self.sessions.push(name.to_owned());
        self.by_session.insert(name.into(), new);
        self.by_turn.push(HashMap::new());
        new
    }

    pub(super) fn turn(&mut self, session: u32, name: &str) -> u32 {
        let name = whole(name);
        let of_session = &mut self.by_turn[session as usize];
        if let Some(&known) = of_session.get(name) {
            return known;
        }
        let new = self.turns.len() as u32;
        self.turns.push(session);
        of_session.insert(name.into(), new);
        new
    }
}

/// `12` for `12.0`, as spreadsheets and data frames write whole numbers.
fn whole(name: &str) -> &str {
    let name = name.trim();
    match name.strip_suffix(".0") {
        Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => number,
        _ => name,
    }
}

/// The coders of one side, by the name that the file gives them.
#[derive(Debug, Default)]
pub(super) struct Coders(pub(super) Vec<String>);

impl Coders {
    pub(super) fn index(&mut self, name: &str) -> Result<u16, Problem> {
        let name = whole(name);
        let known = self.0.iter().position(|coder| coder == name);
        let index = known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        if index < MOST_CODERS { Ok(index as u16) } else { Err(Problem::TooMany(MOST_CODERS, "coders")) }
    }
}

/// No study has more; a file with more has another column called so.
const MOST_CODERS: usize = 100;
/// A bound that keeps a hostile file from filling the memory.
const MOST_ROWS: usize = 20_000_000;

/// All turn-level rows of one side.
#[derive(Debug, Default)]
pub(super) struct Codings {
    /// In the files' order, a turn once a coder.
    pub(super) rows: Vec<Coding>,
    /// Whether every sheet had a column `turn`.
    pub(super) by_turn: bool,
    /// Rows that named a turn which their coder had coded, and said nothing else.
    pub(super) joined: usize,
    /// Volleys in which two codes were given of which the manual lets one count.
    pub(super) merged: usize,
    /// By coder: the codes that it does not estimate (its column of probabilities is empty).
    pub(super) not_estimated: HashMap<u16, u16>,
    seen: HashMap<(u16, u32), u32>,
}

/// Where the columns of one sheet stand.
struct Layout {
    session: usize,
    turn: Option<usize>,
    coder: Option<usize>,
    speaker: Option<usize>,
    codes: Option<usize>,
    main: Option<usize>,
    talk: Option<usize>,
    times: Option<(usize, usize)>,
}

/// Whether these are the columns of turn-level codes.
pub(super) fn are_codings(places: &Places) -> bool {
    let unit = places.at(Column::Turn).or(places.at(Column::Start).and(places.at(Column::End))).is_some();
    let said = [Column::Codes, Column::Main, Column::ClientTalk].iter().any(|column| places.at(*column).is_some());
    unit && said
}

impl Codings {
    /// Adds a sheet's rows. `alone` is the coder of a sheet without a column `coder`.
    pub(super) fn read(
        &mut self,
        mut sheet: Sheet,
        places: &Places,
        names: &mut Names,
        coders: &mut Coders,
        alone: &str,
    ) -> Result<(), WrongInput> {
        let session = places.at(Column::Session);
        let layout = Layout {
            session: session.ok_or_else(|| sheet.wrong_whole(Problem::MissingColumn("session")))?,
            turn: places.at(Column::Turn),
            coder: places.at(Column::Coder),
            speaker: places.at(Column::Speaker),
            codes: places.at(Column::Codes),
            main: places.at(Column::Main),
            talk: places.at(Column::ClientTalk),
            times: places.at(Column::Start).zip(places.at(Column::End)),
        };
        let mut estimated: HashMap<u16, u16> = HashMap::new();
        let probabilities: Vec<(Code, usize)> = places.probabilities().collect();
        let columns = sheet.header.len();
        let mut record = StringRecord::new();
        self.by_turn = layout.turn.is_some() && (self.by_turn || self.rows.is_empty());
        while let Some(line) = sheet.next(&mut record)? {
            if record.len() > columns {
                rejoin(&mut record, columns, layout.codes.filter(|_| sheet.semicolons))
                    .ok_or_else(|| sheet.wrong(line, Problem::TooManyCells))?;
            }
            let coding =
                layout.coding(&record, names, coders, alone, &mut self.merged).map_err(|e| sheet.wrong(line, e))?;
            let given =
                probabilities.iter().filter(|(_, at)| record.get(*at).is_some_and(|cell| !cell.trim().is_empty()));
            let bits = given.fold(0, |set, (code, _)| set | 1 << *code as u16);
            *estimated.entry(coding.coder).or_default() |= bits;
            self.add(coding).map_err(|e| sheet.wrong(line, e))?;
        }
        let asked = probabilities.iter().fold(0, |set, (code, _)| set | 1 << *code as u16);
        for (coder, bits) in estimated {
            // A sheet whose probabilities are all left out says nothing about what was estimated.
            if bits != 0 {
                *self.not_estimated.entry(coder).or_default() |= asked & !bits;
            }
        }
        Ok(())
    }

    fn add(&mut self, coding: Coding) -> Result<(), Problem> {
        use std::collections::hash_map::Entry;
        match self.seen.entry((coding.coder, coding.turn)) {
            Entry::Vacant(new) => {
                if self.rows.len() >= MOST_ROWS {
                    return Err(Problem::TooMany(MOST_ROWS, "rows"));
                }
                new.insert(self.rows.len() as u32);
                self.rows.push(coding);
            }
            Entry::Occupied(before) => {
                let before = &mut self.rows[*before.get() as usize];
                before.join(&coding)?;
                self.joined += 1;
            }
        }
        Ok(())
    }

    /// Frees what only reading needed.
    pub(super) fn close(&mut self) {
        self.seen = HashMap::new();
        self.rows.shrink_to_fit();
    }
}

impl Coding {
    /// Takes in another row of the same turn, where that says nothing else: the same again, or nothing.
    fn join(&mut self, other: &Self) -> Result<(), Problem> {
        fn one<T: PartialEq + Copy>(before: &mut Option<T>, other: Option<T>) -> Result<(), Problem> {
            match (*before, other) {
                (Some(a), Some(b)) if a != b => Err(Problem::TwiceTurn),
                (None, other) => {
                    *before = other;
                    Ok(())
                }
                _ => Ok(()),
            }
        }
        let said = |codes: Option<u16>| codes.filter(|set| *set != 0);
        let none = self.codes.or(other.codes).map(|_| 0);
        let mut codes = said(self.codes);
        one(&mut codes, said(other.codes))?;
        self.codes = codes.or(none);
        one(&mut self.main, other.main)?;
        one(&mut self.talk, other.talk)?;
        one(&mut self.client, other.client)?;
        self.span = match (self.span, other.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (before, other) => before.or(other),
        };
        Ok(())
    }
}

impl Layout {
    fn coding(
        &self,
        record: &StringRecord,
        names: &mut Names,
        coders: &mut Coders,
        alone: &str,
        merged: &mut usize,
    ) -> Result<Coding, Problem> {
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let filled = |at, name| Some(cell(at)).filter(|cell| !cell.is_empty()).ok_or(Problem::EmptyCell(name));
        let session = names.session(filled(self.session, "session")?);
        let span = match self.times.map(|(start, end)| (cell(start), cell(end))) {
            None | Some(("", "")) => None,
            Some((start, end)) => {
                let times = sheet::time(start).zip(sheet::time(end)).filter(|(start, end)| start <= end);
                Some(times.ok_or(Problem::BadTime)?)
            }
        };
        let turn = match (self.turn, span) {
            (Some(at), _) => names.turn(session, filled(at, "turn")?),
            (None, Some((start, end))) => names.turn(session, &format!("{start}-{end}")),
            (None, None) => return Err(Problem::EmptyCell("start")),
        };
        let coder = self.coder.map_or(Ok(alone), |at| filled(at, "coder"))?;
        let talk = self.talk.map_or(Ok(None), |at| vocabulary::client_talk(cell(at)))?;
        let main = self.main.map_or(Ok(None), |at| vocabulary::main_behaviour(cell(at)))?;
        let codes = match self.codes {
            None => None,
            Some(at) => {
                let given = vocabulary::codes(cell(at)).ok_or(Problem::NoCode)?;
                let counted = counted(given);
                *merged += usize::from(counted != given);
                Some(counted)
            }
        };
        let client = self.speaker.and_then(|at| vocabulary::is_client(cell(at)));
        Ok(Coding { turn, coder: coders.index(coder)?, codes, main, talk, client, span })
    }
}

/// What counts of a volley's codes: `coding::miti::volley_codes` for sets of bits (manual, sections D and F).
fn counted(given: u16) -> u16 {
    let bit = |code: Code| 1 << code as u16;
    let outweighed = |code, by| if given & bit(by) != 0 { given & bit(code) } else { 0 };
    given
        & !outweighed(Code::SimpleReflection, Code::ComplexReflection)
        & !outweighed(Code::Persuade, Code::PersuadeWithPermission)
}

/// Mends a row that has more cells than the header: empty ones at its end go, and where `;` separates cells as
/// well as codes the surplus belongs to the codes.
fn rejoin(record: &mut StringRecord, columns: usize, codes: Option<usize>) -> Option<()> {
    let mut cells: Vec<&str> = record.iter().collect();
    while cells.len() > columns && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    let surplus = cells.len() - columns;
    let mut mended = StringRecord::new();
    match codes {
        _ if surplus == 0 => mended.extend(cells),
        None => return None,
        Some(at) => {
            let joined = cells.get(at..=at + surplus)?.join(";");
            vocabulary::codes(&joined)?;
            mended.extend(cells.iter().take(at));
            mended.push_field(&joined);
            mended.extend(cells.iter().skip(at + surplus + 1));
        }
    }
    *record = mended;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::miti::volley_codes;

    #[test]
    fn what_counts_of_a_volley_is_what_coding_says() {
        let set = |codes: &[Code]| codes.iter().fold(0, |set, code| set | 1 << *code as u16);
        for given in 0..1 << 10_u16 {
            let codes: Vec<Code> = Code::ALL.into_iter().filter(|code| given & (1 << *code as u16) != 0).collect();
            assert_eq!(counted(given), set(&volley_codes(codes)));
        }
    }

    #[test]
    fn a_row_with_unquoted_semicolons_is_mended() {
        let mut row = StringRecord::from(vec!["s", "1", "Q", "SR", "x", ""]);
        assert_eq!(rejoin(&mut row, 4, Some(2)), Some(()));
        assert_eq!(row, StringRecord::from(vec!["s", "1", "Q;SR", "x"]));
        assert_eq!(rejoin(&mut StringRecord::from(vec!["s", "1", "Q", "hej", "x"]), 4, Some(2)), None);
    }
}
