//! What became of the recording, told to a report that is already on the disk.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::files::{clear_unfinished, write_atomic};
use crate::language::Language;
use crate::phrases::fill;
use crate::report::catalogue::Catalogue;
use crate::report::error::ReportError;
use crate::report::model::RecordingFate;

/// What a `session.json` says of its recording.
#[derive(Deserialize)]
struct Told {
    recording: Option<RecordingFate>,
    #[serde(default)]
    recording_gone_at: Option<String>,
}

/// The report's sentence about its recording; `at` is when it was deleted or moved, UTC.
pub(super) fn sentence(text: &Catalogue, fate: RecordingFate, at: Option<&str>) -> String {
    let words = &text.about;
    let phrase = match fate {
        RecordingFate::Kept => &words.recording_kept,
        RecordingFate::ToBeDeleted => &words.recording_to_be_deleted,
        RecordingFate::Deleted => &words.recording_deleted,
        RecordingFate::ToBeMoved => &words.recording_to_be_moved,
        RecordingFate::Moved => &words.recording_moved,
    };
    fill(phrase, &[("when", &at.map(readable).unwrap_or_default())])
}

/// `2026-11-21T22:59:00Z` as people read it.
fn readable(at: &str) -> String {
    let minutes: String = at.replace('T', " ").chars().take(16).collect();
    format!("{minutes} UTC")
}

/// Rewrites the report in `folder` so that it says what became of its recording: first the page, then
/// `session.json`, each at once. A report that says so already is left as it is; so is one that tells of a
/// recording that is gone, when a second copy of the recording follows the first.
///
/// # Errors
/// [`ReportError::Write`] when a file cannot be read or written.
pub fn tell(folder: &Path, fate: RecordingFate, at: Option<&str>) -> Result<(), ReportError> {
    let path = folder.join("session.json");
    let json = fs_err::read_to_string(&path)?;
    let fault = |e: serde_json::Error| ReportError::Format { format: "session.json", reason: e.to_string() };
    let told: Told = serde_json::from_str(&json).map_err(fault)?;
    let Some(before) = told.recording else { return Ok(()) };
    if before == fate || matches!(before, RecordingFate::Deleted | RecordingFate::Moved) {
        return Ok(());
    }
    let page = folder.join("report.html");
    let mut html = fs_err::read_to_string(&page)?;
    for language in [Language::Swedish, Language::Bokmal, Language::English] {
        let text = Catalogue::load(language);
        html = html.replace(&sentence(&text, before, told.recording_gone_at.as_deref()), &sentence(&text, fate, at));
    }
    // Nobody else writes into a session's folder: what lies there unfinished is a killed program's.
    clear_unfinished(folder, Duration::ZERO)?;
    write_atomic(&page, html.as_bytes())?;
    let old = line(before, told.recording_gone_at.as_deref())?;
    // Reports of earlier versions do not say when.
    let old = if json.contains(&old) { old } else { old.split_inclusive(",\n").take(1).collect() };
    write_atomic(&path, json.replacen(&old, &line(fate, at)?, 1).as_bytes())?;
    Ok(())
}

/// How `session.json` says it. No text in the file can look like this: line feeds in texts are escaped.
fn line(fate: RecordingFate, at: Option<&str>) -> Result<String, ReportError> {
    let fault = |e: serde_json::Error| ReportError::Format { format: "session.json", reason: e.to_string() };
    let (fate, at) = (serde_json::to_string(&fate).map_err(fault)?, serde_json::to_string(&at).map_err(fault)?);
    Ok(format!("\n  \"recording\": {fate},\n  \"recording_gone_at\": {at},\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sentence_changes_when_it_is_put_into_a_page() {
        for language in [Language::Swedish, Language::Bokmal, Language::English] {
            let text = Catalogue::load(language);
            for fate in [RecordingFate::Kept, RecordingFate::ToBeDeleted, RecordingFate::ToBeMoved] {
                let sentence = sentence(&text, fate, None);
                assert!(!sentence.contains(['<', '>', '&', '"', '\'', '/', '{']), "{sentence}");
            }
        }
    }
}
