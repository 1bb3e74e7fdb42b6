//! Where models lie on this computer.

use std::path::{Path, PathBuf};

use crate::models::manifest::{Manifest, Model};
use crate::severity::{Severe, Severity};

/// Where to look first, for installations with a place of their own.
pub const FOLDER_VARIABLE: &str = "GENSVAR_MODELS";

/// A model is not to be had; the batch ends.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No folder has it, and it can be fetched.
    #[error(
        "the model `{name}` is not on this computer; `gensvar models pull {name}` fetches it, `gensvar models import FILE` takes a file that was downloaded by hand"
    )]
    Missing {
        /// Its name in the manifest.
        name: String,
    },
    /// No folder has it, and it should have come with the program.
    #[error(
        "the model `{name}`, which ships with gensvar, was not found; unpack the program again with its folder `models`, or name that folder in {FOLDER_VARIABLE}"
    )]
    NotShipped {
        /// Its name in the manifest.
        name: String,
    },
    /// There is no folder at all in which models could lie.
    #[error("this computer has no folder for models: name one in {FOLDER_VARIABLE}")]
    NoHome,
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
    /// [`StoreError::Missing`] or [`StoreError::NotShipped`], with the remedy.
    pub fn find(&self, name: &str, file: &str) -> Result<PathBuf, StoreError> {
        let paths = self.folders.iter().map(|folder| folder.join(name).join(file));
        paths.into_iter().find(|path| path.is_file()).ok_or_else(|| missing(name))
    }

    /// The folder that holds every file of `model`. Whether they are whole is another question
    /// ([`verify`](crate::models::verify)): reading gigabytes is not for every start.
    ///
    /// # Errors
    /// [`StoreError::Missing`] or [`StoreError::NotShipped`], with the remedy.
    pub fn folder_of(&self, model: &Model) -> Result<PathBuf, StoreError> {
        let folders = self.folders.iter().map(|folder| folder.join(&model.name));
        folders
            .into_iter()
            .find(|folder| model.files.iter().all(|file| folder.join(&file.name).is_file()))
            .ok_or_else(|| missing(&model.name))
    }

    /// Where pulled and imported models go: the first folder.
    ///
    /// # Errors
    /// [`StoreError::NoHome`].
    pub fn home(&self) -> Result<&Path, StoreError> {
        self.folders.first().map(PathBuf::as_path).ok_or(StoreError::NoHome)
    }
}

fn missing(name: &str) -> StoreError {
    let name = name.to_owned();
    let ships = Manifest::embedded().model(&name).is_some_and(Model::is_bundled);
    if ships { StoreError::NotShipped { name } } else { StoreError::Missing { name } }
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
