//! `summary.csv`: one row per session in an output folder, made anew from the sessions' own files,
//! so that it can be neither half nor doubled.

use std::path::{Path, PathBuf};

use crate::coding::miti::Code;
use crate::coding::score::Ratio;
use crate::coding::uncertainty::Interval;
use crate::files::write_atomic;
use crate::report::csv::{Table, inert};
use crate::report::error::ReportError;
use crate::report::json::{StoredSession, read_session};
use crate::report::model::Notice;

/// What was found while the summary was made.
#[derive(Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many sessions have a row.
    pub sessions: usize,
    /// Files that are not sessions of this version; they have no row and are left as they are.
    pub unreadable: Vec<PathBuf>,
}

/// Writes `dir/summary.csv` from every `session.json` in the folders of `dir`, in the order of the
/// folders' names. Call it when no session is being written: it shows what it finds.
///
/// A figure's `_low` and `_high` are the ends of its interval ([`crate::coding::uncertainty`]); `_high` is empty where it
/// has none. Ratios are empty for recordings under ten minutes, change talk where no goal was named, and
/// counts that are not estimated.
///
/// # Errors
/// [`ReportError::Write`] when the folder cannot be read or written.
pub fn write_summary(dir: &Path) -> Result<Summary, ReportError> {
    let mut table = Table::new("summary.csv", &columns())?;
    let mut summary = Summary { sessions: 0, unreadable: Vec::new() };
    for folder in session_folders(dir)? {
        match read_session(&folder) {
            Ok(session) => {
                table.row(&row(&session))?;
                summary.sessions += 1;
            }
            Err(_) => summary.unreadable.push(folder.join("session.json")),
        }
    }
    write_atomic(&dir.join("summary.csv"), table.finish()?.as_bytes())?;
    Ok(summary)
}

/// The sessions of this version that have a folder in `dir`, with the folder's name, in its order.
///
/// # Errors
/// [`ReportError::Write`] when the folder cannot be read.
pub fn sessions(dir: &Path) -> Result<Vec<(String, StoredSession)>, ReportError> {
    let read = |folder: PathBuf| Some((folder.file_name()?.to_str()?.to_owned(), read_session(&folder).ok()?));
    Ok(session_folders(dir)?.into_iter().filter_map(read).collect())
}

/// The folders of the sessions in `dir`, sorted; hidden folders are unfinished work.
///
/// # Errors
/// [`ReportError::Write`] when the folder cannot be read.
pub fn session_folders(dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let mut folders = Vec::new();
    for entry in fs_err::read_dir(dir)? {
        let entry = entry?;
        let folder = entry.path();
        if !entry.file_name().to_string_lossy().starts_with('.') && folder.join("session.json").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Figures over the counts, in the order of their columns.
const RATIOS: [&str; 5] =
    ["reflections_to_questions", "complex_reflections", "adherent", "non_adherent", "change_talk"];

fn columns() -> Vec<String> {
    let mut columns = vec!["session", "practitioner", "date", "language", "feedback"];
    columns.extend(Code::ALL.map(Code::abbreviation));
    columns.extend(RATIOS);
    columns.extend(["counsellor_seconds", "client_seconds", "volleys"]);
    let figures = Code::ALL.map(Code::abbreviation).into_iter().chain(RATIOS);
    let ends = figures.flat_map(|figure| [format!("{figure}_low"), format!("{figure}_high")]);
    columns.into_iter().map(str::to_owned).chain(ends).collect()
}

fn row(session: &StoredSession) -> Vec<String> {
    let score = &session.score;
    let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    let counts_only = session.notices.contains(&Notice::Short);
    let ratio = |ratio: &Ratio, shown: bool| {
        ratio.value.filter(|_| shown && !counts_only).map(|value| format!("{value:.3}")).unwrap_or_default()
    };
    let code = |code: Code| score.counts.iter().find(|(of, _)| *of == code).and_then(|(_, count)| *count);
    let mut row = vec![
        inert(&session.session),
        inert(&session.practitioner),
        inert(&session.date),
        session.language.to_string(),
        session.feedback.to_string(),
    ];
    row.extend(Code::ALL.map(|of| count(code(of))));
    row.extend([
        ratio(&score.reflections_to_questions, true),
        ratio(&score.complex_reflections, true),
        count(score.adherent),
        count(score.non_adherent),
        ratio(&score.change_talk, session.goal.is_some()),
        format!("{:.0}", score.talk_time.counsellor.seconds()),
        format!("{:.0}", score.talk_time.client.seconds()),
        score.volleys.to_string(),
    ]);
    let intervals = &score.intervals;
    let end = |end: Option<f64>| end.map(|end| format!("{end:.3}")).unwrap_or_default();
    let ends = |interval: Option<Interval>| [end(interval.map(|of| of.low)), end(interval.and_then(|of| of.high))];
    row.extend(Code::ALL.into_iter().flat_map(|of| ends(intervals.count(of))));
    row.extend(ends(intervals.reflections_to_questions.filter(|_| !counts_only)));
    row.extend(ends(intervals.complex_reflections.filter(|_| !counts_only)));
    row.extend(ends(intervals.adherent));
    row.extend(ends(intervals.non_adherent));
    row.extend(ends(intervals.change_talk.filter(|_| !counts_only && session.goal.is_some())));
    row
}
