//! What lies in a folder, and what of it is a recording: truth comes from looking, never from events.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::schedule::inputs;

/// Sub-folders of the watched folder that gensvar made itself; they are not searched for new recordings.
pub(super) const OWN_FOLDERS: [&str; 3] = ["working", "done", "failed"];

/// Endings of files that some program has not finished writing.
const UNFINISHED: [&str; 8] = ["part", "tmp", "temp", "crdownload", "filepart", "partial", "download", "opdownload"];

/// What `gensvar init` writes for the people who use the folder, in its languages.
pub(crate) const READ_ME: [&str; 3] = ["LÄS MIG.txt", "LES MEG.txt", "READ ME.txt"];

/// A file as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path below the folder that was listed.
    pub(super) path: PathBuf,
    /// Bytes.
    pub(super) size: u64,
    /// When it was last written, by the clock of whoever wrote it: compared, never counted with.
    pub(super) modified: SystemTime,
}

/// A recording, with its sidecar when that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) recording: Entry,
    pub(super) sidecar: Option<Entry>,
}

/// A listing, sorted out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Recordings, first come first: by time, then by name.
    pub(super) recordings: Vec<Candidate>,
    /// Sidecars whose recording is not here.
    pub(super) lone_sidecars: Vec<Entry>,
    /// Files that are not finished: temporary names, no bytes yet.
    pub(super) unfinished: usize,
    /// Visible files that are no recordings.
    pub(super) other: usize,
}

/// Every file below `root`, the folders named in `without` left out at the top. Links are not followed,
/// hidden files and folders are left out. A sub-folder that goes away meanwhile has no files.
///
/// # Errors
/// When `root` itself cannot be read.
pub(super) fn list(root: &Path, without: &[&str]) -> io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let at_top = folder.as_os_str().is_empty();
        let entries = match fs_err::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if at_top => return Err(error),
            Err(_) => continue,
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if at_top => return Err(error),
                Err(_) => continue,
            };
            let name = entry.file_name();
            let shown = name.to_string_lossy();
            if shown.starts_with('.') || (at_top && without.iter().any(|own| shown.eq_ignore_ascii_case(own))) {
                continue;
            }
            // This is the entry's own type: a link is neither a file nor a folder.
            let Ok(facts) = entry.metadata() else { continue };
            if facts.is_dir() {
                folders.push(folder.join(&name));
            } else if facts.is_file() {
                let modified = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                found.push(Entry { path: folder.join(&name), size: facts.len(), modified });
            }
        }
    }
    Ok(found)
}

/// `root` and every folder below it.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    let mut found = vec![root.to_owned()];
    let mut next = 0;
    while let Some(folder) = found.get(next) {
        let entries = fs_err::read_dir(folder).into_iter().flatten().flatten();
        let below = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let below: Vec<PathBuf> = below.map(|entry| entry.path()).collect();
        found.extend(below);
        next += 1;
    }
    found
}

/// Sorts a listing out. Pure: the same files in any order give the same answer.
pub(super) fn sort_out(entries: &[Entry]) -> Scan {
    let mut scan = Scan::default();
    let mut sidecars: HashMap<PathBuf, &Entry> = HashMap::new();
    for entry in entries {
        match kind(entry) {
            Kind::Recording => scan.recordings.push(Candidate { recording: entry.clone(), sidecar: None }),
            Kind::Sidecar => drop(sidecars.insert(entry.path.with_extension(""), entry)),
            Kind::Unfinished => scan.unfinished += 1,
            Kind::Other => scan.other += 1,
            Kind::ReadMe => {}
        }
    }
    let mut lone: HashMap<PathBuf, &Entry> = sidecars.clone();
    for candidate in &mut scan.recordings {
        let stem = candidate.recording.path.with_extension("");
        candidate.sidecar = sidecars.get(&stem).map(|&sidecar| sidecar.clone());
        lone.remove(&stem);
    }
    scan.lone_sidecars = lone.into_values().cloned().collect();
    scan.lone_sidecars.sort_by(|a, b| a.path.cmp(&b.path));
    scan.recordings.sort_by(|a, b| {
        let key = |candidate: &Candidate| (candidate.recording.modified, candidate.recording.path.clone());
        key(a).cmp(&key(b))
    });
    scan
}

enum Kind {
    Recording,
    Sidecar,
    Unfinished,
    Other,
    ReadMe,
}

fn kind(entry: &Entry) -> Kind {
    let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
    let ending = entry.path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    if name.starts_with(['.', '~']) || name.ends_with('~') || UNFINISHED.contains(&ending.as_str()) {
        Kind::Unfinished
    } else if ending == "toml" {
        Kind::Sidecar
    } else if READ_ME.contains(&&*name) {
        Kind::ReadMe
    } else if !inputs::is_recording(&entry.path) {
        Kind::Other
    } else if entry.size == 0 {
        Kind::Unfinished
    } else {
        Kind::Recording
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn entry(path: &str, size: u64, second: u64) -> Entry {
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
        Entry { path: PathBuf::from(path), size, modified }
    }

    #[test]
    fn recordings_come_in_order_of_arrival_with_their_sidecars() {
        let scan = sort_out(&[
            entry("b.wav", 9, 5),
            entry("p-017/a.M4A", 9, 7),
            entry("a.wav", 9, 5),
            entry("p-017/a.toml", 1, 9),
            entry("p-018/a.toml", 1, 9),
        ]);
        let paths: Vec<_> =
            scan.recordings.iter().map(|c| (c.recording.path.to_str().unwrap(), c.sidecar.is_some())).collect();
        assert_eq!(paths, [("a.wav", false), ("b.wav", false), ("p-017/a.M4A", true)]);
        assert_eq!(scan.lone_sidecars, [entry("p-018/a.toml", 1, 9)]);
    }

    #[test]
    fn what_is_not_finished_or_no_recording_is_counted_and_left_alone() {
        let unfinished = ["x.wav.part", "x.m4a.crdownload", "~$x.wav", "~x.m4a", "x.tmp", "x.wav.filepart"];
        let entries: Vec<_> = unfinished.iter().map(|name| entry(name, 9, 1)).collect();
        assert_eq!(sort_out(&entries), Scan { unfinished: unfinished.len(), ..Scan::default() });
        assert_eq!(sort_out(&[entry("empty.wav", 0, 1)]).unfinished, 1);
        assert_eq!(sort_out(&[entry("minutes.docx", 9, 1)]).other, 1);
        assert_eq!(sort_out(&READ_ME.map(|name| entry(name, 9, 1))), Scan::default());
    }

    #[test]
    fn own_folders_hidden_files_and_links_are_not_listed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for own in OWN_FOLDERS.iter().chain(&["p-1", ".trash", "p-1/done"]) {
            fs_err::create_dir(root.join(own)).unwrap();
            fs_err::write(root.join(own).join("x.wav"), "x").unwrap();
        }
        fs_err::write(root.join(".y.wav"), "x").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.join("p-1/x.wav"), root.join("link.wav")).unwrap();
        let mut listed: Vec<_> = list(root, &OWN_FOLDERS).unwrap().into_iter().map(|entry| entry.path).collect();
        listed.sort();
        // A practitioner's own folder «done» is not gensvar's.
        assert_eq!(listed, [PathBuf::from("p-1/done/x.wav"), PathBuf::from("p-1/x.wav")]);
        assert!(list(&root.join("gone"), &[]).is_err());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_order_does_not_matter(
            files in prop::collection::hash_map("(p-[12]/)?[~.]?[a-c]\\.(wav|m4a|toml|tmp|txt)", (0u64..3, 0u64..3), 0..12),
            turn in any::<prop::sample::Index>(),
        ) {
            let mut entries: Vec<_> = files.iter().map(|(path, (size, second))| entry(path, *size, *second)).collect();
            let scan = sort_out(&entries);
            let paired: std::collections::HashSet<_> = scan.recordings.iter().filter_map(|c| Some(&c.sidecar.as_ref()?.path)).collect();
            let sum = scan.recordings.len() + paired.len() + scan.lone_sidecars.len() + scan.unfinished + scan.other;
            prop_assert_eq!(sum, entries.len());
            if !entries.is_empty() {
                let middle = turn.index(entries.len());
                entries.rotate_left(middle);
            }
            prop_assert_eq!(sort_out(&entries), scan);
        }
    }
}
