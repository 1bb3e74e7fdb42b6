//! What can go wrong with the ledger, and what to do about it.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::report::error::ReportError;
use crate::severity::{Severe, Severity};

/// The ledger cannot be used. Nothing is worked on without it: what is not noted could be lost.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no ledger, and this verb makes none.
    #[error("there is no ledger {0}; name the folder of the reports with --out, or the ledger with --ledger")]
    Missing(PathBuf),
    /// It cannot be opened or written: no permission, no such folder, a network share.
    #[error(
        "the ledger {path} cannot be opened or written: {reason}; a ledger must lie on a disk of this computer, not on a network share: choose another place with --ledger"
    )]
    Unusable {
        /// The ledger.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// Another program holds it for longer than [`super::PATIENCE`].
    #[error("the ledger {0} is in use by another program; wait until that is done, then try again")]
    Locked(PathBuf),
    /// Its disk takes no more.
    #[error(
        "the ledger {0} could not be read or written: its disk is full, failing or no longer there; free some space or see to it, then run the same command again"
    )]
    Full(PathBuf),
    /// It is no ledger, or its bytes were damaged.
    #[error(
        "{0} is damaged or no ledger; move it away: gensvar then makes a new one from the reports, which hold the sessions but not the record of deletions"
    )]
    Damaged(PathBuf),
    /// It was written by a newer gensvar: it can be read and not written.
    #[error("the ledger {path} was written by a newer gensvar (version {version} of its form); update gensvar")]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// The reports beside it cannot be read or written.
    #[error(transparent)]
    Reports(#[from] ReportError),
}

impl LedgerError {
    /// What SQLite says, as what the user can do about it.
    pub(super) fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Self::Full(path),
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged(path),
            _ => Self::Unusable { path, reason: error.to_string() },
        }
    }
}

impl Severe for LedgerError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}
