//! Writing files so that nobody ever sees half of one, and reading files that others made.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the names of temporary files begin.
const TEMPORARY: &str = ".gensvar-";
/// More files of one name than this in one folder are a mistake.
const MOST_NAMESAKES: usize = 10_000;

/// Writes `contents` to `path` under a temporary name in the same folder, flushes it to the disk
/// and renames it: whoever looks sees the old file or the whole new one. Others may read it as far as the user's
/// file mode mask lets them.
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
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(TEMPORARY).tempfile_in(folder).map_err(named)?;
    file.write_all(contents).map_err(named)?;
    file.as_file().sync_all().map_err(named)?;
    file.persist(path).map_err(|e| named(e.error))?;
    sync_folder(folder);
    Ok(())
}

/// A file that was handed in is not read. The texts hold neither its name nor its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A folder, a pipe, a device: opening it could wait for ever.
    #[error("it is not a plain file")]
    NotAFile,
    /// Larger than such a file ever is.
    #[error("it is larger than {limit} bytes: is it the right file?")]
    TooLarge {
        /// What is allowed.
        limit: u64,
    },
    /// The operating system refuses.
    #[error("it cannot be read: {0}")]
    Refused(io::ErrorKind),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Refused(error.kind())
    }
}

/// The contents of a plain file of at most `limit` bytes; a link to one is followed.
///
/// # Errors
/// It is no plain file, too large, or cannot be read.
pub fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    if !fs_err::metadata(path)?.is_file() {
        return Err(ReadError::NotAFile);
    }
    let mut contents = Vec::new();
    fs_err::File::open(path)?.take(limit + 1).read_to_end(&mut contents)?;
    if contents.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(contents) }
}

/// Clears away what writers that were killed left in `folder`: temporary files that have not been touched for `age`.
///
/// # Errors
/// When the folder cannot be read or a file not be removed.
pub fn clear_unfinished(folder: &Path, age: Duration) -> io::Result<()> {
    for entry in fs_err::read_dir(folder)? {
        let entry = entry?;
        let old = || entry.metadata().and_then(|facts| facts.modified()).ok().and_then(|time| time.elapsed().ok());
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) && old().is_some_and(|old| old >= age) {
            fs_err::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Makes a rename in `folder` durable. Not every file system can flush a folder; those that
/// cannot (Windows, some shares) order renames themselves, so a refusal is no error.
pub(crate) fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs_err::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Moves a file into `folder` (made when it is not there) and returns its new path. A file of that name with
/// other contents is never replaced: the newcomer gets a number. Between disks the copy is whole and flushed
/// before the original goes.
///
/// # Errors
/// What the file system says; the file is then where it was.
pub fn move_into(path: &Path, folder: &Path) -> io::Result<PathBuf> {
    fs_err::create_dir_all(folder)?;
    let (stem, ending) = (path.file_stem().unwrap_or_default(), path.extension());
    for number in 1..=MOST_NAMESAKES {
        let mut name = stem.to_owned();
        if number > 1 {
            name.push(format!(" ({number})"));
        }
        if let Some(ending) = ending {
            name.push(".");
            name.push(ending);
        }
        let target = folder.join(name);
        match move_as(path, &target) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
            moved => return moved.map(|()| target),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "too many files of this name"))
}

/// Moves a file to `target`, where no other may be.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`], or what the file system says; the file is then where it was.
pub fn move_as(path: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        place(path, target)?;
    } else if !same_contents(path, target)? {
        // The same contents are a move that was interrupted between its two steps.
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    sync_folder(target.parent().unwrap_or(Path::new(".")));
    if let Err(error) = fs_err::remove_file(path) {
        // It is one file or none: when the original cannot go, the new name does.
        let _ = fs_err::remove_file(target);
        return Err(error);
    }
    Ok(())
}

/// Puts the file at `target`, which must not be taken: by a link, or a flushed copy where links are not known.
fn place(path: &Path, target: &Path) -> io::Result<()> {
    if std::fs::hard_link(path, target).is_ok() {
        return Ok(());
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut copy = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    io::copy(&mut fs_err::File::open(path)?, &mut copy)?;
    copy.as_file().sync_all()?;
    copy.persist_noclobber(target).map_err(|e| e.error)?;
    Ok(())
}

fn same_contents(one: &Path, other: &Path) -> io::Result<bool> {
    if fs_err::metadata(one)?.len() != fs_err::metadata(other)?.len() {
        return Ok(false);
    }
    let [one, other] = [one, other].map(|path| fs_err::File::open(path).map(io::BufReader::new));
    let (mut one, mut other) = (one?.bytes(), other?.bytes());
    loop {
        match (one.next().transpose()?, other.next().transpose()?) {
            (None, None) => return Ok(true),
            (a, b) if a != b => return Ok(false),
            _ => {}
        }
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
    #[cfg(unix)]
    fn a_written_file_is_as_open_as_any_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs_err::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs_err::write(folder.path().join("plain"), "").unwrap();
        write_atomic(&folder.path().join("written"), b"").unwrap();
        assert_eq!(mode("written"), mode("plain"));
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = write_atomic(Path::new("/nowhere/at/all.txt"), b"").unwrap_err();
        assert!(error.to_string().contains("/nowhere/at/all.txt"));
    }
}
