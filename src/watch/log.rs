//! What a watcher says of its work: lines for a person or a journal and, on request, JSON in a folder, a file
//! a day. Hashes, ids, counts and words of machines; no content and no file's name.

use std::io;
use std::path::Path;

use tracing::Level;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Files that are kept: about a month.
const KEPT: usize = 31;

/// A log cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the log cannot be written to {folder}: {reason}; choose another folder with --log")]
pub struct LogError {
    folder: String,
    reason: String,
}

/// Starts telling: to standard error, and to JSON files in `folder` when one is given.
///
/// # Errors
/// The folder cannot be made or written to.
pub fn start(folder: Option<&Path>) -> Result<(), LogError> {
    // What libraries say may name files.
    let ours = || Targets::new().with_target(env!("CARGO_PKG_NAME"), Level::INFO);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_target(false).with_ansi(false);
    let files = folder.map(appender).transpose()?;
    let files = files.map(|files| tracing_subscriber::fmt::layer().json().with_target(false).with_writer(files));
    let registry = tracing_subscriber::registry().with(lines.with_filter(ours()));
    // A program starts telling once; a second start has nothing to add.
    let _ = registry.with(files.map(|files| files.with_filter(ours()))).try_init();
    Ok(())
}

fn appender(folder: &Path) -> Result<RollingFileAppender, LogError> {
    let mistake = |reason: String| LogError { folder: folder.display().to_string(), reason };
    fs_err::create_dir_all(folder).map_err(|e| mistake(e.kind().to_string()))?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("gensvar")
        .filename_suffix("jsonl")
        .max_log_files(KEPT)
        .build(folder)
        .map_err(|e| mistake(e.to_string()))
}
