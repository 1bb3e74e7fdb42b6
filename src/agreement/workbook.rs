//! The study as a workbook: a sheet a table, numbers as numbers.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::catalogue::Catalogue;
use super::cells::{Cell, Table, Tabler};
use super::methods;
use super::study::{Comparison, Study};
use crate::language::Language;

/// The workbook could not be put together: a fault in this program.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be put together: {0}; this is a fault in gensvar, please report it")]
pub struct WorkbookError(#[from] XlsxError);

/// The workbook's bytes, in `language` (nynorsk is written in bokmål).
///
/// # Errors
/// [`WorkbookError`].
pub fn xlsx(study: &Study, language: Language) -> Result<Vec<u8>, WorkbookError> {
    let words = Catalogue::load(language);
    let tabler = Tabler { study, words: &words };
    let mut book = Book { workbook: Workbook::new(), names: Vec::new() };
    book.words(&words.page.methods_title, &methods::about(&tabler))?;
    for comparison in study.estimates.iter().chain(&study.among) {
        book.comparison(&tabler, comparison)?;
    }
    let unaligned = tabler.unaligned();
    book.table(&unaligned.title, "", &unaligned)?;
    Ok(book.workbook.save_to_buffer()?)
}

struct Book {
    workbook: Workbook,
    names: Vec<String>,
}

/// What a sheet's name may hold at most.
const LONGEST_NAME: usize = 31;

impl Book {
    fn comparison(&mut self, tabler: &Tabler, comparison: &Comparison) -> Result<(), XlsxError> {
        let title = tabler.title(comparison);
        let mut tables = vec![tabler.kappas(comparison), tabler.coefficients(comparison), tabler.detection(comparison)];
        tables.extend(tabler.multi(comparison));
        let choices = comparison.variables.iter().filter(|(variable, _)| !variable.is_binary());
        tables.extend(choices.map(|(variable, nominal)| tabler.confusion(*variable, nominal)));
        tables.extend([tabler.measures(comparison), tabler.closeness(comparison)]);
        tables.extend([tabler.forms(comparison), tabler.scale(comparison)]);
        tables.push(tabler.thresholds(comparison));
        tables.extend(tabler.places(comparison));
        tables.extend([tabler.pairs(comparison), tabler.spread(comparison)]);
        for table in tables.iter().filter(|table| !table.rows.is_empty()) {
            self.table(&table.title, &title, table)?;
        }
        Ok(())
    }

    /// A sheet of text, a line a row.
    fn words(&mut self, name: &str, lines: &[String]) -> Result<(), XlsxError> {
        let name = self.name(name);
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?.set_column_width(0, 110)?;
        let wrapped = Format::new().set_text_wrap();
        for (row, line) in (0..).zip(lines) {
            sheet.write_string_with_format(row, 0, line, &wrapped)?;
        }
        Ok(())
    }

    fn table(&mut self, name: &str, above: &str, table: &Table) -> Result<(), XlsxError> {
        let name = self.name(name);
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?.set_column_width(0, 38)?;
        let bold = Format::new().set_bold();
        sheet.write_string_with_format(0, 0, if above.is_empty() { &table.title } else { above }, &bold)?;
        let mut at = 0;
        for column in &table.columns {
            sheet.write_string_with_format(1, at, &column.name, &bold)?;
            if column.figure {
                sheet.write_string_with_format(1, at + 1, "[", &bold)?;
                sheet.write_string_with_format(1, at + 2, "]", &bold)?;
            }
            at += if column.figure { 3 } else { 1 };
        }
        for (row, cells) in (2..).zip(&table.rows) {
            let mut at = 0;
            for (cell, column) in cells.iter().zip(&table.columns) {
                put(sheet, row, at, cell)?;
                at += if column.figure { 3 } else { 1 };
            }
        }
        sheet.set_freeze_panes(2, 1)?;
        Ok(())
    }

    /// A name that a sheet may have, and that no other has.
    fn name(&mut self, wanted: &str) -> String {
        let allowed = |letter: &char| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(letter);
        let plain: String = wanted.chars().filter(allowed).collect();
        let cut = |most: usize| plain.chars().take(most).collect::<String>().trim().to_owned();
        let numbered = (2..).map(|number| format!("{} {number}", cut(LONGEST_NAME - 4)));
        let mut candidates = std::iter::once(cut(LONGEST_NAME)).chain(numbered);
        let free = |name: &String| !self.names.iter().any(|taken| taken.to_lowercase() == name.to_lowercase());
        let name = candidates.find(free).expect("the numbers do not end");
        self.names.push(name.clone());
        name
    }
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    let number = Format::new().set_num_format("0.000");
    match cell {
        Cell::Text { text } | Cell::Reason { text } => {
            sheet.write_string(row, column, text)?;
        }
        Cell::Count { n } => {
            sheet.write_number(row, column, *n as f64)?;
        }
        Cell::Figure { value, low, high, .. } => {
            sheet.write_number_with_format(row, column, *value, &number)?;
            if let Some((low, high)) = low.zip(*high) {
                sheet.write_number_with_format(row, column + 1, low, &number)?;
                sheet.write_number_with_format(row, column + 2, high, &number)?;
            }
        }
        Cell::Empty => {}
    }
    Ok(())
}
