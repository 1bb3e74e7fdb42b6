//! `gensvar agree --save-calibration`: what a group's own coded sessions teach, and whether it helps.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::agreement::bootstrap::Plan;
use crate::agreement::calibrate::{CalibrateError, calibrate};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::coding::calibration::Adjustment;
use crate::coding::calibration_file::{CalibrationError, CalibrationFile, model_fingerprint};
use crate::coding::labels::{self, LabelsError};
use crate::files::write_atomic;
use crate::models::store::Store;

/// What may be typed for it.
#[derive(Args)]
pub(super) struct CalibrationArgs {
    /// Derive thresholds and probabilities for each code from these sessions, measure on sessions that took no part
    /// whether they help, and write what helps to FILE, for `run` and `code --calibration FILE`. The estimate is what
    /// `gensvar code` of this computer wrote without a calibration
    #[arg(long, value_name = "FILE", requires = "estimate")]
    save_calibration: Option<PathBuf>,
}

/// Why no calibration was saved.
#[derive(Debug, thiserror::Error)]
pub(super) enum SaveError {
    #[error("no calibration was saved: {0}")]
    Calibrate(#[from] CalibrateError),
    #[error(transparent)]
    Model(#[from] CalibrationError),
    #[error(transparent)]
    Labels(#[from] LabelsError),
    #[error("{0}; free some space, or choose another place")]
    Write(#[from] io::Error),
    #[error("the calibration could not be put into TOML: {0}; this is a fault in gensvar, please report it")]
    Format(#[from] toml::ser::Error),
}

impl SaveError {
    /// How the program ends with it.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Calibrate(_) => Exit::SomeFailed,
            Self::Model(_) | Self::Labels(_) | Self::Write(_) | Self::Format(_) => Exit::NothingDone,
        }
    }
}

impl CalibrationArgs {
    /// Derives and saves, where that was asked for, and tells what each decision came to.
    pub(super) fn save(
        &self,
        reference: &[PathBuf],
        estimate: &[PathBuf],
        plan: &Plan,
        printer: &Printer,
    ) -> Result<(), SaveError> {
        let Some(path) = &self.save_calibration else { return Ok(()) };
        let store = Store::standard();
        let model = model_fingerprint(&store)?;
        let file = calibrate(reference, estimate, model, &labels::thresholds(&store)?, plan)?;
        write_atomic(path, format!("{HEADING}{}", toml::to_string(&file)?).as_bytes())?;
        tell(&file, printer);
        printer.line(&format!("calibration: {}", path.display()));
        Ok(())
    }
}

/// What somebody who opens the file reads first.
const HEADING: &str = "\
# A calibration of gensvar's MITI codes, made by `gensvar agree --save-calibration`; used only when named with
# `gensvar run --calibration FILE`, `gensvar code --calibration FILE` or [coding] calibration in gensvar.toml.
# held_out: figures on sessions that took no part (nested cross-validation by session; bootstrap intervals by session).

";

fn tell(file: &CalibrationFile, printer: &Printer) {
    let of = &file.rests_on;
    let (sessions, units, coders) = (of.sessions, of.units, of.coders);
    printer.line(&format!("calibration from {sessions} sessions, {units} units, {coders} coders:"));
    for head in &file.heads {
        printer.line(&format!("  {:<20} {}", head.head.name(), head.because));
    }
    if file.heads.iter().all(|head| head.adjustment == Adjustment::AsIs) {
        printer.line("nothing in these sessions shows that an adjustment helps: the file changes nothing");
    }
}
