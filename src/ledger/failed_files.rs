//! Recordings that failed and were left lying in the watched folder, met again by their hash when their time is over.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::audio::limits::Limits;
use crate::audio::recording::RecordingFile;
use crate::files::sync_folder;

/// The files below `folder` by their hash; a folder that is not there holds none.
pub(super) fn by_hash(folder: &Path) -> io::Result<BTreeMap<String, Vec<PathBuf>>> {
    let mut found = BTreeMap::new();
    collect(folder, &mut found)?;
    Ok(found)
}

fn collect(folder: &Path, found: &mut BTreeMap<String, Vec<PathBuf>>) -> io::Result<()> {
    let limits = Limits { max_bytes: u64::MAX, ..Limits::default() };
    let entries = match fs_err::read_dir(folder) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), found)?;
        } else if let Ok(file) = RecordingFile::open(&entry.path(), &limits) {
            found.entry(file.hash().to_string()).or_default().push(entry.path());
        }
    }
    Ok(())
}

/// Removes a recording with what lies beside it for its sake: its sidecar and its note, `NAME - ….txt`.
pub(super) fn remove(recording: &Path) -> io::Result<()> {
    let folder = recording.parent().unwrap_or(Path::new("."));
    let note = format!("{} - ", recording.file_name().unwrap_or_default().to_string_lossy());
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let sidecar = entry.path() == recording.with_extension("toml");
        if sidecar || (name.starts_with(&note) && name.ends_with(".txt")) {
            fs_err::remove_file(entry.path())?;
        }
    }
    fs_err::remove_file(recording)?;
    sync_folder(folder);
    Ok(())
}
