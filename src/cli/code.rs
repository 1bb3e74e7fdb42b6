//! `gensvar code`: MITI codes for a transcript that somebody already has.

use std::io::{self, Write};
use std::path::PathBuf;
use std::thread::available_parallelism;

use clap::Args;

use crate::coding::classify::{Classifier, ClassifyError};
use crate::coding::table;
use crate::coding::transcript::{Transcript, TranscriptError};
use crate::files::write_atomic;
use crate::language::Language;
use crate::models::store::Store;
use crate::privacy::deidentify::{Deidentifier, DeidentifyError};
use crate::severity::{Severe, Severity};

/// What may be typed after `gensvar code`.
#[derive(Args)]
pub struct CodeArgs {
    /// The transcript: CSV with the columns session,turn,speaker,text and, if known, start,end
    #[arg(value_name = "IN.csv")]
    transcript: PathBuf,
    /// The language spoken: sv, nb, nn or en
    #[arg(long)]
    language: Language,
    /// Where the codes go, one row for each row of the transcript
    #[arg(long, value_name = "OUT.csv")]
    out: PathBuf,
}

/// Why a transcript was not coded.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
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
    Deidentify(#[from] DeidentifyError),
    /// The classifier cannot be used.
    #[error(transparent)]
    Classify(#[from] ClassifyError),
    /// The table cannot be written.
    #[error("the table of codes cannot be written: {0}")]
    Table(#[from] csv::Error),
}

impl Severe for CodeError {
    fn severity(&self) -> Severity {
        match self {
            Self::File(_) | Self::Transcript { .. } => Severity::Recording,
            Self::Deidentify(_) | Self::Classify(_) | Self::Table(_) => Severity::Batch,
        }
    }
}

/// Codes the transcript and says how much of it there was.
///
/// # Errors
/// When the transcript cannot be read, a model is missing, or the codes cannot be written.
pub fn run(args: CodeArgs, out: &mut dyn Write) -> Result<(), CodeError> {
    let file = fs_err::read(&args.transcript)?;
    let transcript = Transcript::parse(&file, args.language)
        .map_err(|source| CodeError::Transcript { path: args.transcript.clone(), source })?;
    let store = Store::standard();
    let deidentifier = Deidentifier::open(&store)?;
    let mut classifier = Classifier::open(&store, available_parallelism().map_or(1, usize::from))?;
    let mut sessions = Vec::with_capacity(transcript.sessions.len());
    for session in transcript.sessions {
        let dialogue = deidentifier.deidentify(session, &[], args.language);
        sessions.push(classifier.classify(dialogue)?);
    }
    write_atomic(&args.out, &table::write(&transcript.rows, &sessions)?)?;
    writeln!(out, "{} turns of {} sessions: {}", transcript.rows.len(), sessions.len(), args.out.display())?;
    Ok(())
}
