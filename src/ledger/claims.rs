//! Who works on what since when, how far it came, and what failed.
//!
//! A claim does not lock: one watcher at a time holds its folder by other means. A claim that a killed process
//! left behind is simply taken again, and counted.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::ledger::{Ledger, LedgerError, stamp};

/// Work on a recording is about to begin.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// The session: 64 hexadecimal digits, of which reports show the first 8.
    pub session: &'a str,
    /// sha256 of the recording.
    pub audio: &'a str,
    /// Names recording, settings and models together.
    pub fingerprint: &'a str,
    /// sha256 over the models' hashes.
    pub models: &'a str,
    /// sha256 over the settings.
    pub settings: &'a str,
    /// Pseudonymous id.
    pub practitioner: &'a str,
    /// Day of the conversation, ISO 8601.
    pub date: &'a str,
    /// Who works: the verb and its process, as `run 4711`.
    pub worker: &'a str,
    /// Claim it even when it has a report made in the same way: it is wanted anew, or its folder is gone.
    pub renew: bool,
}

/// What the ledger knows of a session when it is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// Nothing.
    Fresh,
    /// Somebody began and did not come to the end.
    Again {
        /// How often it was begun, this time included.
        attempts: u32,
    },
    /// It has a report, made in just this way; no claim is noted.
    Reported {
        /// The report's folder in the output folder.
        folder: String,
        /// When, UTC.
        at: String,
    },
    /// It has a report that was made in another way (other settings, models or version), or is made anew; it is
    /// claimed.
    Outdated {
        /// The earlier report's folder: it goes when the new report is durable.
        folder: String,
    },
}

/// How far a recording has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Work has begun.
    Claimed,
    /// Everything up to the scores is done, in memory.
    Scored,
    /// The report is on the disk.
    Written,
    /// The ledger has its figures.
    Reported,
    /// What the policy wants of the recording is done.
    Settled,
}

impl Stage {
    /// The ledger's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Scored => "scored",
            Self::Written => "written",
            Self::Reported => "reported",
            Self::Settled => "settled",
        }
    }
}

/// What happened today, here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// Sessions that got a report.
    pub reported: u32,
    /// Recordings whose last attempt failed.
    pub failed: u32,
    /// Recordings that were deleted or moved after their report.
    pub settled: u32,
}

impl Ledger {
    /// Notes that work on a session begins, and says what is known of it. A session that has a report made in
    /// the same way is not claimed, unless [`Claim::renew`].
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn claim(&self, claim: &Claim) -> Result<Claimed, LedgerError> {
        let now = self.now();
        self.change(|db| {
            let known = known_report(db, claim)?;
            if let Some((folder, at, true)) = &known
                && !claim.renew
            {
                return Ok(Claimed::Reported { folder: folder.clone(), at: at.clone() });
            }
            let attempts = db.query_row(
                "INSERT INTO claims (session, audio, fingerprint, models, settings, practitioner, date, worker,
                                     first_at, at, attempts, stage)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, 1, ?10)
                 ON CONFLICT (session) DO UPDATE SET
                     attempts = CASE WHEN stage IN ('reported', 'settled') THEN 1 ELSE attempts + 1 END,
                     fingerprint = ?3, models = ?4, settings = ?5, practitioner = ?6, date = ?7, worker = ?8,
                     at = ?9, stage = ?10
                 RETURNING attempts",
                params![
                    claim.session,
                    claim.audio,
                    claim.fingerprint,
                    claim.models,
                    claim.settings,
                    claim.practitioner,
                    claim.date,
                    claim.worker,
                    now,
                    Stage::Claimed.word(),
                ],
                |row| row.get(0),
            )?;
            Ok(match (known, attempts) {
                (Some((folder, ..)), _) => Claimed::Outdated { folder },
                (None, 1) => Claimed::Fresh,
                (None, attempts) => Claimed::Again { attempts },
            })
        })
    }

    /// How often work on a session was begun without coming to its end; 0 where nothing is known of it.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn attempts(&self, session: &str) -> Result<u32, LedgerError> {
        self.ask(|db| {
            let sql = "SELECT attempts FROM claims WHERE session = ?1 AND stage NOT IN ('reported', 'settled')";
            Ok(db.query_row(sql, [session], |row| row.get(0)).optional()?.unwrap_or(0))
        })
    }

    /// Gives a claim up: the next one begins to count anew.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn give_up(&self, session: &str) -> Result<(), LedgerError> {
        self.change(|db| db.execute("UPDATE claims SET attempts = 0 WHERE session = ?1", [session]).map(drop))
    }

    /// Notes how far a claimed session has come.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn stage_done(&self, session: &str, stage: Stage) -> Result<(), LedgerError> {
        self.change(|db| {
            db.execute("UPDATE claims SET stage = ?2 WHERE session = ?1", params![session, stage.word()]).map(drop)
        })
    }

    /// Notes that a recording has no report, and returns how often that has happened to it. `kind` is a
    /// machine's word (`no-speech`), never a message: messages may name files.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn failed(&self, audio: &str, practitioner: Option<&str>, kind: &str) -> Result<u32, LedgerError> {
        let now = self.now();
        self.change(|db| {
            db.query_row(
                "INSERT INTO failures (audio, practitioner, kind, first_at, at, attempts) VALUES (?1, ?2, ?3, ?4, ?4, 1)
                 ON CONFLICT (audio) DO UPDATE SET
                     practitioner = coalesce(?2, practitioner), kind = ?3, at = ?4, attempts = attempts + 1
                 RETURNING attempts",
                params![audio, practitioner, kind, now],
                |row| row.get(0),
            )
        })
    }

    /// What happened on the day that it is now, where this computer is.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn counts_today(&self) -> Result<Today, LedgerError> {
        let (from, to) = day_of((self.clock)());
        self.ask(|db| {
            let count = |sql: &str| db.query_row(sql, [&from, &to], |row| row.get::<_, u32>(0));
            Ok(Today {
                reported: count("SELECT count(*) FROM sessions WHERE reported_at >= ?1 AND reported_at < ?2")?,
                failed: count("SELECT count(*) FROM failures WHERE at >= ?1 AND at < ?2")?,
                settled: count("SELECT count(*) FROM deletions WHERE done_at >= ?1 AND done_at < ?2")?,
            })
        })
    }
}

/// The report that the session has: its folder, when it was made, and whether it was made in just this way. A
/// session that was read back from its report is known by the first digits of its name and the fingerprint; it
/// gets its full name now. The digits alone are not enough: another recording's report must never be replaced.
fn known_report(db: &Transaction, claim: &Claim) -> rusqlite::Result<Option<(String, String, bool)>> {
    let short: String = claim.session.chars().take(8).collect();
    db.execute(
        "UPDATE OR IGNORE sessions SET session = ?1, audio = ?2 WHERE session = ?3 AND fingerprint = ?4",
        params![claim.session, claim.audio, short, claim.fingerprint],
    )?;
    let reported = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    db.query_row(
        "SELECT folder, reported_at, coalesce(fingerprint = ?2, 0) FROM sessions WHERE session = ?1",
        [claim.session, claim.fingerprint],
        reported,
    )
    .optional()
}

/// The beginning and the end of the day that holds `now`, in this computer's time zone.
fn day_of(now: Timestamp) -> (String, String) {
    let today = now.to_zoned(TimeZone::system());
    let start = today.start_of_day().unwrap_or_else(|_| today.clone());
    let end = today.tomorrow().and_then(|tomorrow| tomorrow.start_of_day()).unwrap_or(today);
    (stamp(start.timestamp()), stamp(end.timestamp()))
}
