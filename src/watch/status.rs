//! What the watched folder looks like, for the status page and `gensvar status`: positions, practitioners'
//! ids, times, sizes and short hashes, never a file's name.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::write_atomic;
use crate::language::Language;
use crate::report::model::SCHEMA;
use crate::watch::page;
use crate::watch::trouble::{Cause, Reason};

/// The page that people open.
const PAGE: &str = "status.html";
/// The same for programs; `gensvar status` reads it.
const DATA: &str = "status.json";

/// How many rows a list shows.
pub(super) const ROWS: usize = 20;

/// A moment of the watched folder. Times are UTC, ISO 8601.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Version of this form.
    pub schema: u32,
    /// When it was written.
    pub updated: String,
    /// What the watcher does.
    pub state: State,
    /// Recordings that are ready and wait for their turn.
    pub waiting: List<Waiting>,
    /// The recording in work.
    pub working: Option<Working>,
    /// Recordings that got their report today.
    pub done_today: List<Done>,
    /// Recordings in failed.
    pub failed: List<Failed>,
    /// Files that are left where they are, by why.
    pub left: Left,
    /// What retention will remove.
    pub planned: Option<Planned>,
}

/// What the watcher does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum State {
    /// It watches and works.
    Watching,
    /// Another watcher holds the folder.
    StandingBy,
    /// Something hinders all work.
    Paused {
        /// What.
        cause: Cause,
        /// When it is tried again; `None`: at every look.
        next: Option<String>,
    },
    /// It was switched off.
    Stopped,
}

/// The first of many, and how many there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List<T> {
    /// All.
    pub total: usize,
    /// The first, at most 20.
    pub first: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { total: 0, first: Vec::new() }
    }
}

/// A recording that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// From its sub-folder, when that is named by an id.
    pub practitioner: Option<String>,
    /// Bytes.
    pub size: u64,
    /// When it was last written.
    pub arrived: String,
}

/// The recording in work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Working {
    /// From its sub-folder, when that is named by an id.
    pub practitioner: Option<String>,
    /// Bytes.
    pub size: u64,
    /// When work began.
    pub started: String,
    /// Stretches of speech that were heard.
    pub heard: usize,
    /// Stretches of speech in all; 0 before that is known.
    pub chunks: usize,
}

/// A recording with its report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// Whose.
    pub practitioner: String,
    /// When it was done.
    pub at: String,
    /// The first 8 digits of the session's name, as in the report's folder.
    pub session: String,
    /// What became of the recording.
    pub recording: Fate,
}

/// What became of a recording with its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It lies in done.
    Kept,
    /// It was deleted.
    Deleted,
    /// It was moved.
    Moved,
}

/// A recording in failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    /// From its sub-folder, when that is named by an id.
    pub practitioner: Option<String>,
    /// Bytes.
    pub size: u64,
    /// When it was tried: when its note was written.
    pub at: Option<String>,
    /// Why, when its note is there.
    pub reason: Option<Reason>,
}

/// Files in the watched folder that are left alone, by why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Left {
    /// Recordings that have not stood still for long enough.
    pub arriving: usize,
    /// Recordings that are in use or write-protected.
    pub held_up: usize,
    /// Temporary names, empty files.
    pub unfinished: usize,
    /// No recordings.
    pub other: usize,
    /// Sidecars without a recording.
    pub lone_sidecars: usize,
}

/// What retention will remove.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// How many reports.
    pub reports: usize,
    /// The day before which the first is not removed.
    pub first: String,
}

impl Status {
    /// Nothing known yet.
    pub(super) fn new(state: State) -> Self {
        Self {
            schema: SCHEMA,
            updated: String::new(),
            state,
            waiting: List::default(),
            working: None,
            done_today: List::default(),
            failed: List::default(),
            left: Left::default(),
            planned: None,
        }
    }

    /// Whether a watcher has written into `out`.
    pub(super) fn is_in(out: &Path) -> bool {
        out.join(DATA).exists()
    }

    /// Writes page and data into `out`, each whole or not at all.
    pub(super) fn publish(&self, out: &Path, language: Language) -> io::Result<()> {
        let data = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        write_atomic(&out.join(DATA), (data + "\n").as_bytes())?;
        write_atomic(&out.join(PAGE), page::render(self, language).map_err(io::Error::other)?.as_bytes())
    }
}

/// The status of the watcher that writes into `out`, as it stood when it was last written.
///
/// # Errors
/// There is none, or it was written by another version.
pub fn read(out: &Path) -> io::Result<Status> {
    let text = fs_err::read_to_string(out.join(DATA))?;
    let status: Status = serde_json::from_str(&text)?;
    let other = || io::Error::other(format!("status.json is of version {}, not {SCHEMA}", status.schema));
    if status.schema == SCHEMA { Ok(status) } else { Err(other()) }
}
