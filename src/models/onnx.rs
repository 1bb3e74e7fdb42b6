//! ONNX Runtime: finding its library, one environment a process, sessions for lanes.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ort::environment::Environment;
use ort::session::Session;

use crate::severity::{Severe, Severity};

#[cfg(target_os = "windows")]
const LIBRARY: &str = "onnxruntime.dll";
#[cfg(target_os = "macos")]
const LIBRARY: &str = "libonnxruntime.dylib";
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const LIBRARY: &str = "libonnxruntime.so";

/// Where to look first, for installations with a place of their own.
pub const LIBRARY_VARIABLE: &str = "GENSVAR_ONNXRUNTIME";

/// ONNX Runtime or a model of it cannot be used; the batch ends.
#[derive(Debug, thiserror::Error)]
pub enum OnnxError {
    /// The library is nowhere.
    #[error(
        "the ONNX Runtime library ({LIBRARY}) was not found; run `make setup`, or name the file in {LIBRARY_VARIABLE}"
    )]
    NoLibrary,
    /// The library is there and does not load.
    #[error("the ONNX Runtime library {path} cannot be used: {reason}; run `make setup` to fetch the right one")]
    BadLibrary {
        /// The file.
        path: PathBuf,
        /// What the loader says.
        reason: String,
    },
    /// The model does not load.
    #[error("the model {path} cannot be loaded: {reason}; `gensvar models verify` tells whether the file is whole")]
    BadModel {
        /// The file.
        path: PathBuf,
        /// What ONNX Runtime says.
        reason: String,
    },
}

impl Severe for OnnxError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// Opens a model for one lane, on `threads` threads of its own.
///
/// # Errors
/// When the library or the model cannot be used.
pub fn open(model: &Path, threads: usize) -> Result<Session, OnnxError> {
    let environment = environment()?;
    let bad = |reason: String| OnnxError::BadModel { path: model.to_owned(), reason };
    Session::builder(environment)
        .map_err(|e| bad(e.to_string()))?
        .with_intra_threads(threads)
        .map_err(|e| bad(e.to_string()))?
        // A waiting lane must leave its core to speech recognition.
        .with_intra_op_spinning(false)
        .map_err(|e| bad(e.to_string()))?
        .commit_from_file(model)
        .map_err(|e| bad(e.to_string()))
}

/// Loads the library, and says which file it is.
///
/// # Errors
/// When it is nowhere or does not load.
pub fn check() -> Result<PathBuf, OnnxError> {
    environment()?;
    library()
}

/// The library that [`open`] would load.
///
/// # Errors
/// [`OnnxError::NoLibrary`].
pub fn library() -> Result<PathBuf, OnnxError> {
    if let Some(named) = std::env::var_os(LIBRARY_VARIABLE) {
        return Ok(PathBuf::from(named));
    }
    let executable = std::env::current_exe().ok();
    let beside = executable.iter().flat_map(|exe| exe.ancestors().skip(1));
    beside
        .flat_map(|folder| {
            [folder.join(LIBRARY), folder.join("lib").join(LIBRARY), folder.join(".deps/lib").join(LIBRARY)]
        })
        .chain(
            ["/usr/local/lib", "/usr/lib", "/usr/lib/x86_64-linux-gnu"].map(|folder| Path::new(folder).join(LIBRARY)),
        )
        .find(|candidate| candidate.is_file())
        .ok_or(OnnxError::NoLibrary)
}

/// The one environment of the process: ONNX Runtime refuses a second.
fn environment() -> Result<&'static Environment, OnnxError> {
    static ENVIRONMENT: OnceLock<Result<Environment, (PathBuf, String)>> = OnceLock::new();
    let path = library()?;
    let made = ENVIRONMENT.get_or_init(|| {
        ort::init_from(&path)
            .map_err(|e| e.to_string())
            .and_then(|builder| builder.with_telemetry(false).build().map_err(|e| e.to_string()))
            .map_err(|reason| (path.clone(), reason))
    });
    made.as_ref().map_err(|(path, reason)| OnnxError::BadLibrary { path: path.clone(), reason: reason.clone() })
}
