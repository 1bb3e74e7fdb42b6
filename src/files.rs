//! Writing files so that nobody ever sees half of one.

use std::io::{self, Write};
use std::path::Path;

/// Writes `contents` to `path` under a temporary name in the same folder, flushes it to the disk
/// and renames it: whoever looks sees the old file or the whole new one.
///
/// # Errors
/// What the file system says (no space, no permission), with the path in the message.
pub fn write_atomic(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // The kind alone: the error itself would name the temporary file.
    let named = |e: io::Error| io::Error::new(e.kind(), format!("{}: {}", path.display(), e.kind()));
    let mut file = tempfile::Builder::new().prefix(".gensvar-").tempfile_in(folder).map_err(named)?;
    file.write_all(contents).map_err(named)?;
    file.as_file().sync_all().map_err(named)?;
    file.persist(path).map_err(|e| named(e.error))?;
    sync_folder(folder);
    Ok(())
}

/// Makes a rename in `folder` durable. Not every file system can flush a folder; those that
/// cannot (Windows, some shares) order renames themselves, so a refusal is no error.
pub(crate) fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs_err::File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_is_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        write_atomic(&path, b"one").unwrap();
        write_atomic(&path, b"two").unwrap();
        assert_eq!(fs_err::read(&path).unwrap(), b"two");
        assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = write_atomic(Path::new("/nowhere/at/all.txt"), b"").unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all.txt"));
    }
}
