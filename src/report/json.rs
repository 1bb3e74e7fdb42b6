//! `session.json`: the whole report for other programs, and what later commands read back of it.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::coding::score::SessionScore;
use crate::language::Language;
use crate::privacy::dialogue::Role;
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
    read(folder, |session: &StoredSession| session.schema)
}

/// Reads what was said in the session of a folder, for people who code it anew.
///
/// # Errors
/// As [`read_session`].
pub fn read_words(folder: &Path) -> Result<StoredWords, ReportError> {
    read(folder, |session: &StoredWords| session.schema)
}

fn read<T: DeserializeOwned>(folder: &Path, schema: impl Fn(&T) -> u32) -> Result<T, ReportError> {
    let text = fs_err::read_to_string(folder.join("session.json"))?;
    let fault = |reason: String| ReportError::Format { format: "session.json", reason };
    let session: T = serde_json::from_str(&text).map_err(|e| fault(e.to_string()))?;
    match schema(&session) {
        SCHEMA => Ok(session),
        other => Err(fault(format!("version {other}"))),
    }
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

/// What was said in a session, masked: its words and who spoke, in which volley, and nothing of what the program made
/// of them. There is no place here for an estimate.
#[derive(Clone, Debug, Deserialize)]
pub struct StoredWords {
    schema: u32,
    /// Who recorded it.
    pub practitioner: String,
    /// The day of the conversation, ISO 8601.
    pub date: String,
    /// The session's name.
    pub session: String,
    /// The change goal, masked.
    pub goal: Option<String>,
    /// The language spoken.
    pub language: Language,
    dialogue: StoredDialogue,
}

#[derive(Clone, Debug, Deserialize)]
struct StoredDialogue {
    turns: Vec<StoredTurn>,
}

#[derive(Clone, Debug, Deserialize)]
struct StoredTurn {
    turn: StoredSpeech,
    volley: Option<usize>,
}

#[derive(Clone, Debug, Deserialize)]
struct StoredSpeech {
    role: Role,
    text: String,
}

/// One turn as it was said.
#[derive(Clone, Copy, Debug)]
pub struct SaidTurn<'w> {
    /// Who spoke.
    pub role: Role,
    /// What was said, masked.
    pub text: &'w str,
    /// The number of the volley, from 0; `None` when it is not the counsellor's.
    pub volley: Option<usize>,
}

impl StoredWords {
    /// The turns, in order of time.
    pub fn turns(&self) -> impl Iterator<Item = SaidTurn<'_>> {
        self.dialogue.turns.iter().map(|turn| SaidTurn {
            role: turn.turn.role,
            text: &turn.turn.text,
            volley: turn.volley,
        })
    }
}
