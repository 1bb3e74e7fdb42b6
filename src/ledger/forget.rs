//! Forgetting a practitioner or a session: everything that was derived from their recordings, in the folder of the
//! reports and in the ledger. Planned and shown first; stopped half-way, the same call finishes it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::files::{clear_unfinished, sync_folder};
use crate::ledger::{Ledger, LedgerError};
use crate::report::error::ReportError;
use crate::report::{summary, write};

/// The watcher's page and its data: they name practitioners, and the watcher writes them anew.
const STATUS: [&str; 2] = ["status.html", "status.json"];

/// Whom or what to forget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A practitioner, by the pseudonymous id.
    Practitioner(String),
    /// One session, by the 8 digits that its report shows, or more of its name.
    Session(String),
}

/// What will go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgetting {
    /// Report folders by name, hidden and half-written ones too; each has a row in `summary.csv` at most.
    pub folders: BTreeSet<String>,
    /// Rows of the ledger: sessions, claims, failures, deletions, planned removals.
    pub rows: usize,
    /// Sessions among them.
    pub sessions: usize,
    /// Notes in the watched folder about recordings that failed.
    pub notes: Vec<PathBuf>,
    /// Recordings in the watched folder: they are not derived from anything, and stay.
    pub recordings: Vec<PathBuf>,
}

impl Forgetting {
    /// Whether there is nothing to forget.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.rows == 0 && self.notes.is_empty()
    }
}

/// Rows about the forgotten, table by table: `?1` is a practitioner or NULL, `?2` the beginning of a session's name
/// or NULL. Failures, deletions and removals go first: they are found by way of the sessions and claims.
const ROWS: [(&str, &str); 5] = [
    ("failures", "(?1 IS NOT NULL AND practitioner = ?1) OR audio IN (SELECT audio FROM named)"),
    ("deletions", "session IN (SELECT session FROM named) OR audio IN (SELECT audio FROM named)"),
    ("removals", "subject IN (SELECT session FROM named) OR subject IN (SELECT audio FROM named)"),
    ("claims", "session IN (SELECT session FROM named)"),
    ("sessions", "session IN (SELECT session FROM named)"),
];

/// The sessions of the forgotten, with their recordings' hashes, wherever the ledger names them.
const NAMED: &str = "CREATE TEMP TABLE named AS
    SELECT session, audio FROM sessions WHERE practitioner = ?1 OR session LIKE ?2 || '%'
    UNION SELECT session, audio FROM claims WHERE practitioner = ?1 OR session LIKE ?2 || '%'";

impl Ledger {
    /// What forgetting `whose` would remove from the reports in `out`, the ledger, and the watched folder `inbox`.
    ///
    /// # Errors
    /// A folder cannot be read, or as every question.
    pub fn plan_to_forget(&self, whose: &Whose, out: &Path, inbox: Option<&Path>) -> Result<Forgetting, LedgerError> {
        let mut plan = Forgetting { folders: folders(whose, out)?, ..Forgetting::default() };
        self.ask(|db| {
            with_named(db, whose, |db, (practitioner, _)| {
                for (table, rows) in ROWS {
                    let sql = format!("SELECT count(*) FROM {table} WHERE ({rows}) AND (?1 IS NULL OR 1)");
                    let count = db.query_row(&sql, [practitioner], |row| row.get::<_, u32>(0))? as usize;
                    plan.rows += count;
                    plan.sessions += if table == "sessions" { count } else { 0 };
                }
                let mut known =
                    db.prepare("SELECT folder FROM sessions WHERE session IN (SELECT session FROM named)")?;
                for folder in known.query_map([], |row| row.get::<_, String>(0))? {
                    plan.folders.insert(folder?);
                }
                Ok(())
            })
        })?;
        plan.folders.retain(|folder| out.join(folder).is_dir());
        if let (Some(inbox), Whose::Practitioner(id)) = (inbox, whose) {
            watched(inbox, id, &mut plan).map_err(ReportError::from)?;
        }
        Ok(plan)
    }

    /// Forgets: report folders, `summary.csv`, notes, then the ledger's rows, of which not a byte is left in its
    /// file (what a disk keeps of freed blocks is beyond a program's reach). What stays is that something was forgotten, when, and how many sessions.
    ///
    /// # Errors
    /// A file cannot be removed, the ledger cannot be written, or another program reads it all the time
    /// ([`LedgerError::Locked`]): run it again.
    pub fn forget(&self, whose: &Whose, plan: &Forgetting, out: &Path) -> Result<(), LedgerError> {
        if self.is_read_only() {
            return Err(self.newer());
        }
        remove_files(whose, plan, out).map_err(ReportError::from)?;
        if out.is_dir() {
            clear_unfinished(out, Duration::ZERO).map_err(ReportError::from)?;
            summary::write_summary(out)?;
        }
        let now = self.now();
        self.ask(|db| {
            with_named(db, whose, |db, (practitioner, _)| {
                let change = db.unchecked_transaction()?;
                let mut sessions = 0;
                for (table, rows) in ROWS {
                    sessions = change.execute(
                        &format!("DELETE FROM {table} WHERE ({rows}) AND (?1 IS NULL OR 1)"),
                        [practitioner],
                    )?;
                }
                if sessions > 0 {
                    let sessions = sessions as i64;
                    change.execute("INSERT INTO forgotten (at, sessions) VALUES (?1, ?2)", (&now, sessions))?;
                }
                change.commit()
            })
        })?;
        self.shred()
    }

    /// Leaves no byte of removed rows in the ledger's files.
    pub(super) fn shred(&self) -> Result<(), LedgerError> {
        let held = self.ask(|db| {
            db.execute_batch("VACUUM")?;
            db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
        })?;
        if held { Err(LedgerError::Locked(self.path.clone())) } else { Ok(()) }
    }
}

/// Does `work` while the temporary table `named` holds the sessions of the forgotten.
fn with_named<T>(
    db: &Connection,
    whose: &Whose,
    work: impl FnOnce(&Connection, (Option<&str>, Option<&str>)) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let keys = match whose {
        Whose::Practitioner(id) => (Some(id.as_str()), None),
        Whose::Session(session) => (None, Some(session.as_str())),
    };
    // In memory: the names of the forgotten are not written to another file.
    db.execute_batch("PRAGMA temp_store = MEMORY; DROP TABLE IF EXISTS temp.named")?;
    db.execute(NAMED, keys)?;
    let done = work(db, keys);
    db.execute_batch("DROP TABLE temp.named")?;
    done
}

/// The report folders in `out` that belong to `whose`, by what they are called: hidden ones too.
fn folders(whose: &Whose, out: &Path) -> Result<BTreeSet<String>, ReportError> {
    let mut found = BTreeSet::new();
    if !out.is_dir() {
        return Ok(found);
    }
    for entry in fs_err::read_dir(out)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let belongs = |(owner, session): (String, String)| match whose {
            Whose::Practitioner(id) => owner == write::plain(id),
            Whose::Session(asked) => asked.starts_with(&session),
        };
        if write::read_folder_name(&name).is_some_and(belongs) {
            found.insert(name);
        }
    }
    Ok(found)
}

fn remove_files(whose: &Whose, plan: &Forgetting, out: &Path) -> io::Result<()> {
    for folder in &plan.folders {
        if folder.starts_with('.') {
            fs_err::remove_dir_all(out.join(folder))?;
        } else {
            write::remove_session(out, folder)?;
        }
    }
    for note in &plan.notes {
        fs_err::remove_file(note)?;
        sync_folder(note.parent().unwrap_or(Path::new(".")));
    }
    let (Whose::Practitioner(named) | Whose::Session(named)) = whose;
    for page in STATUS.map(|name| out.join(name)) {
        if fs_err::read_to_string(&page).is_ok_and(|text| text.contains(named)) {
            fs_err::remove_file(page)?;
        }
    }
    Ok(())
}

/// A practitioner's own folders in the watched folder: notes beside failed recordings, and recordings.
fn watched(inbox: &Path, id: &str, plan: &mut Forgetting) -> io::Result<()> {
    for state in ["", "working", "done", "failed"] {
        let folder = inbox.join(state).join(id);
        if !folder.is_dir() {
            continue;
        }
        for entry in fs_err::read_dir(folder)? {
            let path = entry?.path();
            let note = state == "failed" && path.extension().is_some_and(|ending| ending == "txt");
            if note { plan.notes.push(path) } else { plan.recordings.push(path) }
        }
    }
    Ok(())
}
