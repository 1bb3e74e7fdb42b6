//! `gensvar run`: recordings in, feedback reports out.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use clap::{ArgAction, Args};
use crossbeam_channel::unbounded;
use serde_json::json;

use crate::cli::exit::Exit;
use crate::cli::places::{House, PlaceArgs, Places};
use crate::cli::printer::{self, Printer};
use crate::cli::settings::{PipelineArgs, SettingsError, WishArgs, jobs};
use crate::cli::signals;
use crate::ledger::Ledger;
use crate::models::store::Store;
use crate::report::model::SCHEMA;
use crate::report::summary;
use crate::schedule::after::{self, Policy};
use crate::schedule::batch::{Batch, Event, Outcome};
use crate::schedule::engine;
use crate::schedule::error::SessionError;
use crate::schedule::inputs::{self, Inputs};
use crate::schedule::pipeline::Pipeline;
use crate::schedule::task::Wishes;
use crate::severity::{Severe, Severity};

/// What may be typed after `gensvar run`.
#[derive(Args)]
pub(super) struct RunArgs {
    /// Recordings, transcripts (.vtt, .srt, .csv, .json), or folders of recordings and subtitles
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    pipeline: PipelineArgs,
    #[command(flatten)]
    wishes: WishArgs,
    /// Leave a recording alone whose report is there, made in the same way; --resume=false makes all again
    #[arg(long, default_value_t = true, action = ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    resume: bool,
    /// Delete each recording once its report is on the disk and noted in the ledger
    #[arg(long)]
    delete_recordings: bool,
}

/// Where reports go, and how much works at once.
#[derive(Args)]
pub(super) struct OutputArgs {
    #[command(flatten)]
    pub(super) places: PlaceArgs,
    /// How many cores to use [default: all]
    #[arg(long, env = "GENSVAR_JOBS")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Print the result as JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Everything that a run needs, read and checked.
pub(super) struct Run {
    pub(super) found: Inputs,
    pub(super) pipeline: Pipeline,
    pub(super) wishes: Wishes,
    pub(super) places: Places,
    pub(super) jobs: Option<NonZeroUsize>,
    pub(super) json: bool,
    pub(super) resume: bool,
    pub(super) policy: Policy,
}

/// Answers `gensvar run`.
pub(super) fn run(args: RunArgs) -> Exit {
    let printer = Printer::new();
    let (pipeline, wishes, places) = match settings(&args) {
        Ok(settings) => settings,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    let policy = if args.delete_recordings { Policy::Delete } else { Policy::Keep };
    // A run that deletes and was stopped is given the same inputs again, of which some are gone by now.
    let again = args.delete_recordings && places.ledger.is_file();
    let checked = if again { Ok } else { Inputs::complete };
    let found = match inputs::find(&args.inputs).and_then(checked) {
        Ok(found) => found,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    if found.ignored > 0 {
        printer.line(&format!("{} other files in the folders are no recordings and are left alone", found.ignored));
    }
    for refused in &found.refused {
        printer.line(&format!(
            "{} is a link or no plain file, and is not opened; name what it leads to if you want it read",
            refused.display()
        ));
    }
    if args.delete_recordings && found.recordings.iter().any(|path| inputs::is_transcript(path)) {
        printer.line("transcripts stay where they are: --delete-recordings deletes recordings alone");
    }
    for missing in &found.missing {
        printer.line(&format!("{} is not there; was it deleted after its report?", missing.display()));
    }
    let (jobs, json, resume) = (args.output.jobs, args.output.json, args.resume);
    execute(&Run { found, pipeline, wishes, places, jobs, json, resume, policy }, &printer)
}

fn settings(args: &RunArgs) -> Result<(Pipeline, Wishes, Places), SettingsError> {
    let house = House::read(args.pipeline.config.as_deref())?;
    Ok((args.pipeline.resolve()?, args.wishes.wishes()?, args.output.places.resolve(&house)?))
}

/// Opens the ledger and the models and works on the recordings.
pub(super) fn execute(run: &Run, printer: &Printer) -> Exit {
    static STOP: AtomicBool = AtomicBool::new(false);
    signals::raise_on_interrupt(&STOP);
    if let Err(error) = fs_err::create_dir_all(&run.places.out) {
        printer.error(&format!("{error}; choose another folder with --out"));
        return Exit::NothingDone;
    }
    let ledger = match open_ledger(run) {
        Ok(ledger) => Mutex::new(ledger),
        Err(error) => {
            printer.error(&error);
            return Exit::NothingDone;
        }
    };
    if run.found.recordings.is_empty() {
        return finish(run, printer, BTreeMap::new(), false);
    }
    let open = if run.found.recordings.iter().all(|path| inputs::is_transcript(path)) {
        engine::open_without_speech
    } else {
        engine::open
    };
    let (engine, desks) = match open(&run.pipeline, &Store::standard(), jobs(run.jobs), run.found.recordings.len()) {
        Ok(opened) => opened,
        Err(error) => {
            printer.error(&error);
            return Exit::NothingDone;
        }
    };
    let batch = Batch {
        engine: &engine,
        pipeline: &run.pipeline,
        wishes: &run.wishes,
        out: &run.places.out,
        resume: run.resume,
        policy: &run.policy,
        ledger: &ledger,
        worker: &format!("run {}", std::process::id()),
        stop: &STOP,
    };
    let batch = &batch;
    let (events, happened) = unbounded();
    let outcomes = std::thread::scope(|scope| {
        // The sender goes with the thread: when it is done, nothing more happens.
        scope.spawn(move || batch.run(&run.found.recordings, desks, &events));
        follow(&run.found.recordings, printer, &happened)
    });
    finish(run, printer, outcomes, signals::raised(&STOP))
}

/// The ledger, with what an interrupted run left carried on.
fn open_ledger(run: &Run) -> Result<Ledger, SessionError> {
    let ledger = run.places.open_ledger()?;
    if ledger.is_read_only() {
        return Err(ledger.newer().into());
    }
    after::carry_on(&ledger, &run.places.out, &run.found.folders)?;
    Ok(ledger)
}

/// Shows what happens until the batch is over.
fn follow(
    recordings: &[PathBuf],
    printer: &Printer,
    happened: &crossbeam_channel::Receiver<Event>,
) -> BTreeMap<usize, Outcome> {
    let batch_bar = printer.batch_bar(recordings.len());
    let mut bars = BTreeMap::new();
    let mut outcomes = BTreeMap::new();
    for event in happened {
        match event {
            Event::Started(index) => {
                let label = format!("recording {} of {}", index + 1, recordings.len());
                bars.insert(index, printer.recording_bar(&label));
            }
            Event::Heard(index, progress) => {
                if let Some(bar) = bars.get(&index) {
                    printer::show(bar, progress);
                }
            }
            Event::Ended(index, outcome) => {
                if let Some(bar) = bars.remove(&index) {
                    bar.finish_and_clear();
                }
                batch_bar.inc(1);
                let left = batch_bar.eta().as_secs().div_ceil(60);
                let of = format!("{} of {}", outcomes.len() + 1, recordings.len());
                printer.line(&match &outcome {
                    Outcome::Reported(folder) => format!("{of}: {} (about {left} min left)", folder.display()),
                    Outcome::AlreadyThere(folder) => format!("{of}: {} was there already", folder.display()),
                    Outcome::Failed(error) => format!("{of}: {}: {error}", recordings[index].display()),
                });
                outcomes.insert(index, outcome);
            }
        }
    }
    batch_bar.finish_and_clear();
    outcomes
}

/// Rebuilds the table over all sessions, sums up, and says how it ended.
fn finish(run: &Run, printer: &Printer, outcomes: BTreeMap<usize, Outcome>, interrupted: bool) -> Exit {
    let mut exit = ending(&outcomes, &run.found, interrupted);
    match summary::write_summary(&run.places.out) {
        Ok(summary) => {
            for file in summary.unreadable {
                printer.line(&format!("{} is not a session of this version and is not in summary.csv", file.display()));
            }
        }
        Err(error) => {
            printer.error(&error);
            exit = if exit == Exit::Done { Exit::SomeFailed } else { exit };
        }
    }
    let failed = outcomes.values().filter(|outcome| matches!(outcome, Outcome::Failed(_))).count();
    let waiting = run.found.recordings.len() - outcomes.len();
    printer.line(&format!(
        "{} of {} recordings have a report in {}{}{}",
        outcomes.len() - failed,
        run.found.recordings.len(),
        run.places.out.display(),
        if failed > 0 { format!("; {failed} failed, as said above") } else { String::new() },
        if waiting > 0 { format!("; {waiting} wait: run the same command again to go on") } else { String::new() },
    ));
    if run.json {
        // Nobody is left to read it when the pipe is closed.
        let _ = writeln!(std::io::stdout(), "{}", as_json(&run.found.recordings, &outcomes));
    }
    exit
}

fn ending(outcomes: &BTreeMap<usize, Outcome>, found: &Inputs, interrupted: bool) -> Exit {
    let failures = || {
        outcomes.values().filter_map(|outcome| match outcome {
            Outcome::Failed(error) => Some(error),
            _ => None,
        })
    };
    if interrupted {
        Exit::Interrupted
    } else if failures().any(|error| error.severity() == Severity::Batch) && failures().count() == outcomes.len() {
        Exit::NothingDone
    } else if failures().count() > 0
        || outcomes.len() < found.recordings.len()
        || !found.missing.is_empty()
        || !found.refused.is_empty()
    {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

fn as_json(recordings: &[PathBuf], outcomes: &BTreeMap<usize, Outcome>) -> serde_json::Value {
    let one = |(index, recording): (usize, &PathBuf)| {
        let folder = |path: &Path| path.display().to_string();
        let (state, report, error) = match outcomes.get(&index) {
            Some(Outcome::Reported(path)) => ("reported", Some(folder(path)), None),
            Some(Outcome::AlreadyThere(path)) => ("already-there", Some(folder(path)), None),
            Some(Outcome::Failed(error)) => ("failed", None, Some(error.to_string())),
            None => ("waiting", None, None),
        };
        json!({ "input": recording.display().to_string(), "state": state, "report": report, "error": error })
    };
    json!({ "schema": SCHEMA, "recordings": recordings.iter().enumerate().map(one).collect::<Vec<_>>() })
}
