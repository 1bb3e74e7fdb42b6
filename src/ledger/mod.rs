//! The ledger: one SQLite file that knows who worked on what, which sessions have a report and which recordings
//! are gone. It holds hashes, ids, dates and figures; no text of a conversation and no file name.
//!
//! It lies on a disk of this computer: SQLite's write-ahead log, which keeps readers and a writer apart, does not work
//! on network shares. Reports may lie there; `--ledger` then puts the ledger elsewhere.
//!
//! Every change is one transaction that is on the disk when the method returns. Times are UTC and only noted:
//! no decision about a recording depends on the clock going forward.

pub mod claims;
pub mod deletions;
pub mod error;
mod failed_files;
pub mod follow_up;
pub mod follow_up_page;
pub mod forget;
pub mod replaced;
pub mod retention;
pub mod roster;
pub mod schema;
pub mod sessions;
pub mod term;
pub mod trends;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use error::LedgerError;

/// How long to wait for another program that is writing.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// The ledger's name in the output folder.
pub const FILE_NAME: &str = "ledger.db";

/// An open ledger: one connection, to be used by one thread at a time.
#[derive(Debug)]
pub struct Ledger {
    db: Connection,
    path: PathBuf,
    version: u32,
    clock: fn() -> Timestamp,
}

impl Ledger {
    /// Opens the ledger at `path`, makes it when it is not there, and brings an old one to this program's form.
    /// One of a newer form is opened to read.
    ///
    /// # Errors
    /// The file cannot be made or read, is damaged, or is held by another program for longer than [`PATIENCE`].
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let fault = |e: rusqlite::Error| LedgerError::of(path, &e);
        let db = Connection::open(path).map_err(fault)?;
        let version = prepare(&db).map_err(fault)?;
        Ok(Self { db, path: path.to_owned(), version, clock: Timestamp::now })
    }

    /// Whether it can only be read, because a newer gensvar wrote it.
    pub fn is_read_only(&self) -> bool {
        self.version > schema::VERSION
    }

    /// What to tell when something should have been written to a ledger that can only be read.
    pub fn newer(&self) -> LedgerError {
        LedgerError::Newer { path: self.path.clone(), version: self.version }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same ledger by another clock, for tests of what a clock that moves must not do.
    #[must_use]
    pub fn by_clock(self, clock: fn() -> Timestamp) -> Self {
        Self { clock, ..self }
    }

    /// Now, as the ledger writes it.
    pub(crate) fn now(&self) -> String {
        stamp((self.clock)())
    }

    /// Reads.
    fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        question(&self.db).map_err(|e| LedgerError::of(&self.path, &e))
    }

    /// Writes, all or nothing; on the disk when it returns.
    fn change<T>(&self, make: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        if self.is_read_only() {
            return Err(self.newer());
        }
        self.ask(|db| {
            let change = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
            let made = make(&change)?;
            change.commit()?;
            Ok(made)
        })
    }
}

/// Makes a connection as every change needs it, and the ledger as this program writes it; returns its version.
fn prepare(db: &Connection) -> rusqlite::Result<u32> {
    db.busy_timeout(PATIENCE)?;
    if schema::version(db)? > schema::VERSION {
        db.pragma_update(None, "query_only", "ON")?;
    } else {
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        schema::migrate(db)?;
    }
    schema::version(db)
}

/// A time in the ledger's form, to the second: the order of the texts is the order of the times.
pub(crate) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
