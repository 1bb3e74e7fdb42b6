//! `codes.csv`: one row per utterance, for spreadsheets and for comparison with human coders.
//!
//! Comma-separated UTF-8 with a decimal point, as `code` and `agree` read it. It begins with a byte
//! order mark: without it Excel reads å, ä, ö and ø as two signs each; readers of CSV skip it.

use crate::coding::coded::{CodedTurn, CodedUtterance};
use crate::coding::miti::ClientTalk;
use crate::privacy::dialogue::Role;
use crate::report::error::ReportError;
use crate::report::evidence::client_talk_confidence;
use crate::report::model::SessionReport;
use crate::units::Millis;

/// What tells Excel that a file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns of `codes.csv`; `start` and `end` are the turn's, in seconds of the recording.
const COLUMNS: [&str; 9] = ["turn", "volley", "role", "start", "end", "text", "code", "confidence", "client_talk"];

/// `report`'s utterances as CSV. Turns and volleys are numbered from 1; a client's confidence is
/// that of the client talk.
///
/// # Errors
/// [`ReportError::Format`], which would be a fault in this program.
pub fn codes_csv(report: &SessionReport) -> Result<String, ReportError> {
    let mut table = Table::new("codes.csv", &COLUMNS)?;
    for (index, turn) in report.dialogue.turns.iter().enumerate() {
        let start = seconds(turn.turn.span.map(|span| span.start() + report.offset()));
        let end = seconds(turn.turn.span.map(|span| span.end() + report.offset()));
        let client = turn.turn.role == Role::Client;
        for (text, code, confidence) in utterances(turn) {
            let confidence = if client { client_talk_confidence(turn) } else { confidence };
            table.row(&[
                (index + 1).to_string(),
                turn.volley.map(|volley| (volley + 1).to_string()).unwrap_or_default(),
                role(turn.turn.role).to_owned(),
                start.clone(),
                end.clone(),
                inert(text),
                code.to_owned(),
                confidence.map(|confidence| format!("{confidence:.3}")).unwrap_or_default(),
                turn.client_talk.map(client_talk).unwrap_or_default().to_owned(),
            ])?;
        }
    }
    table.finish()
}

/// The turn's utterances as (text, code, confidence); the whole turn when it was not split.
fn utterances(turn: &CodedTurn) -> Vec<(&str, &'static str, Option<f32>)> {
    if turn.utterances.is_empty() {
        return vec![(&turn.turn.text, "", None)];
    }
    let code = |utterance: &CodedUtterance| utterance.code.map_or("", |code| code.abbreviation());
    turn.utterances.iter().map(|u| (u.text.as_str(), code(u), Some(u.confidence))).collect()
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Counsellor => "counsellor",
        Role::Client => "client",
        Role::Other => "other",
    }
}

fn client_talk(talk: ClientTalk) -> &'static str {
    match talk {
        ClientTalk::Change => "change",
        ClientTalk::Sustain => "sustain",
        ClientTalk::Neutral => "neutral",
    }
}

/// Seconds with milliseconds; empty for turns without times.
fn seconds(at: Option<Millis>) -> String {
    at.map(|at| format!("{:.3}", at.seconds())).unwrap_or_default()
}

/// Text that no spreadsheet takes for a formula: those begin with `=`, `+`, `-`, `@`, a tab or a
/// carriage return (OWASP, *CSV Injection*), and an apostrophe before it makes it plain text.
pub(crate) fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A CSV file in the making.
pub(super) struct Table {
    format: &'static str,
    rows: ::csv::Writer<Vec<u8>>,
}

impl Table {
    /// A table with its row of column names. `format` names the file in errors.
    pub(super) fn new(format: &'static str, columns: &[impl AsRef<[u8]>]) -> Result<Self, ReportError> {
        let rows = ::csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
        let mut table = Self { format, rows };
        table.row(columns)?;
        Ok(table)
    }

    /// Adds one row.
    pub(super) fn row<T: AsRef<[u8]>>(&mut self, cells: &[T]) -> Result<(), ReportError> {
        self.rows.write_record(cells).map_err(|e| ReportError::Format { format: self.format, reason: e.to_string() })
    }

    /// The file's contents.
    pub(super) fn finish(self) -> Result<String, ReportError> {
        let fault = |reason: String| ReportError::Format { format: self.format, reason };
        let bytes = self.rows.into_inner().map_err(|e| fault(e.to_string()))?;
        String::from_utf8(bytes).map_err(|e| fault(e.to_string()))
    }
}
