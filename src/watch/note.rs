//! The note beside a recording in failed: what was wrong and what to do, in the coach's language.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::language::Language;
use crate::phrases::fill;
use crate::watch::text::Text;
use crate::watch::trouble::Reason;

/// Begins the last line, which says the reason in a word: the status page reads it back.
const SIGN: &str = "gensvar: ";

/// A recording that failed.
pub(super) struct Failure<'a> {
    /// Where it lies below failed; the name is the person's own.
    pub(super) recording: &'a Path,
    /// Why.
    pub(super) reason: Reason,
    /// The program's own words, for IT support.
    pub(super) technical: &'a str,
}

/// The note's text.
pub(super) fn write(text: &Text, failure: &Failure) -> String {
    let (note, reason) = (&text.note, text.reason(failure.reason));
    let name = failure.recording.file_name().unwrap_or_default().to_string_lossy();
    let folder = failure.recording.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A folder that is named wrongly is not the place to put it back.
    let folder = folder.filter(|_| failure.reason != Reason::Practitioner);
    let folder = folder.map(|folder| fill(&note.again_folder, &[("folder", &folder.to_string_lossy())]));
    let now = Timestamp::now().to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let parts = [
        format!("{}\n{}", note.title, "=".repeat(note.title.chars().count())),
        format!("{}\n{}", fill(&note.recording, &[("name", &name)]), fill(&note.when, &[("time", &now)])),
        format!("{}: {}\n{}", note.what, reason.title, reason.what),
        format!("{}\n{}", note.todo, reason.todo),
        format!("{}\n{}", note.again, fill(&note.again_steps, &[("folder", &folder.unwrap_or_default())])),
        format!("{}\n{}\n{SIGN}{}\n", note.technical, failure.technical, failure.reason.word()),
    ];
    parts.join("\n\n")
}

/// The name of the note for `recording`.
pub(super) fn path(text: &Text, recording: &Path) -> PathBuf {
    let mut name = recording.file_name().unwrap_or_default().to_owned();
    name.push(suffix(text));
    recording.with_file_name(name)
}

/// The recording that a file is the note for, if it is named as one in any language.
pub(super) fn recording(note: &Path) -> Option<PathBuf> {
    let name = note.file_name()?.to_str()?;
    static SUFFIXES: LazyLock<Vec<String>> =
        LazyLock::new(|| Language::ALL.map(|language| suffix(&Text::load(language))).into());
    let recording = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix.as_str()))?;
    Some(note.with_file_name(recording))
}

/// The reason that stands in a note.
pub(super) fn reason(note: &str) -> Option<Reason> {
    Reason::of_word(note.trim_end().lines().last()?.strip_prefix(SIGN)?)
}

fn suffix(text: &Text) -> String {
    format!(" - {}.txt", text.note.ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_what_to_do_and_leads_back_to_its_recording_and_reason() {
        for language in Language::ALL {
            let text = Text::load(language);
            let at = Path::new("p-017/Samtal 3.m4a");
            let failure = Failure { recording: at, reason: Reason::CutOff, technical: "the recording is cut off" };
            let note = write(&text, &failure);
            assert!(note.contains("Samtal 3.m4a") && note.contains("p-017") && !note.contains('{'), "{note}");
            assert!(note.contains(&text.reason(Reason::CutOff).todo), "{note}");
            assert_eq!(reason(&note), Some(Reason::CutOff));
            assert_eq!(recording(&path(&text, at)).as_deref(), Some(at));
        }
        assert_eq!(recording(Path::new("minutes.txt")), None);
        assert_eq!(reason("anything else"), None);
    }
}
