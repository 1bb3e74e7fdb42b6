//! Tables as coders keep them: CSV in any of Excel's forms, or the sheets of a workbook, row by row.

use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader};
use csv::StringRecord;

use super::problem::{Problem, WrongInput};

/// A table with a header; rows are read one at a time, so that a million of them need no memory of their own.
pub(super) struct Sheet<'a> {
    /// What messages call it: the file as it was typed, and the workbook's sheet.
    pub(super) label: String,
    /// The workbook sheet's own name.
    pub(super) tab: Option<String>,
    /// The first row, trimmed.
    pub(super) header: Vec<String>,
    rows: Rows<'a>,
    /// Whether `;` separates the cells: then it may also stand unquoted between codes.
    pub(super) semicolons: bool,
}

enum Rows<'a> {
    Csv(Box<csv::Reader<&'a [u8]>>),
    Cells(std::vec::IntoIter<(u64, StringRecord)>),
}

/// A workbook larger than this is none of coders' protocols.
const LARGEST_WORKBOOK: usize = 64 << 20;

/// A file's text or cells, from which [`sheets`] are read.
pub(super) enum Contents {
    /// Text with separators.
    Text(String),
    /// Every sheet of a workbook: its name and rows, the first row first.
    Workbook(Vec<Tab>),
}

/// A workbook's sheet: its name and its rows of cells.
type Tab = (String, Vec<Vec<String>>);

/// Reads a file whole: UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252 as Excel saves it;
/// XLSX, XLSM, XLS, XLSB and ODS by their first bytes.
pub(super) fn load(path: &Path) -> Result<Contents, WrongInput> {
    let wrong = |problem| WrongInput { file: path.display().to_string(), line: None, problem };
    let bytes = fs_err::read(path).map_err(|e| WrongInput {
        file: path.display().to_string(),
        line: None,
        problem: Problem::Unreadable(e.kind()),
    })?;
    let zip = bytes.starts_with(b"PK\x03\x04");
    let compound = bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    if zip || compound {
        return workbook(bytes).map(Contents::Workbook).map_err(wrong);
    }
    text(bytes).map(Contents::Text).ok_or_else(|| wrong(Problem::NoText))
}

fn workbook(bytes: Vec<u8>) -> Result<Vec<Tab>, Problem> {
    if bytes.len() > LARGEST_WORKBOOK {
        return Err(Problem::TooLarge);
    }
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Problem::NoWorkbook)?;
    let sheets = book.worksheets();
    if sheets.is_empty() {
        return Err(Problem::NoWorkbook);
    }
    let rows = |range: &calamine::Range<Data>| {
        let above = range.start().map_or(0, |(row, _)| row as usize);
        let blank = std::iter::repeat_n(Vec::new(), above);
        blank.chain(range.rows().map(|row| row.iter().map(cell).collect())).collect()
    };
    Ok(sheets.iter().map(|(name, range)| (name.clone(), rows(range))).collect())
}

/// A cell as text. A clock time is given in seconds, as Excel turns 0:01:30 into a fraction of a day.
fn cell(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) if (0.0..1.0).contains(&time.as_f64()) => format!("{:.3}", time.as_f64() * 86_400.0),
        Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

fn text(bytes: Vec<u8>) -> Option<String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.get(2..)?.chunks_exact(2).map(|two| from([two[0], two[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => return wide(u16::from_le_bytes),
        Some([0xfe, 0xff]) => return wide(u16::from_be_bytes),
        _ if bytes.contains(&0) => return None,
        _ => {}
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        // Letters of Windows-1252 are those of Latin-1, which are Unicode's first.
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(),
    };
    Some(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The tables of a file: one of a text, any number of a workbook (empty sheets are left out).
pub(super) fn sheets<'a>(path: &Path, contents: &'a Contents) -> Result<Vec<Sheet<'a>>, WrongInput> {
    match contents {
        Contents::Text(text) => Ok(vec![of_text(path.display().to_string(), text)?]),
        Contents::Workbook(tabs) => Ok(tabs.iter().filter_map(|(name, rows)| of_tab(path, name, rows)).collect()),
    }
}

fn of_text<'a>(label: String, text: &'a str) -> Result<Sheet<'a>, WrongInput> {
    let wrong = |line, problem| WrongInput { file: label.clone(), line, problem };
    let (announced, text) = match text.split_once('\n') {
        Some((first, rest)) => match first.trim().strip_prefix("sep=") {
            Some(separator) => (separator.bytes().next(), rest),
            None => (None, text),
        },
        None => (None, text),
    };
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or_else(|| wrong(None, Problem::Empty))?;
    let separator = announced.unwrap_or_else(|| separator(first));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut header = StringRecord::new();
    loop {
        match reader.read_record(&mut header) {
            Ok(true) if header.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(true) => break,
            Ok(false) => return Err(wrong(None, Problem::Empty)),
            Err(e) => return Err(wrong(e.position().map(csv::Position::line), Problem::BadRow)),
        }
    }
    let header = header.iter().map(|cell| cell.trim().to_owned()).collect();
    Ok(Sheet { label, tab: None, header, rows: Rows::Csv(Box::new(reader)), semicolons: separator == b';' })
}

/// What stands most often between the header's cells.
fn separator(header: &str) -> u8 {
    let mut quoted = false;
    let mut count = [0_usize; 3];
    for letter in header.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => count[0] += 1,
            ';' if !quoted => count[1] += 1,
            '\t' if !quoted => count[2] += 1,
            _ => {}
        }
    }
    let [commas, semicolons, tabs] = count;
    if tabs > commas.max(semicolons) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn of_tab<'a>(path: &Path, name: &str, rows: &[Vec<String>]) -> Option<Sheet<'a>> {
    let written = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
    let top = rows.iter().position(written)?;
    let header = rows[top].iter().map(|cell| cell.trim().to_owned()).collect();
    let numbered = rows.iter().enumerate().skip(top + 1).filter(|(_, row)| written(row));
    let cells: Vec<_> = numbered.map(|(at, row)| (at as u64 + 1, StringRecord::from(row.clone()))).collect();
    let label = format!("{}, sheet {name}", path.display());
    Some(Sheet { label, tab: Some(name.to_owned()), header, rows: Rows::Cells(cells.into_iter()), semicolons: false })
}

impl Sheet<'_> {
    /// The next row into `record`, with its line; `None` after the last. Rows without any content are left out.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<u64>, WrongInput> {
        loop {
            let line = match &mut self.rows {
                Rows::Csv(reader) => match reader.read_record(record) {
                    Ok(true) => record.position().map_or(0, csv::Position::line),
                    Ok(false) => return Ok(None),
                    Err(e) => return Err(self.wrong(e.position().map_or(0, csv::Position::line), Problem::BadRow)),
                },
                Rows::Cells(rows) => match rows.next() {
                    Some((line, row)) => {
                        *record = row;
                        line
                    }
                    None => return Ok(None),
                },
            };
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(line));
            }
        }
    }

    /// The whole table with its header, for a sheet whose labels stand in the first column.
    pub(super) fn grid(&mut self) -> Result<Vec<Vec<String>>, WrongInput> {
        let mut grid = vec![self.header.clone()];
        let mut record = StringRecord::new();
        while self.next(&mut record)?.is_some() {
            grid.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
        }
        Ok(grid)
    }

    /// What is wrong on a line of this table.
    pub(super) fn wrong(&self, line: u64, problem: Problem) -> WrongInput {
        WrongInput { file: self.label.clone(), line: Some(line), problem }
    }

    /// What is wrong with the table as a whole.
    pub(super) fn wrong_whole(&self, problem: Problem) -> WrongInput {
        WrongInput { file: self.label.clone(), line: None, problem }
    }
}

/// A decimal number, with a point or a comma; spaces and a per cent sign around it do not matter.
pub(super) fn number(cell: &str) -> Option<f64> {
    let cell = cell.trim().trim_end_matches('%').trim_end();
    let cell = if cell.contains(',') { Cow::Owned(cell.replace(',', ".")) } else { Cow::Borrowed(cell) };
    cell.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Seconds, or minutes and hours before them, as milliseconds.
pub(super) fn time(cell: &str) -> Option<u32> {
    let mut seconds = 0.0;
    for part in cell.split(':') {
        let part = number(part).filter(|part| *part >= 0.0)?;
        seconds = seconds * 60.0 + part;
    }
    let millis = (seconds * 1000.0).round();
    (millis <= f64::from(u32::MAX)).then_some(millis as u32)
}
