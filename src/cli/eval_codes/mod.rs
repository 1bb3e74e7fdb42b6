//! `gensvar eval codes`: what `gensvar code` wrote against what people coded, volley by volley and session by session,
//! and how often the sessions' intervals hold the human figure.

mod measure;
mod read;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::coding::labels::{self, LabelsError};
use crate::models::store::Store;
use measure::Measured;
use read::{Compared, ReadError};

/// What may be typed after `gensvar eval codes`.
#[derive(Args)]
pub(super) struct CodesArgs {
    /// What `gensvar code` wrote
    #[arg(value_name = "CODED.csv")]
    coded: PathBuf,
    /// What people coded: CSV with session,turn,codes (joined by ;, NC for uncoded) and, if known, main, client_talk
    #[arg(long, value_name = "HUMAN.csv")]
    reference: PathBuf,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// The measurement could not be made.
#[derive(Debug, thiserror::Error)]
enum CodesError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Labels(#[from] LabelsError),
}

/// Answers `gensvar eval codes`.
pub(super) fn run(args: &CodesArgs) -> Exit {
    match measured(args) {
        Ok(measured) => {
            let mut out = io::stdout();
            // Nobody is left to read it when the pipe is closed.
            let _ = if args.json { writeln!(out, "{}", measured.as_json()) } else { measured.print(&mut out) };
            Exit::Done
        }
        Err(error) => {
            Printer::new().error(&error);
            if matches!(error, CodesError::Labels(_)) { Exit::NothingDone } else { Exit::WrongUse }
        }
    }
}

fn measured(args: &CodesArgs) -> Result<Measured, CodesError> {
    let compared = Compared::read(&args.coded, &args.reference)?;
    Ok(Measured::of(&compared, &labels::session_model(&Store::standard())?.errors))
}
