//! Draws sessions for human coders and writes blank protocols, so that a network can build its own reference.
//!
//! **Blind.** Coders see words, speakers and volleys: what is read of a session has no place for estimates
//! ([`read_words`](crate::report::json::read_words)). Sessions have a running number in a random order; which session it
//! is stands in a key that stays beside the reports. The key holds session hashes only, by which the folders' names end:
//! when reports are forgotten it says nothing about anybody any more.
//!
//! **Reproducible.** The same folders, wishes and seed give the same draw ([`draw`]) and the same bytes.

mod draw;
mod plan;
mod protocol;
mod words;
mod write;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::language::Language;
use crate::privacy::dialogue::Role;
use crate::report::error::ReportError;
use crate::report::json::{StoredWords, read_words};
use crate::report::summary;
use crate::severity::{Severe, Severity};

pub use self::draw::{allocate, draw};
pub use self::plan::{Task, tasks};
pub use self::write::write;

/// By what sessions fall into strata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// All in one.
    Nothing,
    /// Who recorded them.
    Practitioner,
    /// The practitioner's unit.
    Unit,
    /// The month of the conversation.
    Month,
    /// The language spoken.
    Language,
}

/// What is wished for.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// How many sessions.
    pub count: usize,
    /// Same seed, same draw.
    pub seed: u64,
    /// The strata.
    pub by: By,
    /// The share of sessions that two people code, 0-1.
    pub double: f64,
    /// The coders' ids.
    pub coders: Vec<String>,
    /// The language of protocols and instructions.
    pub language: Language,
    /// The unit of each practitioner, for [`By::Unit`].
    pub units: BTreeMap<String, Option<String>>,
}

/// A session that was drawn.
pub struct Drawn {
    /// What coders call it: `S01`, `S02` …
    pub number: String,
    /// What was said.
    pub words: StoredWords,
}

/// A draw.
pub struct Sample {
    /// Names it, and its key: 8 hexadecimal digits of a hash of the wishes and the folders.
    pub id: String,
    /// The sessions by their number.
    pub sessions: Vec<Drawn>,
    /// How many there were to draw from.
    pub of: usize,
    /// Session folders that cannot be read, or in which no counsellor speaks.
    pub left_out: usize,
}

/// Why nothing was drawn or written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The folder of the reports cannot be read.
    #[error(transparent)]
    Reports(#[from] ReportError),
    /// It has no sessions.
    #[error("{0} has no sessions to draw from; name the folder that `gensvar run --out` filled")]
    NoSessions(PathBuf),
    /// More are wanted than there are.
    #[error("{found} sessions can be coded, {wanted} are wanted; ask for --count {found} or fewer")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many are wanted.
        wanted: usize,
    },
    /// Somebody may have coded there already.
    #[error("{0} is not empty, and may hold protocols that are filled in; name a new folder with --out")]
    NotEmpty(PathBuf),
    /// The protocols would lie beside the key.
    #[error("{0} lies among the reports, which coders must not see; name a folder elsewhere with --out")]
    AmongReports(PathBuf),
    /// A file cannot be written.
    #[error("{0}; free some space, or choose another folder with --out")]
    Write(#[from] io::Error),
    /// A workbook or table cannot be put together: a fault in this program.
    #[error("a protocol could not be put together: {0}; this is a fault in gensvar, please report it")]
    Format(String),
}

impl Severe for SampleError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// Draws from the sessions in `reports`.
///
/// # Errors
/// When the folder cannot be read, is empty, or has fewer sessions than wished for.
pub fn sample(reports: &Path, wishes: &Wishes) -> Result<Sample, SampleError> {
    let (pool, left_out) = pool(reports)?;
    if pool.is_empty() {
        return Err(SampleError::NoSessions(reports.to_owned()));
    }
    if pool.len() < wishes.count {
        return Err(SampleError::TooMany { found: pool.len(), wanted: wishes.count });
    }
    let strata: Vec<(String, String)> =
        pool.iter().map(|(folder, words)| (folder.clone(), stratum(words, wishes))).collect();
    let chosen = draw(&strata, wishes.count, wishes.seed);
    let id = identity(&strata, wishes);
    let digits = wishes.count.to_string().len().max(2);
    let mut pool: BTreeMap<String, StoredWords> = pool.into_iter().collect();
    let of = pool.len();
    let numbered = chosen.into_iter().zip(1_usize..);
    let sessions = numbered
        .filter_map(|(at, number)| {
            let words = pool.remove(&strata[at].0)?;
            Some(Drawn { number: format!("S{number:0digits$}"), words })
        })
        .collect();
    Ok(Sample { id, sessions, of, left_out })
}

/// The sessions in which a counsellor says something, with their folders' names, and how many others there are.
fn pool(reports: &Path) -> Result<(Vec<(String, StoredWords)>, usize), SampleError> {
    let folders = summary::session_folders(reports)?;
    let all = folders.len();
    let read = |folder: PathBuf| {
        let words = read_words(&folder).ok()?;
        let spoken = words.turns().any(|turn| turn.role == Role::Counsellor && !turn.text.trim().is_empty());
        Some((folder.file_name()?.to_str()?.to_owned(), words)).filter(|_| spoken)
    };
    let pool: Vec<_> = folders.into_iter().filter_map(read).collect();
    let left_out = all - pool.len();
    Ok((pool, left_out))
}

fn stratum(words: &StoredWords, wishes: &Wishes) -> String {
    match wishes.by {
        By::Nothing => String::new(),
        By::Practitioner => words.practitioner.clone(),
        By::Unit => wishes.units.get(&words.practitioner).cloned().flatten().unwrap_or_default(),
        By::Month => words.date.chars().take("2026-11".len()).collect(),
        By::Language => words.language.to_string(),
    }
}

fn identity(strata: &[(String, String)], wishes: &Wishes) -> String {
    let text = format!("{} {} {:?} {strata:?}", wishes.seed, wishes.count, wishes.by);
    Sha256::digest(text).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
