//! What can be wrong with coders' files: the file, the line, the remedy. What a cell says may be anybody's words:
//! messages name lines and columns, never contents.

use std::io::ErrorKind;

use crate::severity::{Severe, Severity};

/// A file that cannot be used, and where.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {problem}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct WrongInput {
    /// The file as it was typed, and the workbook's sheet.
    pub file: String,
    /// The line (row of a workbook), from 1.
    pub line: Option<u64>,
    /// What is wrong, and what to do.
    pub problem: Problem,
}

impl Severe for WrongInput {
    fn severity(&self) -> Severity {
        Severity::Recording
    }
}

/// What is wrong, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The operating system says no.
    #[error("the file cannot be read ({0}); check the path, and close it where it is open")]
    Unreadable(ErrorKind),
    /// Bytes that are no text.
    #[error("this is no table of text; save it as «CSV UTF-8» or as XLSX")]
    NoText,
    /// A workbook that cannot be opened.
    #[error("the workbook cannot be opened (damaged, or protected by a password); save it anew as XLSX without one")]
    NoWorkbook,
    /// A workbook larger than any protocol.
    #[error("the workbook is larger than 64 MiB; save the codes as CSV")]
    TooLarge,
    /// No row at all.
    #[error("the file is empty; it needs a header and a row a turn or session (`gensvar agree --template` writes one)")]
    Empty,
    /// A header, but nothing below it.
    #[error("there is a header but no row below it")]
    NoRows,
    /// A row that the CSV format does not allow.
    #[error("the row cannot be read; check its quotation marks")]
    BadRow,
    /// No known columns.
    #[error(
        "no columns of codes were found; needed are session, turn (or start and end), coder and at least one of \
         codes, main, client_talk, or session, coder and counts or globals (`gensvar agree --template` writes both)"
    )]
    UnknownColumns,
    /// A column that must be there is not.
    #[error("the column `{0}` is missing")]
    MissingColumn(&'static str),
    /// Two columns of one name.
    #[error("two columns are called `{0}`; rename or delete one")]
    TwiceColumn(&'static str),
    /// A row with more cells than the header.
    #[error("the row has more cells than the header; put cells that contain the separator between quotation marks")]
    TooManyCells,
    /// A row that says not which session or turn.
    #[error("`{0}` is empty")]
    EmptyCell(&'static str),
    /// A cell of the column `codes` is no code.
    #[error(
        "`codes` holds something that is no code; allowed are GI Persuade PwP Q SR CR AF Seek Emphasize Confront, \
         joined by ; (empty or NC: none)"
    )]
    NoCode,
    /// A cell of the column `main` is none of the four.
    #[error("`main` is none of question, reflection, input, other")]
    NoMain,
    /// A cell of the column `client_talk` is none of the three.
    #[error("`client_talk` is none of change, sustain, neutral")]
    NoClientTalk,
    /// A time that cannot be read.
    #[error("start and end are seconds (12.5) or a clock time (1:02:12.5), and start comes first")]
    BadTime,
    /// A count that is none.
    #[error("`{0}` must be a whole number from 0 up")]
    BadCount(&'static str),
    /// A global score off the scale.
    #[error("`{0}` must lie between 1 and 5")]
    BadGlobal(&'static str),
    /// A coder's two rows of one turn say different things.
    #[error(
        "this turn was coded before by the same coder, differently; put all codes of a turn into one row, joined by ;, \
         and name the coders in a column `coder`"
    )]
    TwiceTurn,
    /// A coder's two rows of one session say different things.
    #[error("this session was scored before by the same coder; name the coders in a column `coder`")]
    TwiceSession,
    /// A sheet with labels in the first column that does not say which session it is about.
    #[error("the protocol does not say which session it is about; add a row `session`")]
    NoSession,
    /// More coders or rows than a study has.
    #[error("more than {0} {1}; split the file")]
    TooMany(usize, &'static str),
}
