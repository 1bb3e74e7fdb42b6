//! Empty sheets for coders: a workbook with codes, sessions and instructions, and the same as CSV.

use std::io;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Workbook, XlsxError};

use super::catalogue::Catalogue;
use super::variables::Variable;
use super::vocabulary::{Global, Item};
use crate::coding::miti::Code;
use crate::files::write_atomic;
use crate::language::Language;

/// Rows for which the workbook checks what is typed.
const CHECKED_ROWS: u32 = 5_000;

/// Writes the template: a workbook when `place` ends in `.xlsx`, else a folder with the workbook and CSV files.
/// Gives what was written.
///
/// # Errors
/// When a file cannot be written, with its path.
pub fn write(place: &Path, language: Language) -> io::Result<Vec<PathBuf>> {
    let words = Catalogue::load(language);
    let workbook = |path: &Path| write_atomic(path, &workbook(&words).map_err(io::Error::other)?);
    if place.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        workbook(place)?;
        return Ok(vec![place.to_owned()]);
    }
    fs_err::create_dir_all(place)?;
    let [book, codes, sessions, help] =
        ["gensvar-template.xlsx", "gensvar-codes.csv", "gensvar-sessions.csv", "gensvar-instructions.txt"]
            .map(|name| place.join(name));
    workbook(&book)?;
    let separator = if language == Language::English { "," } else { ";" };
    // The mark tells Excel that the file is UTF-8.
    let table = |columns: Vec<String>| format!("\u{feff}{}\r\n", columns.join(separator));
    write_atomic(&codes, table(codes_columns(&words)).as_bytes())?;
    write_atomic(&sessions, table(sessions_columns(&words)).as_bytes())?;
    write_atomic(&help, format!("{}\n", words.template.help.trim()).as_bytes())?;
    Ok(vec![book, codes, sessions, help])
}

fn codes_columns(words: &Catalogue) -> Vec<String> {
    let names = &words.template;
    [&names.session, &names.turn, &names.speaker, &names.coder, &names.codes, &names.client_talk, &names.main]
        .map(Clone::clone)
        .to_vec()
}

fn sessions_columns(words: &Catalogue) -> Vec<String> {
    let names = [&words.template.session, &words.template.coder].map(Clone::clone);
    names.into_iter().chain(items(words)).collect()
}

/// What a session sheet asks for, by the names of [`Item::ALL`].
pub(super) fn items(words: &Catalogue) -> Vec<String> {
    let name = |item| match item {
        Item::Count(code) => format!("{} ({})", words.code(code), code.abbreviation()),
        Item::Change => words.variables.change.clone(),
        Item::Sustain => words.variables.sustain.clone(),
        Item::Global(global) => words.measure(super::measures::Measure::Global(global)).to_owned(),
    };
    Item::ALL.into_iter().map(name).collect()
}

fn workbook(words: &Catalogue) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let names = &words.template;
    let bold = Format::new().set_bold().set_text_wrap();
    let mut sheet = |name: &str, columns: &[String], first: f64| -> Result<(), XlsxError> {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (at, column) in (0..).zip(columns) {
            sheet.write_string_with_format(0, at, column, &bold)?;
            sheet.set_column_width(at, first)?;
        }
        Ok(())
    };
    sheet(&names.codes_sheet, &codes_columns(words), 18.0)?;
    sheet(&names.sessions_sheet, &sessions_columns(words), 13.0)?;
    checks(&mut book, words)?;
    let help = book.add_worksheet();
    help.set_name(&names.help_sheet)?.set_column_width(0, 110)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, line) in (0..).zip(names.help.trim().lines()) {
        help.write_string_with_format(row, 0, line, &wrapped)?;
    }
    book.save_to_buffer()
}

/// Lists to choose from, and bounds of numbers.
fn checks(book: &mut Workbook, words: &Catalogue) -> Result<(), XlsxError> {
    let names = &words.template;
    let codes = book.worksheet_from_index(0)?;
    let speakers = [names.counsellor.clone(), names.client.clone()];
    let talk = words.categories(Variable::ClientTalk);
    let main = ["question", "reflection", "input", "other"].map(str::to_owned).to_vec();
    for (column, choices) in [(2, speakers.to_vec()), (5, talk), (6, main)] {
        let list = DataValidation::new().allow_list_strings(&choices)?;
        codes.add_data_validation(1, column, CHECKED_ROWS, column, &list)?;
    }
    let sessions = book.worksheet_from_index(1)?;
    let first = 2;
    let globals = first + Item::Global(Global::Cultivating).index() as u16;
    let counts = DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
    sessions.add_data_validation(1, first, CHECKED_ROWS, globals - 1, &counts)?;
    let ratings = DataValidation::new().allow_decimal_number(DataValidationRule::Between(1.0, 5.0));
    sessions.add_data_validation(1, globals, CHECKED_ROWS, globals + 3, &ratings)?;
    debug_assert_eq!(usize::from(globals), usize::from(first) + Code::ALL.len() + 2);
    Ok(())
}
