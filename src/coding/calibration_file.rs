//! The file of a calibration: TOML that says what it rests on and what it was worth on sessions that took no part.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::coding::calibration::{Adjustment, Calibration, Head};
use crate::coding::classify::MODEL;
use crate::models::store::{Store, StoreError};
use crate::severity::{Severe, Severity};

/// Version of the file's form.
pub const SCHEMA: u32 = 1;

/// Nobody's calibration is larger.
const LARGEST: u64 = 1 << 20;

/// A calibration as it is written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationFile {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The version of gensvar that made it.
    pub gensvar: String,
    /// The data behind it.
    pub rests_on: RestsOn,
    /// One for each decision that the model makes.
    #[serde(rename = "head")]
    pub heads: Vec<FittedHead>,
}

/// The data behind a calibration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestsOn {
    /// Sessions that people coded.
    pub sessions: usize,
    /// Volleys (or turns) in them.
    pub units: usize,
    /// People who coded.
    pub coders: usize,
    /// [`model_fingerprint`] of the model whose estimates were compared.
    pub model: String,
    /// Groups of sessions in the cross-validation.
    pub folds: usize,
    /// The intervals' coverage.
    pub level: f64,
    /// Bootstrap draws behind each interval.
    pub draws: usize,
    /// The seed of folds and draws.
    pub seed: u64,
}

/// What was found for one decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FittedHead {
    /// Which decision.
    pub head: Head,
    /// Sessions in which it was asked.
    pub sessions: usize,
    /// How often a person said yes; where several coded a unit, their mean.
    pub occurrences: f64,
    /// What was chosen and why, in words.
    pub because: String,
    /// How it is adjusted.
    pub adjustment: Adjustment,
    /// What choosing and adjusting came to on sessions that took no part; none where there was too little to try.
    pub held_out: Option<HeldOut>,
}

/// Figures on sessions that took no part. A gain is positive when the adjusted estimate is better.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldOut {
    /// Cohen's κ with the human coders.
    pub kappa: Compared,
    /// F1 against them.
    pub f1: Compared,
    /// Brier score: mean squared distance of the probability from what people said.
    pub brier: Compared,
    /// Expected calibration error in ten bins of equal width.
    pub calibration_error: Compared,
}

/// One figure before and after; left out where it has no value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// As the model is.
    pub before: Option<f64>,
    /// Adjusted.
    pub after: Option<f64>,
    /// By how much it is better.
    pub gain: Option<f64>,
    /// The lower end of the gain's interval, by sessions ([`RestsOn::level`]).
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// A calibration cannot be used; nothing is started.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// It cannot be read.
    #[error("{0}; name a file that `gensvar agree --save-calibration` wrote")]
    Unreadable(#[from] std::io::Error),
    /// It is no calibration, or of another version.
    #[error("{}: {reason}; name a file that this version's `gensvar agree --save-calibration` wrote", path.display())]
    Bad {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// It was made for another model.
    #[error(
        "{} was made for another coding model than the one on this computer; code the same sessions again with \
         `gensvar code` and make it anew with `gensvar agree --save-calibration`", path.display()
    )]
    OtherModel {
        /// The file.
        path: PathBuf,
    },
    /// The model is not on this computer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Severe for CalibrationError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// A calibration that was read, and what reports say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What is adjusted.
    pub calibration: Calibration,
    /// The sha256 of the file.
    pub sha256: String,
    /// How many sessions it rests on.
    pub sessions: usize,
}

/// Reads the calibration at `path` for the model in `store`.
///
/// # Errors
/// When it is none of this version, holds a number that cannot be reckoned with, or was made for another model.
pub fn open(path: &Path, store: &Store) -> Result<Opened, CalibrationError> {
    let bad = |reason: &str| CalibrationError::Bad { path: path.to_owned(), reason: reason.to_owned() };
    if fs_err::metadata(path)?.len() > LARGEST {
        return Err(bad("it is larger than any calibration"));
    }
    let text = fs_err::read_to_string(path)?;
    let file: CalibrationFile = toml::from_str(&text).map_err(|e| bad(e.message()))?;
    if file.schema != SCHEMA {
        return Err(bad(&format!("its schema is {}, not {SCHEMA}", file.schema)));
    }
    if let Some(head) = file.heads.iter().find(|head| !head.adjustment.is_sound()) {
        return Err(bad(&format!("the numbers for {} adjust nothing sensibly", head.head.name())));
    }
    if file.rests_on.model != model_fingerprint(store)? {
        return Err(CalibrationError::OtherModel { path: path.to_owned() });
    }
    let calibration = Calibration::of(file.heads.iter().map(|head| (head.head, head.adjustment)));
    Ok(Opened { calibration, sha256: hexadecimal(&[text.as_bytes()]), sessions: file.rests_on.sessions })
}

/// What tells this computer's coding model from every other: the sha256 of its network and its labels.
///
/// # Errors
/// When the model is not there or cannot be read.
pub fn model_fingerprint(store: &Store) -> Result<String, CalibrationError> {
    let read = |file| Ok::<_, CalibrationError>(fs_err::read(store.find(MODEL, file)?)?);
    Ok(hexadecimal(&[&read("model.onnx")?, &read("labels.json")?]))
}

fn hexadecimal(parts: &[&[u8]]) -> String {
    let mut sum = Sha256::new();
    parts.iter().for_each(|part| sum.update(part));
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
