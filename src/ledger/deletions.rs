//! What became of recordings after their report: planned, done, and told in the report, one after the other.

use rusqlite::{Row, params};

use crate::ledger::claims::Stage;
use crate::ledger::{Ledger, LedgerError};

/// What the policy does with a recording once its report is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposal {
    /// It is deleted.
    Delete,
    /// It is moved to another folder.
    Move,
}

impl Disposal {
    fn word(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Move => "move",
        }
    }

    fn of(word: &str) -> Self {
        if word == "move" { Self::Move } else { Self::Delete }
    }
}

/// How it is known that a recording is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// This program did it.
    Done,
    /// It was planned, the program was stopped, and afterwards the recording was no longer there.
    FoundGone,
}

/// A recording's end, planned or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// Its number in the ledger.
    pub id: i64,
    /// sha256 of the recording.
    pub audio: String,
    /// The session whose report was durable.
    pub session: String,
    /// Deleted or moved.
    pub disposal: Disposal,
    /// While planned: a hash of the folder that the recording lies in, salted with the recording's own.
    pub place: Option<String>,
    /// When it was planned, UTC.
    pub planned_at: String,
    /// When it was done, UTC.
    pub done_at: Option<String>,
    /// The report's folder, where the session still has one.
    pub folder: Option<String>,
    /// Whether the report says so.
    pub told: bool,
}

impl Ledger {
    /// Notes that a recording, whose report is durable and noted, is about to be deleted or moved; `place` names
    /// its folder by a salted hash. The same plan is noted once.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn plan_deletion(
        &self,
        audio: &str,
        session: &str,
        disposal: Disposal,
        place: &str,
    ) -> Result<i64, LedgerError> {
        let now = self.now();
        self.change(|db| {
            db.execute("DELETE FROM deletions WHERE audio = ?1 AND place = ?2 AND done_at IS NULL", [audio, place])?;
            db.query_row(
                "INSERT INTO deletions (audio, session, policy, place, planned_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 RETURNING id",
                [audio, session, disposal.word(), place, &now],
                |row| row.get(0),
            )
        })
    }

    /// Notes that it is done and durable; returns the time that stands in the ledger.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn deletion_done(&self, id: i64, how: How) -> Result<String, LedgerError> {
        let now = self.now();
        let how = match how {
            How::Done => "done",
            How::FoundGone => "found-gone",
        };
        self.change(|db| {
            db.execute(
                "UPDATE deletions SET done_at = ?2, how = ?3, place = NULL WHERE id = ?1",
                params![id, now, how],
            )?;
            db.execute(
                "UPDATE claims SET stage = ?2 WHERE session = (SELECT session FROM deletions WHERE id = ?1)",
                params![id, Stage::Settled.word()],
            )?;
            // That it could not be done before is over.
            db.execute("DELETE FROM failures WHERE audio = (SELECT audio FROM deletions WHERE id = ?1)", [id])?;
            Ok(now)
        })
    }

    /// Notes that the report says so.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn deletion_told(&self, id: i64) -> Result<(), LedgerError> {
        self.change(|db| db.execute("UPDATE deletions SET told = 1 WHERE id = ?1", [id]).map(drop))
    }

    /// Takes back a plan: the recording stays.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn deletion_cancelled(&self, id: i64) -> Result<(), LedgerError> {
        self.change(|db| db.execute("DELETE FROM deletions WHERE id = ?1 AND done_at IS NULL", [id]).map(drop))
    }

    /// What was planned and is not done, or is done and not told: the work of a stopped program.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn unfinished_deletions(&self) -> Result<Vec<Deletion>, LedgerError> {
        self.deletions_where("done_at IS NULL OR told = 0")
    }

    /// Every deletion, in the order in which they were planned.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn deletions(&self) -> Result<Vec<Deletion>, LedgerError> {
        self.deletions_where("1")
    }

    fn deletions_where(&self, condition: &str) -> Result<Vec<Deletion>, LedgerError> {
        self.ask(|db| {
            let mut rows = db.prepare(&format!(
                "SELECT id, d.audio, d.session, policy, place, planned_at, done_at, folder, told
                 FROM deletions d LEFT JOIN sessions s ON s.session = d.session AND s.report_removed_at IS NULL
                 WHERE {condition} ORDER BY id"
            ))?;
            rows.query_map([], deletion)?.collect()
        })
    }
}

fn deletion(row: &Row) -> rusqlite::Result<Deletion> {
    Ok(Deletion {
        id: row.get(0)?,
        audio: row.get(1)?,
        session: row.get(2)?,
        disposal: Disposal::of(&row.get::<_, String>(3)?),
        place: row.get(4)?,
        planned_at: row.get(5)?,
        done_at: row.get(6)?,
        folder: row.get(7)?,
        told: row.get(8)?,
    })
}
