//! Where models lie on this computer.

use std::path::{Path, PathBuf};

use crate::severity::{Severe, Severity};

/// Where to look first, for installations with a place of their own.
pub const FOLDER_VARIABLE: &str = "GENSVAR_MODELS";

/// A model is not to be had; the batch ends.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No folder has it.
    #[error(
        "the model `{name}` is not on this computer; `gensvar models pull {name}` fetches it, `gensvar models import FILE` takes a file that was downloaded by hand"
    )]
    Missing {
        /// Its name in the manifest.
        name: String,
    },
}

impl Severe for StoreError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// The folders in which models may lie, the first one that has a model wins.
#[derive(Clone, Debug)]
pub struct Store {
    folders: Vec<PathBuf>,
}

impl Store {
    /// The usual folders: `$GENSVAR_MODELS`, the user's own, `models/` beside the program or above it.
    pub fn standard() -> Self {
        let named = std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from);
        let executable = std::env::current_exe().ok();
        let beside = executable.iter().flat_map(|exe| exe.ancestors().skip(1)).map(|folder| folder.join("models"));
        Self { folders: named.into_iter().chain(user_folder()).chain(beside).collect() }
    }

    /// A store of these folders only.
    pub fn of(folders: Vec<PathBuf>) -> Self {
        Self { folders }
    }

    /// The file `file` of the model `name`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] with the remedy.
    pub fn find(&self, name: &str, file: &str) -> Result<PathBuf, StoreError> {
        self.folders
            .iter()
            .map(|folder| folder.join(name).join(file))
            .find(|path| path.is_file())
            .ok_or_else(|| StoreError::Missing { name: name.to_owned() })
    }

    /// Where pulled and imported models go: the first folder.
    pub fn home(&self) -> Option<&Path> {
        self.folders.first().map(PathBuf::as_path)
    }
}

/// The folder for a user's data, by the custom of the operating system.
fn user_folder() -> Option<PathBuf> {
    let base = if cfg!(windows) {
        std::env::var_os("LOCALAPPDATA").map(PathBuf::from)
    } else {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(|| home.map(|h| h.join(".local/share")))
    };
    base.map(|base| base.join("gensvar").join("models"))
}
