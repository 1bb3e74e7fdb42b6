//! One watcher a folder: a lock that the operating system takes back when its holder dies.

use std::fs::TryLockError;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use fs_err::{File, OpenOptions};

/// Hidden, so that neither people nor gensvar take it for a recording.
const NAME: &str = ".gensvar.lock";

/// A folder that is held. Dropping it gives the folder free.
pub(super) struct Hold {
    file: File,
    path: PathBuf,
}

impl Hold {
    /// Tries to hold `folder`, which must be there; `None` when another watcher holds it.
    ///
    /// # Errors
    /// The folder is not there or cannot be written to. A file system without locks is no error: the
    /// folder is held as far as it can be.
    pub(super) fn try_on(folder: &Path) -> io::Result<Option<Self>> {
        let path = folder.join(NAME);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file, path })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => Ok(Some(Self { file, path })),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }

    /// Whether a watcher has held `folder` before.
    pub(super) fn was_on(folder: &Path) -> bool {
        folder.join(NAME).exists()
    }

    /// Whether the held file is still the one in the folder: a share that went and came back, or a folder
    /// that was put in the place of another, must be held anew.
    pub(super) fn is_valid(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let identity = |facts: std::fs::Metadata| (facts.dev(), facts.ino());
            let held = self.file.metadata().map(identity);
            let there = fs_err::metadata(&self.path).map(identity);
            matches!((held, there), (Ok(held), Ok(there)) if held == there)
        }
        #[cfg(not(unix))]
        self.path.exists()
    }

    /// What an earlier holder left for the next.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(super) fn note(&mut self) -> io::Result<String> {
        let mut text = String::new();
        self.file.rewind()?;
        self.file.read_to_string(&mut text)?;
        Ok(text)
    }

    /// Leaves a note for the next holder.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn leave_note(&mut self, text: &str) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_once_and_given_free() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!Hold::was_on(folder.path()));
        let mut first = Hold::try_on(folder.path()).unwrap().unwrap();
        first.leave_note("here").unwrap();
        assert!(Hold::try_on(folder.path()).unwrap().is_none());
        assert!(first.is_valid());
        drop(first);
        let mut second = Hold::try_on(folder.path()).unwrap().unwrap();
        assert_eq!(second.note().unwrap(), "here");
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_was_replaced_is_no_longer_held() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = folder.path().join("inbox");
        fs_err::create_dir(&inbox).unwrap();
        let hold = Hold::try_on(&inbox).unwrap().unwrap();
        fs_err::rename(&inbox, folder.path().join("elsewhere")).unwrap();
        assert!(!hold.is_valid());
        fs_err::create_dir(&inbox).unwrap();
        assert!(!hold.is_valid());
        assert!(Hold::try_on(&inbox).unwrap().unwrap().is_valid());
    }
}
