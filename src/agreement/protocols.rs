//! What coders gave to whole sessions: counts and globals, from a row a session or a sheet a session.

use std::collections::HashMap;

use csv::StringRecord;

use super::codings::{Coders, Names};
use super::columns::{self, Column, Places};
use super::problem::{Problem, WrongInput};
use super::sheet::{self, Sheet};
use super::vocabulary::{self, Item};

/// A session sheet: what stands there, by [`Item::index`].
pub(super) type Protocol = [Option<f64>; Item::ALL.len()];

/// All session sheets of one side, by coder and session.
#[derive(Debug, Default)]
pub(super) struct Protocols(pub(super) HashMap<(u16, u32), Protocol>);

/// How many items a sheet must have before it is taken for a protocol.
const FEWEST_ITEMS: usize = 1;
/// The same for labels in the first column, where a word may stand by chance.
const FEWEST_LABELS: usize = 3;

/// Whether these are the columns of a session sheet with a row a session.
pub(super) fn are_protocols(places: &Places) -> bool {
    places.at(Column::Session).is_some() && places.items().count() >= FEWEST_ITEMS
}

/// Whether labels stand in the first column and values beside them.
pub(super) fn is_upright(grid: &[Vec<String>]) -> bool {
    let labelled = grid.iter().filter(|row| row.first().and_then(|label| vocabulary::item(label)).is_some());
    labelled.count() >= FEWEST_LABELS
}

impl Protocols {
    /// Adds a sheet with a row a session.
    pub(super) fn read(
        &mut self,
        mut sheet: Sheet,
        places: &Places,
        names: &mut Names,
        coders: &mut Coders,
        alone: &str,
    ) -> Result<(), WrongInput> {
        let mut record = StringRecord::new();
        while let Some(line) = sheet.next(&mut record)? {
            let cell = |column| places.at(column).and_then(|at| record.get(at)).unwrap_or_default().trim();
            let values = places.items().map(|(item, at)| (item, record.get(at).unwrap_or_default()));
            let coder = if places.at(Column::Coder).is_some() { cell(Column::Coder) } else { alone };
            self.add(cell(Column::Session), coder, values, names, coders).map_err(|e| sheet.wrong(line, e))?;
        }
        Ok(())
    }

    /// Adds a sheet with labels in the first column; each further column with a value is a session or a coder.
    pub(super) fn read_upright(
        &mut self,
        sheet: &Sheet,
        grid: &[Vec<String>],
        names: &mut Names,
        coders: &mut Coders,
        alone: &str,
    ) -> Result<(), WrongInput> {
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        let row = |column| grid.iter().find(|row| row.first().and_then(|label| columns::column(label)) == Some(column));
        let value = |row: &Vec<String>, at: usize| row.get(at).cloned().unwrap_or_default();
        // A label above all columns at once stands in the first of them.
        let spread = |column, at| {
            row(column)
                .map(|row| value(row, at))
                .filter(|cell| !cell.is_empty())
                .or_else(|| row(column).map(|row| value(row, 1)).filter(|cell| !cell.is_empty()))
        };
        for at in 1..width {
            let items = grid.iter().filter_map(|row| Some((vocabulary::item(row.first()?)?, row.get(at)?.as_str())));
            let values: Vec<(Item, &str)> = items.filter(|(_, cell)| sheet::number(cell).is_some()).collect();
            if values.len() < FEWEST_LABELS {
                continue;
            }
            let session = spread(Column::Session, at).or_else(|| sheet.tab.clone());
            let session = session.ok_or_else(|| sheet.wrong_whole(Problem::NoSession))?;
            let coder = spread(Column::Coder, at).unwrap_or_else(|| alone.to_owned());
            self.add(&session, &coder, values.into_iter(), names, coders).map_err(|e| sheet.wrong_whole(e))?;
        }
        Ok(())
    }

    fn add<'v>(
        &mut self,
        session: &str,
        coder: &str,
        values: impl Iterator<Item = (Item, &'v str)>,
        names: &mut Names,
        coders: &mut Coders,
    ) -> Result<(), Problem> {
        if session.trim().is_empty() {
            return Err(Problem::EmptyCell("session"));
        }
        if coder.trim().is_empty() {
            return Err(Problem::EmptyCell("coder"));
        }
        let mut protocol = Protocol::default();
        for (item, cell) in values.filter(|(_, cell)| !empty(cell)) {
            protocol[item.index()] = Some(checked(item, cell)?);
        }
        let place = (coders.index(coder)?, names.session(session));
        match self.0.insert(place, protocol) {
            Some(before) if before != protocol => Err(Problem::TwiceSession),
            _ => Ok(()),
        }
    }
}

fn empty(cell: &str) -> bool {
    matches!(cell.trim().to_lowercase().as_str(), "" | "-" | "na" | "n/a" | "nan")
}

fn checked(item: Item, cell: &str) -> Result<f64, Problem> {
    let value = sheet::number(cell);
    match item {
        Item::Global(global) => {
            value.filter(|value| (1.0..=5.0).contains(value)).ok_or(Problem::BadGlobal(global.name()))
        }
        _ => value
            .filter(|value| *value >= 0.0 && value.fract() == 0.0 && *value < 1e9)
            .ok_or(Problem::BadCount(item.name())),
    }
}
