//! `gensvar code`: MITI codes for a transcript that somebody already has.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::jobs;
use crate::coding::calibration_file::{self, CalibrationError};
use crate::coding::classify::{Classifier, ClassifyError};
use crate::coding::table;
use crate::files::write_atomic;
use crate::language::Language;
use crate::models::store::Store;
use crate::privacy::deidentify::{Deidentifier, ModelError};
use crate::severity::{Severe, Severity};
use crate::speech::transcripts::TranscriptError;
use crate::speech::transcripts::csv::Transcript;

/// What may be typed after `gensvar code`.
#[derive(Args)]
pub(super) struct CodeArgs {
    /// The transcript: CSV with the columns session,turn,speaker,text and, if known, start,end
    #[arg(value_name = "IN.csv")]
    transcript: PathBuf,
    /// The language spoken: sv, nb, nn or en
    #[arg(long)]
    language: Language,
    /// Where the codes go, one row for each row of the transcript
    #[arg(long, value_name = "OUT.csv")]
    out: PathBuf,
    /// Adjust codes by a group's own calibration, which `gensvar agree --save-calibration` wrote [default: none]
    #[arg(long, value_name = "FILE")]
    calibration: Option<PathBuf>,
    /// Write nothing when personal data may remain after masking
    #[arg(long)]
    strict: bool,
}

/// Why a transcript was not coded.
#[derive(Debug, thiserror::Error)]
enum CodeError {
    /// The transcript cannot be read, or the codes cannot be written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// The file is no transcript.
    #[error("{path}: {source}")]
    Transcript {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: TranscriptError,
    },
    /// Personal data cannot be taken out.
    #[error(transparent)]
    Deidentify(#[from] ModelError),
    /// Something may remain, and the user wants nothing written then.
    #[error(
        "personal data may remain in {0} places of the transcript, and --strict was given: nothing was written; take them out, or leave --strict out: the codes hold no text"
    )]
    MayRemain(usize),
    /// The classifier cannot be used.
    #[error(transparent)]
    Classify(#[from] ClassifyError),
    /// The calibration cannot be used.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The table cannot be written.
    #[error("the table of codes cannot be written: {0}")]
    Table(#[from] csv::Error),
}

impl Severe for CodeError {
    fn severity(&self) -> Severity {
        match self {
            Self::File(_) | Self::Transcript { .. } | Self::MayRemain(_) => Severity::Recording,
            Self::Deidentify(_) | Self::Classify(_) | Self::Calibration(_) | Self::Table(_) => Severity::Batch,
        }
    }
}

/// Answers `gensvar code`.
pub(super) fn run(args: CodeArgs) -> Exit {
    let printer = Printer::new();
    match code(&args) {
        Ok((turns, sessions)) => {
            printer.line(&format!("{turns} turns of {sessions} sessions: {}", args.out.display()));
            Exit::Done
        }
        Err(error) => {
            printer.error(&error);
            if error.severity() == Severity::Batch { Exit::NothingDone } else { Exit::SomeFailed }
        }
    }
}

/// Codes the transcript; gives the numbers of its turns and sessions.
fn code(args: &CodeArgs) -> Result<(usize, usize), CodeError> {
    let file = fs_err::read(&args.transcript)?;
    let transcript = Transcript::parse(&file, args.language)
        .map_err(|source| CodeError::Transcript { path: args.transcript.clone(), source })?;
    let store = Store::standard();
    let deidentifier = Deidentifier::open(&store)?;
    let mut classifier = Classifier::open(&store, jobs(None))?;
    if let Some(path) = &args.calibration {
        classifier = classifier.calibrated(calibration_file::open(path, &store)?.calibration);
    }
    let mut sessions = Vec::with_capacity(transcript.sessions.len());
    let mut may_remain = 0;
    for session in transcript.sessions {
        let dialogue = deidentifier.deidentify(session, &[], args.language);
        may_remain += dialogue.may_remain.len();
        sessions.push(classifier.classify(dialogue)?);
    }
    if args.strict && may_remain > 0 {
        return Err(CodeError::MayRemain(may_remain));
    }
    write_atomic(&args.out, &table::write(&transcript.rows, &sessions)?)?;
    Ok((transcript.rows.len(), sessions.len()))
}
