//! `session.json`: the whole report for other programs, and what later commands read back of it.

use std::path::Path;

use serde::Deserialize;

use crate::coding::score::SessionScore;
use crate::language::Language;
use crate::report::error::ReportError;
use crate::report::model::{Feedback, Notice, SCHEMA, SessionReport};
use crate::units::Span;

/// `report` as JSON, indented, one line feed at the end.
///
/// # Errors
/// [`ReportError::Format`], which would be a fault in this program.
pub fn to_json(report: &SessionReport) -> Result<String, ReportError> {
    let json = serde_json::to_string_pretty(report);
    json.map(|json| json + "\n").map_err(|e| ReportError::Format { format: "session.json", reason: e.to_string() })
}

/// Reads the `session.json` in a session's folder back.
///
/// # Errors
/// [`ReportError::Write`] when it is not there, [`ReportError::Format`] when it is none of this version.
pub fn read_session(folder: &Path) -> Result<StoredSession, ReportError> {
    let text = fs_err::read_to_string(folder.join("session.json"))?;
    let fault = |reason: String| ReportError::Format { format: "session.json", reason };
    let session: StoredSession = serde_json::from_str(&text).map_err(|e| fault(e.to_string()))?;
    if session.schema == SCHEMA { Ok(session) } else { Err(fault(format!("version {}", session.schema))) }
}

/// What later commands read back from a `session.json`: its figures, none of its words.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredSession {
    /// Version of the file's form.
    pub schema: u32,
    /// Who recorded it.
    pub practitioner: String,
    /// The day of the conversation, ISO 8601.
    pub date: String,
    /// The session's name.
    pub session: String,
    /// Names recording, wishes and models by a hash.
    pub fingerprint: Option<String>,
    /// The change goal.
    pub goal: Option<String>,
    /// The language spoken.
    pub language: Language,
    /// How much feedback was shown.
    pub feedback: Feedback,
    /// The figures.
    pub score: SessionScore,
    /// What the reader had to know.
    pub notices: Vec<Notice>,
    /// Which part was coded; `None` for a transcript.
    pub segment: Option<StoredSegment>,
}

/// The coded part, as read back.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredSegment {
    /// Where in the recording.
    pub span: Span,
}
