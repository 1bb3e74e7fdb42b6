//! Which files are recordings or transcripts of them: those that were named, and those in the folders that were
//! named. What lies in a folder may have been put there by others: links out of it are refused, pipes and devices
//! never opened.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::speech::transcripts::Format;

/// Endings of recordings; only for picking files out of folders: what a file is, its content says.
const ENDINGS: [&str; 22] = [
    "wav", "mp3", "m4a", "m4b", "mp4", "aac", "flac", "ogg", "oga", "opus", "caf", "aif", "aiff", "amr", "3gp", "3g2",
    "wma", "webm", "mka", "mkv", "mov", "avi",
];

/// Endings of transcripts in folders. Tables and JSON are taken only when they are named: a folder may hold others.
const TRANSCRIPTS: [&str; 2] = ["vtt", "srt"];

/// What was found.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The recordings and transcripts, each once: as named, folders by name.
    pub recordings: Vec<PathBuf>,
    /// Visible files in folders that are neither recordings nor sidecars.
    pub ignored: usize,
    /// Links, pipes and devices in folders that are called as recordings are; they are not opened.
    pub refused: Vec<PathBuf>,
    /// What was named and is not there.
    pub missing: Vec<PathBuf>,
    /// Every folder that was looked into or that a named file lies in.
    pub folders: BTreeSet<PathBuf>,
}

/// Nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// It is not there.
    #[error("{path} does not exist: check the path", path = .0.display())]
    Missing(PathBuf),
    /// The folder cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// No recording in any of the folders.
    #[error("no recordings were found; recordings end in {}, transcripts in {}", ENDINGS.join(", "), TRANSCRIPTS.join(", "))]
    None,
}

impl Inputs {
    /// Refuses what was named and is not there, and inputs without any recording.
    ///
    /// # Errors
    /// [`InputError::Missing`] with the first of them, or [`InputError::None`].
    pub fn complete(self) -> Result<Self, InputError> {
        match self.missing.first() {
            Some(path) => Err(InputError::Missing(path.clone())),
            None if self.recordings.is_empty() && self.refused.is_empty() => Err(InputError::None),
            None => Ok(self),
        }
    }
}

/// The recordings among `inputs`; folders are searched with their sub-folders, hidden files left alone.
///
/// # Errors
/// A folder that cannot be read.
pub fn find(inputs: &[PathBuf]) -> Result<Inputs, InputError> {
    let mut found = Inputs::default();
    for input in inputs {
        if input.is_dir() {
            search(input, &mut found)?;
            continue;
        }
        found.folders.insert(folder_of(input));
        if input.exists() {
            add(&mut found.recordings, input.clone());
        } else {
            found.missing.push(input.clone());
        }
    }
    Ok(found)
}

/// The folder of a file, `.` for a bare name.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn search(folder: &Path, found: &mut Inputs) -> Result<(), InputError> {
    found.folders.insert(folder.to_owned());
    let mut entries = fs_err::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs_err::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // This is the entry's own type: a link is neither a file nor a folder.
        let kind = entry.file_type()?;
        let wanted = is_recording(&path) || has_ending(&path, &TRANSCRIPTS) && !has_recording(&path);
        if kind.is_dir() {
            search(&path, found)?;
        } else if wanted && !kind.is_file() {
            found.refused.push(path);
        } else if wanted {
            add(&mut found.recordings, path);
        } else if !has_ending(&path, &["toml"]) {
            found.ignored += 1;
        }
    }
    Ok(())
}

/// Whether the file's name ends as recordings do.
pub fn is_recording(path: &Path) -> bool {
    has_ending(path, &ENDINGS)
}

fn add(recordings: &mut Vec<PathBuf>, path: PathBuf) {
    if !recordings.contains(&path) {
        recordings.push(path);
    }
}

/// Whether the file's name ends as transcripts do.
pub fn is_transcript(path: &Path) -> bool {
    Format::of(path).is_some()
}

/// Whether the recording of this transcript lies beside it: one conversation gets one report, and sound tells more.
fn has_recording(transcript: &Path) -> bool {
    let Some(Ok(entries)) = transcript.parent().map(fs_err::read_dir) else { return false };
    entries.flatten().any(|entry| entry.path().file_stem() == transcript.file_stem() && is_recording(&entry.path()))
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_recordings_in_order_and_count_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| fs_err::write(folder.path().join(name), "").unwrap();
        fs_err::create_dir(folder.path().join("p-2")).unwrap();
        let ignored = ["notes.docx", ".hidden.wav", "a.vtt", "codes.csv", "session.json"];
        for name in ["b.wav", "a.M4A", "a.toml", "d.srt", "p-2/c.ogg"].into_iter().chain(ignored) {
            put(name);
        }
        let found = find(&[folder.path().to_owned()]).unwrap();
        let names: Vec<_> = found.recordings.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!((names, found.ignored), (vec!["a.M4A", "b.wav", "d.srt", "c.ogg"], 4));
    }

    #[test]
    fn nothing_to_work_on_is_an_error() {
        let nowhere = find(&[PathBuf::from("/nowhere.wav")]).unwrap();
        assert!(matches!(nowhere.complete(), Err(InputError::Missing(_))));
        let empty = tempfile::tempdir().unwrap();
        assert!(matches!(find(&[empty.path().to_owned()]).unwrap().complete(), Err(InputError::None)));
    }
}
