//! Writing a model to the disk: beside its place first, and into its place only when it is whole.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::files;
use crate::models::manifest::{ModelFile, Size};
use crate::models::verify::{self, Fault};
use crate::severity::{Severe, Severity};

/// The disk does not take a model.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// It is full.
    #[error(
        "there is no space for the model in {folder}: {needed} are needed; make room, or name a folder on another disk in GENSVAR_MODELS"
    )]
    NoSpace {
        /// Where it was to go.
        folder: PathBuf,
        /// How much the whole file takes.
        needed: Size,
    },
    /// Something else: most often no permission.
    #[error("the model cannot be written: {0}; name a folder of your own in GENSVAR_MODELS")]
    Failed(#[from] io::Error),
}

impl Severe for DiskError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

impl DiskError {
    /// What `error`, met while writing `needed` bytes into `folder`, means.
    pub(super) fn of(error: io::Error, folder: &Path, needed: Size) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::NoSpace { folder: folder.to_owned(), needed }
            }
            _ => Self::Failed(error),
        }
    }
}

/// A file that is still growing: `NAME.part` beside the place of `NAME`. It outlives the program,
/// so that a later one can go on with it.
pub(super) struct Part<'m> {
    folder: PathBuf,
    path: PathBuf,
    file: fs_err::File,
    have: u64,
    whole: &'m ModelFile,
}

impl<'m> Part<'m> {
    /// Opens the part of `whole` in `folder`, with what an earlier attempt has left.
    pub(super) fn open(folder: &Path, whole: &'m ModelFile) -> Result<Self, DiskError> {
        let path = folder.join(format!("{}.part", whole.name));
        let file = fs_err::OpenOptions::new().append(true).create(true).open(&path)?;
        let have = file.metadata()?.len();
        let mut part = Self { folder: folder.to_owned(), path, file, have, whole };
        if have > whole.bytes.0 {
            part.restart()?;
        }
        Ok(part)
    }

    /// How many bytes are there.
    pub(super) fn have(&self) -> u64 {
        self.have
    }

    /// Adds `bytes`. When the disk is full, what was written is taken away again: a full disk
    /// stops more than this program.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        if let Err(error) = self.file.write_all(bytes) {
            let error = DiskError::of(error, &self.folder, self.whole.bytes);
            if matches!(error, DiskError::NoSpace { .. }) {
                fs_err::remove_file(&self.path)?;
            }
            return Err(error);
        }
        self.have += bytes.len() as u64;
        Ok(())
    }

    /// Throws away what is there and begins anew.
    pub(super) fn restart(&mut self) -> Result<(), DiskError> {
        self.file.set_len(0)?;
        self.have = 0;
        Ok(())
    }

    /// Puts the file into its place when it is what the manifest says; otherwise removes it and
    /// says what is wrong with it.
    pub(super) fn finish(self) -> Result<Result<(), Fault>, DiskError> {
        self.file.sync_all()?;
        if let Err(fault) = verify::check(&self.path, self.whole) {
            fs_err::remove_file(&self.path)?;
            return Ok(Err(fault));
        }
        fs_err::rename(&self.path, self.folder.join(&self.whole.name))?;
        files::sync_folder(&self.folder);
        Ok(Ok(()))
    }
}
