//! `gensvar demo`: the recordings that come with gensvar, through everything, with no network.

use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::places::House;
use crate::cli::printer::Printer;
use crate::cli::run::{self, OutputArgs, Run};
use crate::schedule::after::Policy;
use crate::schedule::inputs::{self, Inputs};
use crate::schedule::pipeline::Pipeline;
use crate::schedule::task::Wishes;

/// Where the recordings lie, beside the program or in a folder above it.
const PLACES: [&str; 2] = ["demo", "tests/fixtures/demo"];

/// What may be typed after `gensvar demo`.
#[derive(Args)]
pub(super) struct DemoArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// Answers `gensvar demo`.
pub(super) fn run(args: DemoArgs) -> Exit {
    let printer = Printer::new();
    let Some(folder) = recordings_folder() else {
        printer.error(&"the demonstration recordings are not beside the program; they come with gensvar's source");
        return Exit::NothingDone;
    };
    let (pipeline, found) = match (Pipeline::resolve("demo", &[]), inputs::find(&[folder]).and_then(Inputs::complete)) {
        (Ok(pipeline), Ok(found)) => (pipeline, found),
        (Err(error), _) => return fail(&printer, &error),
        (_, Err(error)) => return fail(&printer, &error),
    };
    let places = match args.output.places.resolve(&House::default()) {
        Ok(places) => places,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    let run = Run {
        found,
        pipeline,
        wishes: Wishes::default(),
        places,
        jobs: args.output.jobs,
        json: args.output.json,
        resume: false,
        policy: Policy::Keep,
    };
    run::execute(&run, &printer)
}

fn fail(printer: &Printer, error: &dyn std::fmt::Display) -> Exit {
    printer.error(error);
    Exit::NothingDone
}

fn recordings_folder() -> Option<PathBuf> {
    let executable = std::env::current_exe().ok()?;
    let folders = executable.ancestors().skip(1);
    folders.flat_map(|folder| PLACES.map(|place| folder.join(place))).find(|folder| folder.is_dir())
}
