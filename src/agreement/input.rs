//! The files of a study: which sheet is what, and all that their coders gave.

use std::path::Path;

use super::codings::{self, Coders, Codings, Names};
use super::columns::Places;
use super::problem::{Problem, WrongInput};
use super::protocols::{self, Protocols};
use super::sheet::{self, Sheet};

/// What the coders of one side (reference or estimate) gave.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) coders: Coders,
    pub(super) codings: Codings,
    pub(super) protocols: Protocols,
    /// Sheets of a workbook that hold neither codes nor protocols.
    pub(super) skipped: usize,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Input {
    pub(super) names: Names,
    pub(super) reference: Side,
    pub(super) estimate: Option<Side>,
}

/// The coder of a reference without a column `coder`.
const REFERENCE: &str = "reference";
/// The coder of an estimate without a column `coder`: the output of `gensvar code` has none.
const ESTIMATE: &str = "gensvar";

impl Input {
    /// Reads the files; several of a side are taken together (turns in one, session sheets in another).
    ///
    /// # Errors
    /// On the first thing that is wrong, with file, line and remedy.
    pub fn read<P: AsRef<Path>>(reference: &[P], estimate: &[P]) -> Result<Self, WrongInput> {
        let mut input = Self::default();
        input.reference = Side::read(reference, &mut input.names, REFERENCE)?;
        if !estimate.is_empty() {
            input.estimate = Some(Side::read(estimate, &mut input.names, ESTIMATE)?);
        }
        Ok(input)
    }

    /// Both sides, the reference first.
    pub(super) fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.reference).chain(&self.estimate)
    }
}

impl Side {
    fn read<P: AsRef<Path>>(paths: &[P], names: &mut Names, alone: &str) -> Result<Self, WrongInput> {
        let mut side = Self::default();
        for path in paths {
            let path = path.as_ref();
            let contents = sheet::load(path)?;
            let sheets = sheet::sheets(path, &contents)?;
            let (whole, count) = (path.display().to_string(), sheets.len());
            let before = side.size();
            let mut known = 0;
            for sheet in sheets {
                // Instructions fill one column.
                let table = sheet.header.len() > 1;
                let ours = side.add(sheet, names, alone, count == 1)?;
                known += usize::from(ours);
                side.skipped += usize::from(table && !ours);
            }
            let wrong = |problem| WrongInput { file: whole, line: None, problem };
            match known {
                0 if count == 0 => return Err(wrong(Problem::Empty)),
                0 => return Err(wrong(Problem::UnknownColumns)),
                _ if side.size() == before => return Err(wrong(Problem::NoRows)),
                _ => {}
            }
        }
        side.codings.close();
        Ok(side)
    }

    /// How much was read so far.
    fn size(&self) -> usize {
        self.codings.rows.len() + self.codings.joined + self.protocols.0.len()
    }

    /// Adds a sheet; whether it was one of ours. The only sheet of a file must be.
    fn add(&mut self, mut sheet: Sheet, names: &mut Names, alone: &str, only: bool) -> Result<bool, WrongInput> {
        let places = match Places::of(&sheet) {
            Ok(places) => places,
            Err(problem) if only => return Err(sheet.wrong(1, problem)),
            Err(_) => return Ok(false),
        };
        if codings::are_codings(&places) {
            self.codings.read(sheet, &places, names, &mut self.coders, alone)?;
        } else if protocols::are_protocols(&places) {
            self.protocols.read(sheet, &places, names, &mut self.coders, alone)?;
        } else {
            let grid = sheet.grid()?;
            if !protocols::is_upright(&grid) {
                return Ok(false);
            }
            self.protocols.read_upright(&sheet, &grid, names, &mut self.coders, alone)?;
        }
        Ok(true)
    }
}
