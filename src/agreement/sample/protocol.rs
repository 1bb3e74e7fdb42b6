//! One session's blank protocol for one coder: a row a turn, and a sheet for the whole session; as workbook and as CSV.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::Drawn;
use super::words::Words;
use crate::agreement::catalogue::Catalogue;
use crate::agreement::template;
use crate::agreement::variables::Variable;
use crate::agreement::vocabulary::{Global, Item};
use crate::coding::miti::Code;
use crate::language::Language;
use crate::privacy::dialogue::Role;
use crate::report::csv::inert;

/// The words of one language, and how its spreadsheets separate cells.
pub(super) struct Form {
    pub(super) shared: Catalogue,
    pub(super) own: Words,
    pub(super) separator: u8,
}

impl Form {
    pub(super) fn load(language: Language) -> Self {
        let separator = if language == Language::English { b',' } else { b';' };
        Self { shared: Catalogue::load(language), own: Words::load(language), separator }
    }

    /// The columns of a protocol. `volley` is called so in every language, for `agree --save-calibration`.
    fn columns(&self) -> [&str; 8] {
        let names = &self.shared.template;
        let (session, turn, speaker, text) = (&names.session, &names.turn, &names.speaker, &self.own.text);
        [session, turn, "volley", speaker, text, &names.codes, &names.client_talk, &names.coder]
    }

    fn speaker(&self, role: Role) -> &str {
        match role {
            Role::Counsellor => &self.shared.template.counsellor,
            Role::Client => &self.shared.template.client,
            Role::Other => &self.own.other,
        }
    }

    /// A table as text that Excel opens as UTF-8.
    pub(super) fn table(&self, rows: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
        let mark = "\u{feff}".as_bytes().to_vec();
        let mut table = csv::WriterBuilder::new().delimiter(self.separator).from_writer(mark);
        rows.iter().try_for_each(|row| table.write_record(row))?;
        table.into_inner().map_err(|e| csv::Error::from(e.into_error()))
    }
}

/// A row of a protocol, without what its coder will say.
struct Row<'s> {
    turn: String,
    volley: String,
    role: Role,
    text: &'s str,
    /// Whether codes stand here: on a volley's first turn.
    codes: bool,
}

fn rows(session: &Drawn) -> Vec<Row<'_>> {
    let mut last = None;
    let numbered = (1_usize..).zip(session.words.turns());
    numbered
        .map(|(number, turn)| {
            let codes = turn.volley.is_some() && turn.volley != last;
            last = turn.volley.or(last);
            let volley = turn.volley.map(|volley| (volley + 1).to_string()).unwrap_or_default();
            Row { turn: number.to_string(), volley, role: turn.role, text: turn.text, codes }
        })
        .collect()
}

/// The turns as CSV.
pub(super) fn turns_csv(form: &Form, session: &Drawn, coder: &str) -> Result<Vec<u8>, csv::Error> {
    let mut table = vec![form.columns().map(str::to_owned).to_vec()];
    table.extend(rows(session).into_iter().map(|row| {
        let speaker = form.speaker(row.role).to_owned();
        let (codes, talk) = (String::new(), String::new());
        vec![session.number.clone(), row.turn, row.volley, speaker, inert(row.text), codes, talk, coder.to_owned()]
    }));
    form.table(&table)
}

/// The sheet of the whole session as CSV.
pub(super) fn session_csv(form: &Form, session: &Drawn, coder: &str) -> Result<Vec<u8>, csv::Error> {
    let names = &form.shared.template;
    let head = [names.session.clone(), names.coder.clone(), form.own.goal.clone()];
    let given = [session.number.clone(), coder.to_owned(), inert(goal(form, session))];
    let items = template::items(&form.shared);
    let empty = vec![String::new(); items.len()];
    form.table(&[head.into_iter().chain(items).collect(), given.into_iter().chain(empty).collect()])
}

fn goal<'s>(form: &'s Form, session: &'s Drawn) -> &'s str {
    session.words.goal.as_deref().unwrap_or(&form.own.no_goal)
}

/// The workbook: turns, whole session, instructions.
pub(super) fn workbook(form: &Form, session: &Drawn, coder: &str, help: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date: the same draw gives the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let name = |name: &str| name.to_owned();
    turns_sheet(book.add_worksheet().set_name(name(&form.own.turns_sheet))?, form, session, coder)?;
    session_sheet(book.add_worksheet().set_name(name(&form.own.session_sheet))?, form, session, coder)?;
    let instructions = book.add_worksheet().set_name(name(&form.shared.template.help_sheet))?;
    instructions.set_column_width(0, 110)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, line) in (0..).zip(help.lines()) {
        instructions.write_string_with_format(row, 0, line, &wrapped)?;
    }
    book.save_to_buffer()
}

/// Where the cells to be filled stand.
const CODES: u16 = 5;
const TALK: u16 = 6;

fn turns_sheet(sheet: &mut Worksheet, form: &Form, session: &Drawn, coder: &str) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let grey = plain.clone().set_background_color(Color::RGB(0x00E0_E0E0));
    let open = plain.clone().set_background_color(Color::RGB(0x00FF_F9DB)).set_border(FormatBorder::Thin);
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_repeat_rows(0, 0)?.set_print_fit_to_pages(1, 0);
    for ((at, column), width) in (0..).zip(form.columns()).zip([9.0, 6.0, 7.0, 11.0, 70.0, 18.0, 18.0, 9.0]) {
        sheet.write_string_with_format(0, at, column, &bold)?.set_column_width(at, width)?;
    }
    let (codes, talk) = (codes_list(form)?, talk_list(form)?);
    for (at, row) in (1..).zip(rows(session)) {
        let speaker = form.speaker(row.role);
        let cells = [session.number.as_str(), &row.turn, &row.volley, speaker, row.text];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(at, column, cell, &plain)?;
        }
        sheet.write_string_with_format(at, 7, coder, &plain)?;
        // Without a goal nothing is change or sustain talk.
        let client = row.role == Role::Client && session.words.goal.is_some();
        sheet.write_blank(at, CODES, if row.codes { &open } else { &grey })?;
        sheet.write_blank(at, TALK, if client { &open } else { &grey })?;
        if row.codes {
            sheet.add_data_validation(at, CODES, at, CODES, &codes)?;
        } else if client {
            sheet.add_data_validation(at, TALK, at, TALK, &talk)?;
        }
    }
    Ok(())
}

/// The codes to choose from. Several codes of a volley are typed: so another content is asked about, not refused.
fn codes_list(form: &Form) -> Result<DataValidation, XlsxError> {
    let choices: Vec<&str> = Code::ALL.iter().map(|code| code.abbreviation()).chain(["NC"]).collect();
    DataValidation::new()
        .allow_list_strings(&choices)?
        .set_input_message(&form.own.codes_hint)?
        .set_error_message(&form.own.codes_warning)
        .map(|list| list.set_error_style(DataValidationErrorStyle::Information))
}

fn talk_list(form: &Form) -> Result<DataValidation, XlsxError> {
    let choices = form.shared.categories(Variable::ClientTalk);
    DataValidation::new().allow_list_strings(&choices)?.set_input_message(&form.own.talk_hint)
}

/// Labels in the first column, what the coder says beside them.
fn session_sheet(sheet: &mut Worksheet, form: &Form, session: &Drawn, coder: &str) -> Result<(), XlsxError> {
    let names = &form.shared.template;
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let open = plain.clone().set_background_color(Color::RGB(0x00FF_F9DB)).set_border(FormatBorder::Thin);
    sheet.set_column_width(0, 34)?.set_column_width(1, 34)?;
    let given =
        [(&names.session, session.number.as_str()), (&names.coder, coder), (&form.own.goal, goal(form, session))];
    for (at, (label, value)) in (0..).zip(given) {
        sheet.write_string_with_format(at, 0, label, &plain)?.write_string_with_format(at, 1, value, &plain)?;
    }
    let first = given.len() as u32 + 1;
    let counts = DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
    let ratings = DataValidation::new().allow_decimal_number(DataValidationRule::Between(1.0, 5.0));
    // The ratings first: they are always asked for, the counts only of those who do not code row by row.
    let ratings_at = Item::Global(Global::Cultivating).index();
    let items = template::items(&form.shared);
    let order = (ratings_at..items.len()).chain(0..ratings_at);
    for (at, item) in (first..).zip(order) {
        sheet.write_string_with_format(at, 0, &items[item], &plain)?.write_blank(at, 1, &open)?;
        sheet.add_data_validation(at, 1, at, 1, if item < ratings_at { &counts } else { &ratings })?;
    }
    Ok(())
}
