//! Taking in a model file that was fetched on another computer: recognised by its content.

use std::io::{self, Seek};
use std::path::{Path, PathBuf};

use crate::files;
use crate::models::disk::DiskError;
use crate::models::manifest::{Manifest, Model, ModelFile, Size};
use crate::models::verify::{self, Fault};
use crate::severity::{Severe, Severity};

/// How many models an error offers as what the file may have been meant to be.
const GUESSES: usize = 3;

/// A file was not taken in; nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read.
    #[error("the file to import cannot be read: {0}")]
    Unreadable(#[source] io::Error),
    /// It is a folder or a device.
    #[error("{path} is not a file: name the model file itself")]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// No model has this content.
    #[error(
        "{path} ({size}) is none of the models that gensvar knows, or it did not arrive whole; nearest in length: {}; fetch it again, or see `gensvar models list`",
        near.join(", ")
    )]
    Unknown {
        /// The file.
        path: PathBuf,
        /// Its length.
        size: Size,
        /// The models whose files are nearest in length, and that length.
        near: Vec<String>,
    },
    /// The copy is not what was read first.
    #[error("the file changed while it was copied ({0}); try again, or use another stick or disk")]
    BadCopy(#[source] Fault),
    /// The disk does not take it.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

impl Severe for ImportError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// Recognises which model's file `path` is and copies it into that model's folder in `home`.
/// Returns the model, and where the file now lies.
///
/// The name of the file says nothing and its length little (models of one shape are equally
/// long): the SHA-256 sum alone decides.
///
/// # Errors
/// What is wrong with the file or the disk, with the remedy.
pub fn import<'m>(path: &Path, manifest: &'m Manifest, home: &Path) -> Result<(&'m Model, PathBuf), ImportError> {
    let mut source = fs_err::File::open(path).map_err(ImportError::Unreadable)?;
    let metadata = source.metadata().map_err(ImportError::Unreadable)?;
    if !metadata.is_file() {
        return Err(ImportError::NotAFile { path: path.to_owned() });
    }
    let sum = verify::checksum(&source).map_err(ImportError::Unreadable)?;
    let Some((model, file)) = manifest.files().find(|(_, file)| file.sha256 == sum) else {
        let size = Size(metadata.len());
        return Err(ImportError::Unknown { path: path.to_owned(), size, near: nearest(manifest, size) });
    };
    source.rewind().map_err(ImportError::Unreadable)?;
    let target = copy_into(&home.join(&model.name), &mut source, file)?;
    Ok((model, target))
}

/// Copies `source` to the place of `file` in `folder`, and lets it appear there when the copy on
/// the disk has the right sum: sticks and shares do not always give the same bytes twice.
fn copy_into(folder: &Path, source: &mut fs_err::File, file: &ModelFile) -> Result<PathBuf, ImportError> {
    let disk = |e: io::Error| DiskError::of(e, folder, file.bytes);
    fs_err::create_dir_all(folder).map_err(disk)?;
    let mut copy = tempfile::Builder::new().prefix(".gensvar-").tempfile_in(folder).map_err(disk)?;
    io::copy(source, &mut copy).map_err(disk)?;
    copy.as_file().sync_all().map_err(disk)?;
    verify::check(copy.path(), file).map_err(ImportError::BadCopy)?;
    let target = folder.join(&file.name);
    copy.persist(&target).map_err(|e| disk(e.error))?;
    files::sync_folder(folder);
    Ok(target)
}

/// What a file of that length may have been meant to be.
fn nearest(manifest: &Manifest, size: Size) -> Vec<String> {
    let mut files: Vec<(&Model, &ModelFile)> = manifest.files().collect();
    files.sort_by_key(|(_, file)| file.bytes.0.abs_diff(size.0));
    files.iter().take(GUESSES).map(|(model, file)| format!("{} ({})", model.name, file.bytes)).collect()
}
