//! The program: keep its libraries silent, parse, resolve, dispatch on a closed set of verbs, print one error, exit.

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use gensvar::cli::{Cli, Exit, silence};

fn main() -> ExitCode {
    if let Some(ended) = silence() {
        return ended;
    }
    let exit = match Cli::try_parse() {
        Ok(cli) => cli.answer(),
        Err(error) => {
            // Nobody is left to read the message when the terminal is gone.
            let _ = error.print();
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done,
                _ => Exit::WrongUse,
            }
        }
    };
    exit.into()
}
