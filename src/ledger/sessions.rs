//! Sessions that have a report: whose, when, and their figures.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::coding::miti::Code;
use crate::coding::score::Ratio;
use crate::ledger::claims::Stage;
use crate::ledger::{Ledger, LedgerError, stamp};
use crate::report::json::StoredSession;
use crate::report::model::Notice;
use crate::report::summary;

/// The id of a practitioner whom nobody named.
pub const NOBODY: &str = "anonym";

/// A session as the ledger keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its name: 64 hexadecimal digits, or the first 8 where it was read back from a report.
    pub session: String,
    /// sha256 of the recording, where it is known.
    pub audio: Option<String>,
    /// Pseudonymous id.
    pub practitioner: String,
    /// Day of the conversation, ISO 8601.
    pub date: String,
    /// Its report's folder in the output folder.
    pub folder: String,
    /// When it was reported, UTC.
    pub reported_at: String,
    /// Whether its report was removed since, as retention was planned.
    pub report_removed: bool,
    /// Its figures.
    pub figures: Figures,
}

/// What is kept of a session's measures: numbers only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Length of the coded part, minutes; `None` for a transcript without times.
    pub minutes: Option<f64>,
    /// Under ten minutes: counts only (MITI 4.2.1, section B).
    pub counts_only: bool,
    /// Count per code; `None` where the model does not estimate it.
    pub counts: Vec<(Code, Option<usize>)>,
    /// R:Q.
    pub reflections_to_questions: Ratio,
    /// %CR.
    pub complex_reflections: Ratio,
    /// MI-adherent, where estimated.
    pub adherent: Option<usize>,
    /// MI-non-adherent, where estimated.
    pub non_adherent: Option<usize>,
    /// Share of change talk; `None` where no goal was named.
    pub change_talk: Option<Ratio>,
}

impl Figures {
    /// The figures of a report.
    pub fn of(session: &StoredSession) -> Self {
        let score = &session.score;
        Self {
            minutes: session.segment.as_ref().map(|segment| segment.span.length().minutes()),
            counts_only: session.notices.contains(&Notice::Short),
            counts: score.counts.clone(),
            reflections_to_questions: score.reflections_to_questions,
            complex_reflections: score.complex_reflections,
            adherent: score.adherent,
            non_adherent: score.non_adherent,
            change_talk: session.goal.as_ref().map(|_| score.change_talk),
        }
    }
}

/// A report that is on the disk.
#[derive(Clone, Debug)]
pub struct Reported<'a> {
    /// The session: 64 hexadecimal digits.
    pub session: &'a str,
    /// sha256 of the recording.
    pub audio: &'a str,
    /// sha256 over the models' hashes.
    pub models: &'a str,
    /// sha256 over the settings.
    pub settings: &'a str,
    /// The report's folder in the output folder.
    pub folder: &'a str,
    /// What the report's `session.json` says.
    pub stored: &'a StoredSession,
}

/// Which sessions are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct Filter<'a> {
    /// Of this practitioner.
    pub practitioner: Option<&'a str>,
    /// With conversations from this day on, ISO 8601.
    pub from: Option<&'a str>,
    /// With conversations up to and including this day.
    pub to: Option<&'a str>,
}

impl Ledger {
    /// Notes a report that is on the disk; an earlier one of the same session or in the same folder is
    /// replaced, and a failure of the recording is over.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn reported(&self, report: &Reported) -> Result<(), LedgerError> {
        let now = self.now();
        self.change(|db| {
            insert(db, report.session, Some(report), report.folder, report.stored, &now)?;
            db.execute("DELETE FROM failures WHERE audio = ?1", [report.audio])?;
            db.execute(
                "UPDATE claims SET stage = ?2, at = ?3 WHERE session = ?1",
                [report.session, Stage::Reported.word(), &now],
            )
            .map(drop)
        })
    }

    /// The sessions that have (or had) a report, by practitioner and date.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn sessions(&self, filter: &Filter) -> Result<Vec<Session>, LedgerError> {
        self.ask(|db| {
            let mut rows = db.prepare(
                "SELECT session, audio, practitioner, date, folder, reported_at, report_removed_at IS NOT NULL, figures
                 FROM sessions
                 WHERE (?1 IS NULL OR practitioner = ?1) AND (?2 IS NULL OR date >= ?2) AND (?3 IS NULL OR date <= ?3)
                 ORDER BY practitioner, date, session",
            )?;
            rows.query_map(params![filter.practitioner, filter.from, filter.to], session)?.collect()
        })
    }

    /// Every practitioner whom the ledger has met, reported or not, in order.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn practitioners(&self) -> Result<Vec<String>, LedgerError> {
        self.ask(|db| {
            let mut rows =
                db.prepare("SELECT practitioner FROM sessions UNION SELECT practitioner FROM claims ORDER BY 1")?;
            rows.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Reads the sessions back from the reports in `out` when the ledger has none: it is new, or the old one was
    /// lost. Returns how many. The record of deletions cannot be read back.
    ///
    /// # Errors
    /// The folder cannot be read, or as every change.
    pub fn take_in_reports(&self, out: &Path) -> Result<usize, LedgerError> {
        let empty =
            self.ask(|db| db.query_row("SELECT count(*) = 0 FROM sessions", [], |row| row.get::<_, bool>(0)))?;
        if !empty || self.is_read_only() || !out.is_dir() {
            return Ok(0);
        }
        let found = summary::sessions(out)?;
        self.change(|db| {
            for (folder, stored) in &found {
                let at = written(&out.join(folder)).map_or_else(|| self.now(), stamp);
                insert(db, &stored.session, None, folder, stored, &at)?;
            }
            Ok(found.len())
        })
    }
}

/// When the report in `folder` was written, as far as the file system knows.
fn written(folder: &Path) -> Option<Timestamp> {
    let time = fs_err::metadata(folder.join("session.json")).and_then(|facts| facts.modified()).ok()?;
    Timestamp::try_from(time).ok()
}

fn insert(
    db: &Transaction,
    session: &str,
    report: Option<&Reported>,
    folder: &str,
    stored: &StoredSession,
    now: &str,
) -> rusqlite::Result<()> {
    let figures = serde_json::to_string(&Figures::of(stored)).expect("numbers and lists of numbers become JSON");
    // REPLACE also takes away another session's row with the same folder: its report was written over.
    db.execute(
        "INSERT OR REPLACE INTO sessions
             (session, audio, fingerprint, models, settings, practitioner, date, folder, figures, reported_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            session,
            report.map(|report| report.audio),
            stored.fingerprint,
            report.map(|report| report.models),
            report.map(|report| report.settings),
            stored.practitioner,
            stored.date,
            folder,
            figures,
            now,
        ],
    )
    .map(drop)
}

fn session(row: &Row) -> rusqlite::Result<Session> {
    let figures: String = row.get(7)?;
    let unreadable = |e| rusqlite::Error::FromSqlConversionFailure(7, rusqlite::types::Type::Text, Box::new(e));
    Ok(Session {
        session: row.get(0)?,
        audio: row.get(1)?,
        practitioner: row.get(2)?,
        date: row.get(3)?,
        folder: row.get(4)?,
        reported_at: row.get(5)?,
        report_removed: row.get(6)?,
        figures: serde_json::from_str(&figures).map_err(unreadable)?,
    })
}
