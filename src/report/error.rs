//! What can go wrong while a report is made or written.

use std::io;

use crate::severity::{Severe, Severity};

/// A report could not be made or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The page could not be put together: a fault in this program, not in the recording.
    #[error("the report page could not be put together: {0}; this is a fault in gensvar, please report it")]
    Page(#[from] minijinja::Error),
    /// The data could not be put into a file's format: a fault in this program.
    #[error("the session could not be written as {format}: {reason}; this is a fault in gensvar, please report it")]
    Format {
        /// The file that was being made.
        format: &'static str,
        /// What the format's library says.
        reason: String,
    },
    /// The output folder cannot be written to (no space, no permission, a file open elsewhere).
    /// The source names the path.
    #[error("{0}; free some space, close the report where it is open, or choose another folder with --out")]
    Write(#[from] io::Error),
}

impl Severe for ReportError {
    fn severity(&self) -> Severity {
        match self {
            Self::Page(_) | Self::Format { .. } => Severity::Recording,
            Self::Write(_) => Severity::Batch,
        }
    }
}
