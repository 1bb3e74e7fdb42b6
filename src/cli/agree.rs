//! `gensvar agree`: how well estimates agree with human coders, and human coders with each other.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::agreement::align::Align;
use crate::agreement::bootstrap::Plan;
use crate::agreement::input::Input;
use crate::agreement::problem::WrongInput;
use crate::agreement::study::{Study, StudyError};
use crate::agreement::{page, tell_json, tell_terminal, template, workbook};
use crate::cli::calibrate::{CalibrationArgs, SaveError};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::protocols::in_folders;
use crate::files::write_atomic;
use crate::language::Language;

/// What may be typed after `gensvar agree`.
///
/// Coders and sessions are shown by the ids that the files give them: use ids, never names of persons.
#[derive(Args)]
#[command(after_help = "\
Files: CSV (commas, semicolons or tabs) or XLSX. Turns: session,turn,coder and codes, main or client_talk
(codes joined by ;, a volley's codes on its first turn; empty or NC: none). Sessions: session,coder,GI,...,Confront,
CCT,SST,Partnership,Empathy. Swedish and Norwegian names are understood. What `gensvar code` writes is an estimate as it is.
Coders and sessions are shown by the ids that the files give them: use ids, never names of persons.
Exit codes: 0 done, 1 wrong use, 2 a file cannot be used or has nothing to compare, 3 a result cannot be written.")]
pub(super) struct AgreeArgs {
    /// What the human coders gave; alone, its coders are compared with each other. Several files are taken together;
    /// of a folder its workbooks, or where it has none its CSV files
    #[arg(long, value_name = "REF.csv", required_unless_present = "template", num_args = 1..)]
    reference: Vec<PathBuf>,
    /// What is compared with them: the output of `gensvar code`, or another coder's codes
    #[arg(long, value_name = "EST.csv", requires = "reference", num_args = 1..)]
    estimate: Vec<PathBuf>,
    /// Write a page to read and print
    #[arg(long, value_name = "FILE.html", requires = "reference")]
    html: Option<PathBuf>,
    /// Write a workbook, a sheet a table
    #[arg(long, value_name = "FILE.xlsx", requires = "reference")]
    xlsx: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// The language of page, workbook and template: sv, nb or en
    #[arg(long, default_value = "en")]
    language: Language,
    /// How units are found in the other file [default: by time if both files have start and end, and the turns'
    /// numbers do not agree with them; else by turn]
    #[arg(long, value_enum)]
    align: Option<How>,
    /// How many bootstrap draws intervals rest on (0: none)
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    draws: u32,
    /// Same seed, same intervals
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    calibration: CalibrationArgs,
    /// Write empty sheets for coders and stop: FILE.xlsx, or a folder for CSV and XLSX
    #[arg(long, value_name = "DIR|FILE.xlsx", conflicts_with = "reference")]
    template: Option<PathBuf>,
}

/// How units are aligned, as typed.
#[derive(Clone, Copy, ValueEnum)]
enum How {
    Turn,
    Time,
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
enum AgreeError {
    #[error(transparent)]
    Input(#[from] WrongInput),
    #[error(transparent)]
    Study(#[from] StudyError),
    #[error("{0}; free some space, close the file where it is open, or choose another place")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Page(#[from] page::PageError),
    #[error(transparent)]
    Workbook(#[from] workbook::WorkbookError),
    #[error(transparent)]
    Calibration(#[from] SaveError),
}

/// Answers `gensvar agree`.
pub(super) fn run(args: AgreeArgs) -> Exit {
    let printer = Printer::new();
    let done = match &args.template {
        Some(place) => template::write(place, args.language).map_err(AgreeError::from).map(|written| {
            written.iter().for_each(|path| printer.line(&format!("written: {}", path.display())));
        }),
        None => agree(&args, &printer),
    };
    match done {
        Ok(()) => Exit::Done,
        Err(error) => {
            printer.error(&error);
            match error {
                AgreeError::Input(_) | AgreeError::Study(_) => Exit::SomeFailed,
                AgreeError::Calibration(error) => error.exit(),
                AgreeError::Write(_) | AgreeError::Page(_) | AgreeError::Workbook(_) => Exit::NothingDone,
            }
        }
    }
}

fn agree(args: &AgreeArgs, printer: &Printer) -> Result<(), AgreeError> {
    let reference = in_folders(&args.reference)?;
    let input = Input::read(&reference, &args.estimate)?;
    let align = args.align.map(|how| match how {
        How::Turn => Align::Turn,
        How::Time => Align::Time,
    });
    let plan = Plan { draws: args.draws as usize, seed: args.seed, ..Plan::default() };
    let study = Study::of(&input, align, plan)?;
    drop(input);
    if let Some(path) = &args.html {
        write_atomic(path, page::html(&study, args.language)?.as_bytes())?;
        printer.line(&format!("page: {}", path.display()));
    }
    if let Some(path) = &args.xlsx {
        write_atomic(path, &workbook::xlsx(&study, args.language)?)?;
        printer.line(&format!("workbook: {}", path.display()));
    }
    let told = if args.json { tell_json::json(&study) } else { tell_terminal::terminal(&study) };
    // Nobody is left to read it when the pipe is closed.
    let _ = writeln!(io::stdout(), "{}", told.trim_end());
    args.calibration.save(&reference, &args.estimate, &plan, printer)?;
    Ok(())
}
