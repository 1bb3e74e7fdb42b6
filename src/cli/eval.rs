//! `gensvar eval`: a part of gensvar measured against a reference.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::audio::recording::RecordingFile;
use crate::cli::eval_codes::{self, CodesArgs};
use crate::cli::eval_privacy::{self, PrivacyArgs};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::settings::{PipelineArgs, SettingsError, jobs};
use crate::models::store::Store;
use crate::privacy::word_errors::{WordErrors, word_errors};
use crate::report::model::SCHEMA;
use crate::schedule::engine::{self, EngineError};
use crate::schedule::error::SessionError;
use crate::schedule::request::{Request, RequestError};
use crate::schedule::session;
use crate::schedule::task::Wishes;
use crate::severity::{Severe, Severity};

/// What can be measured.
#[derive(Subcommand)]
pub(super) enum EvalVerb {
    /// Word error rate of speech recognition, computed in memory: no word of the recording is shown.
    Speech(SpeechArgs),
    /// How much of the personal data in marked conversations is hidden, and how much else: only counts are shown.
    Privacy(PrivacyArgs),
    /// MITI codes and session figures against human coders: agreement, calibration, how often intervals hold.
    Codes(CodesArgs),
}

/// What may be typed after `gensvar eval speech`.
#[derive(Args)]
pub(super) struct SpeechArgs {
    /// The recording
    audio: PathBuf,
    /// What is said in it, as plain text
    #[arg(long, value_name = "TXT")]
    reference: PathBuf,
    #[command(flatten)]
    pipeline: PipelineArgs,
    /// How many cores to use [default: all]
    #[arg(long, env = "GENSVAR_JOBS")]
    jobs: Option<NonZeroUsize>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// A measurement could not be made.
#[derive(Debug, thiserror::Error)]
enum EvalError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Request(#[from] RequestError),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error("{0}")]
    Reference(std::io::Error),
}

/// Answers `gensvar eval`.
pub(super) fn run(verb: EvalVerb) -> Exit {
    let args = match verb {
        EvalVerb::Speech(args) => args,
        EvalVerb::Privacy(args) => return eval_privacy::run(&args),
        EvalVerb::Codes(args) => return eval_codes::run(&args),
    };
    let printer = Printer::new();
    match speech(&args) {
        Ok(errors) => {
            print(&args, errors);
            Exit::Done
        }
        Err(error) => {
            printer.error(&error);
            match error {
                EvalError::Settings(_) | EvalError::Request(_) | EvalError::Reference(_) => Exit::WrongUse,
                EvalError::Session(e) if e.severity() == Severity::Recording => Exit::SomeFailed,
                EvalError::Engine(_) | EvalError::Session(_) => Exit::NothingDone,
            }
        }
    }
}

fn speech(args: &SpeechArgs) -> Result<WordErrors, EvalError> {
    let reference = fs_err::read_to_string(&args.reference).map_err(EvalError::Reference)?;
    let mut pipeline = args.pipeline.resolve()?;
    pipeline.segment.part = "whole".to_owned();
    let request = Request::resolve(Wishes::default(), &pipeline, &args.audio)?;
    let (engine, mut desks) = engine::open(&pipeline, &Store::standard(), jobs(args.jobs), 1)?;
    let file = RecordingFile::open(&args.audio, &engine.limits).map_err(SessionError::from)?;
    let transcript = session::transcribe_only(&engine, &mut desks[0], &file, &request, &AtomicBool::new(false))?;
    Ok(word_errors(&transcript, &reference))
}

fn print(args: &SpeechArgs, errors: WordErrors) {
    let mut out = std::io::stdout();
    let rate = errors.rate();
    // Nobody is left to read it when the pipe is closed.
    let _ = if args.json {
        writeln!(out, "{}", json!({ "schema": SCHEMA, "wer": rate, "errors": errors }))
    } else {
        let rate = rate.map_or("no rate: the reference is empty".to_owned(), |rate| format!("{:.1} %", 100.0 * rate));
        let WordErrors { reference_words, substitutions, deletions, insertions } = errors;
        writeln!(
            out,
            "word error rate {rate} ({reference_words} words; {substitutions} heard as another, {deletions} not heard, {insertions} not said)"
        )
    };
}
