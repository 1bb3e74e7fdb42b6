//! What people said and what the model thought of the same volleys.
//!
//! A unit is a turn; where a human coder's file has a column `volley` (the protocols of `gensvar sample` do) all turns
//! of a volley are one unit, as people put a volley's codes on its first turn. A unit is as probable as its likeliest
//! turn. Of several human coders each counts, together as much as one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use csv::StringRecord;
use sha2::{Digest, Sha256};

use super::CalibrateError;
use crate::agreement::codings::Names;
use crate::agreement::columns::{Column, Places};
use crate::agreement::input::Input;
use crate::agreement::problem::WrongInput;
use crate::agreement::sheet::{self, Sheet, number};
use crate::coding::calibration::{ByCode, Head};
use crate::coding::miti::Code;

/// One coder's answer to one decision about one unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    /// Index in [`Evidence::sessions`].
    pub(super) session: u32,
    /// The model's probability of a yes.
    pub(super) probability: f64,
    /// What the person said.
    pub(super) yes: bool,
    /// One over the number of people who coded the unit.
    pub(super) weight: f64,
}

/// Everything that was read, sessions sorted by name.
pub(super) struct Evidence {
    /// The names of the sessions that people coded and the model estimated.
    pub(super) sessions: Vec<String>,
    /// How many people coded.
    pub(super) coders: usize,
    units: Vec<Unit>,
}

/// A volley.
struct Unit {
    session: u32,
    /// The probabilities of each of its turns.
    turns: Vec<ByCode>,
    /// A set of codes for each person.
    said: Vec<u16>,
}

impl Evidence {
    /// Reads the files of both sides.
    pub(super) fn read<P: AsRef<Path>>(reference: &[P], estimate: &[P]) -> Result<Self, CalibrateError> {
        let mut input = Input::read::<P>(reference, &[])?;
        let mut thought: HashMap<u32, ByCode> = HashMap::new();
        each_row(estimate, &mut input.names, |turn, record, columns| {
            let read = |&(_, at): &(Code, usize)| record.get(at).and_then(number).filter(|p| (0.0..=1.0).contains(p));
            let mut codes = ByCode::default();
            columns.probabilities.iter().for_each(|of| codes[of.0 as usize] = read(of).map(|p| p as f32));
            if codes.iter().any(Option::is_some) {
                thought.entry(turn).or_insert(codes);
            }
        })?;
        if thought.is_empty() {
            return Err(CalibrateError::NoProbabilities);
        }
        let mut volleys: HashMap<u32, String> = HashMap::new();
        each_row(reference, &mut input.names, |turn, record, columns| {
            let volley = columns.volley.and_then(|at| record.get(at)).map(str::trim).filter(|cell| !cell.is_empty());
            if let Some(volley) = volley {
                volleys.entry(turn).or_insert_with(|| volley.to_owned());
            }
        })?;
        Self::of(&input, &thought, &volleys)
    }

    fn of(
        input: &Input,
        thought: &HashMap<u32, ByCode>,
        volleys: &HashMap<u32, String>,
    ) -> Result<Self, CalibrateError> {
        let names = &input.names;
        let rows = || input.reference.codings.rows.iter().filter_map(|row| Some((row, row.codes?)));
        // A protocol without a single code was not filled in.
        let worked: HashSet<(u16, u32)> = rows()
            .filter(|(_, codes)| *codes != 0)
            .map(|(row, _)| (row.coder, names.turns[row.turn as usize]))
            .collect();
        let mut units: BTreeMap<(&str, Place), Gathered> = BTreeMap::new();
        for (row, codes) in rows() {
            let session = names.turns[row.turn as usize];
            let Some(turn) = thought.get(&row.turn).filter(|_| worked.contains(&(row.coder, session))) else {
                continue;
            };
            let place = volleys.get(&row.turn).map_or(Place::Turn(row.turn), |volley| Place::Volley(volley));
            let unit = units.entry((&names.sessions[session as usize], place)).or_default();
            unit.turns.insert(row.turn, *turn);
            *unit.said.entry(row.coder).or_default() |= codes;
        }
        let mut sessions: Vec<String> = units.keys().map(|(session, _)| (*session).to_owned()).collect();
        sessions.dedup();
        let coders: HashSet<u16> = units.values().flat_map(|unit| unit.said.keys().copied()).collect();
        let place = |session: &str| sessions.partition_point(|before| before.as_str() < session) as u32;
        let units: Vec<Unit> = units
            .iter()
            .map(|((session, _), unit)| Unit {
                session: place(session),
                turns: unit.turns.values().copied().collect(),
                said: unit.said.values().copied().collect(),
            })
            .collect();
        if units.is_empty() {
            Err(CalibrateError::NothingShared)
        } else {
            Ok(Self { coders: coders.len(), sessions, units })
        }
    }

    /// How many units there are.
    pub(super) fn units(&self) -> usize {
        self.units.len()
    }

    /// Whether the model takes this decision at all.
    pub(super) fn knows(&self, head: Head) -> bool {
        self.units.iter().flat_map(|unit| &unit.turns).any(|codes| head.probability(codes).is_some())
    }

    /// Every answer to one decision, session by session.
    pub(super) fn cases(&self, head: Head) -> Vec<Case> {
        let mut cases = Vec::new();
        for unit in &self.units {
            let Some(probability) = unit.probability(head) else { continue };
            let answers = unit.said.iter().filter_map(|set| head.answer(|code| set & (1 << code as u16) != 0));
            let weight = 1.0 / unit.said.len().max(1) as f64;
            cases.extend(answers.map(|yes| Case { session: unit.session, probability, yes, weight }));
        }
        cases
    }

    /// Each session's place in a random order that depends on its name and the seed alone.
    pub(super) fn shuffled(&self, seed: u64) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.sessions.len()).collect();
        order.sort_by_cached_key(|&at| Sha256::digest(format!("{seed} {}", self.sessions[at])));
        let mut places = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(place, session)| places[session] = place);
        places
    }
}

impl Unit {
    /// Of the likeliest turn; of a second decision, of the turn in which the first is likeliest.
    fn probability(&self, head: Head) -> Option<f64> {
        let before = head.given().unwrap_or(head);
        let likeliest = self.turns.iter().filter_map(|codes| Some((before.probability(codes)?, codes)));
        likeliest.max_by(|a, b| a.0.total_cmp(&b.0)).and_then(|(_, codes)| head.probability(codes))
    }
}

/// What makes rows one unit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place<'v> {
    Turn(u32),
    Volley(&'v str),
}

#[derive(Default)]
struct Gathered {
    turns: BTreeMap<u32, ByCode>,
    said: BTreeMap<u16, u16>,
}

/// The columns beside those of codes.
struct Beside {
    probabilities: Vec<(Code, usize)>,
    volley: Option<usize>,
}

/// Goes through every row that names a session and a turn.
fn each_row<P: AsRef<Path>>(
    paths: &[P],
    names: &mut Names,
    mut row: impl FnMut(u32, &StringRecord, &Beside),
) -> Result<(), WrongInput> {
    let mut record = StringRecord::new();
    for path in paths {
        let contents = sheet::load(path.as_ref())?;
        for mut sheet in sheet::sheets(path.as_ref(), &contents)? {
            let Some((session, turn, beside)) = columns(&sheet) else { continue };
            while sheet.next(&mut record)?.is_some() {
                let cell = |at: usize| record.get(at).map(str::trim).filter(|cell| !cell.is_empty());
                if let Some((session, turn)) = cell(session).zip(cell(turn)) {
                    let session = names.session(session);
                    row(names.turn(session, turn), &record, &beside);
                }
            }
        }
    }
    Ok(())
}

/// Where session, turn and the columns beside the codes stand; `None` for a sheet that is not about turns.
fn columns(sheet: &Sheet) -> Option<(usize, usize, Beside)> {
    let places = Places::of(sheet).ok()?;
    let (session, turn) = places.at(Column::Session).zip(places.at(Column::Turn))?;
    let volley = sheet.header.iter().position(|name| name.eq_ignore_ascii_case("volley")).filter(|at| *at != turn);
    Some((session, turn, Beside { probabilities: places.probabilities().collect(), volley }))
}
