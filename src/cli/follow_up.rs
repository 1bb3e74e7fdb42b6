//! `gensvar follow-up`: who has had feedback this term, and how the measures move.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::Zoned;

use crate::cli::exit::Exit;
use crate::cli::places::{House, PlaceArgs};
use crate::cli::printer::Printer;
use crate::cli::settings::{PipelineArgs, SettingsError};
use crate::files::write_atomic;
use crate::language::Language;
use crate::ledger::follow_up::{self, FollowUp, Question, SMALLEST_EVER, SMALLEST_GROUP};
use crate::ledger::roster;
use crate::ledger::term::Term;
use crate::ledger::trends::Point;
use crate::ledger::{Ledger, follow_up_page};

/// What may be typed after `gensvar follow-up`.
#[derive(Args)]
pub(super) struct FollowUpArgs {
    #[command(flatten)]
    places: PlaceArgs,
    /// ht2026, vt2026, 2026-H2 or all [default: the term that it is now]
    #[arg(long)]
    term: Option<String>,
    /// One unit alone, as the list of the expected calls it
    #[arg(long)]
    unit: Option<String>,
    /// One practitioner's own development as well
    #[arg(long, value_name = "ID")]
    practitioner: Option<String>,
    /// Who is expected to have feedback: a CSV file with the columns practitioner and unit
    #[arg(long, value_name = "FILE", env = "GENSVAR_EXPECTED")]
    expected: Option<PathBuf>,
    /// Show no group of fewer practitioners than this, 3 at least [default: 5]
    #[arg(long, value_name = "N")]
    smallest_group: Option<usize>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Write it as a page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The language of the page: sv, nb or en
    #[arg(long, env = "GENSVAR_LANGUAGE")]
    language: Option<String>,
    /// A file of settings instead of gensvar.toml in this folder
    #[arg(long, env = "GENSVAR_CONFIG")]
    config: Option<PathBuf>,
}

/// Answers `gensvar follow-up`.
pub(super) fn run(args: FollowUpArgs) -> Exit {
    let printer = Printer::new();
    let (ledger, question, language) = match prepare(&args) {
        Ok(prepared) => prepared,
        Err((error, exit)) => {
            printer.error(&error);
            return exit;
        }
    };
    let answer = match follow_up::follow_up(&ledger, &question) {
        Ok(answer) => answer,
        Err(error) => {
            printer.error(&error);
            return Exit::NothingDone;
        }
    };
    if let Some(path) = &args.html {
        let written = follow_up_page::render(&answer, language).map_err(|e| e.to_string());
        if let Err(error) = written.and_then(|page| write_atomic(path, page.as_bytes()).map_err(|e| e.to_string())) {
            printer.error(&error);
            return Exit::NothingDone;
        }
    }
    let mut out = std::io::stdout();
    // Nobody is left to read it when the pipe is closed.
    let _ = if args.json {
        serde_json::to_writer_pretty(&mut out, &answer).map_err(std::io::Error::from).and_then(|()| writeln!(out))
    } else {
        table(&mut out, &answer)
    };
    Exit::Done
}

type Refusal = (String, Exit);

/// Reads and checks what was typed, and opens the ledger.
fn prepare(args: &FollowUpArgs) -> Result<(Ledger, Question, Language), Refusal> {
    let wrong = |e: &dyn std::fmt::Display| (e.to_string(), Exit::WrongUse);
    let house = House::read(args.config.as_deref()).map_err(|e| wrong(&e))?;
    let places = args.places.resolve_ledger(&house).map_err(|e| wrong(&e))?;
    let language = report_language(args).map_err(|e| wrong(&e))?;
    let term = match args.term.as_deref() {
        Some("all") => None,
        Some(term) => Some(term.parse().map_err(|e| wrong(&e))?),
        None => Some(Term::of(Zoned::now().date())),
    };
    let smallest_group = args.smallest_group.or(house.follow_up.smallest_group).unwrap_or(SMALLEST_GROUP);
    if smallest_group < SMALLEST_EVER {
        return Err(wrong(&format!("a group of fewer than {SMALLEST_EVER} practitioners is never shown")));
    }
    let roster = match args.expected.as_ref().or(house.follow_up.expected.as_ref()) {
        Some(path) => roster::read(path).map_err(|e| wrong(&e))?,
        None => roster::Roster::new(),
    };
    let known = |unit: &String| roster.values().flatten().any(|of| of == unit);
    if let Some(unit) = args.unit.as_ref().filter(|unit| !known(unit)) {
        return Err(wrong(&format!("the list of the expected (--expected) knows no unit `{unit}`")));
    }
    let ledger = places.open_existing().map_err(|e| (e.to_string(), Exit::NothingDone))?;
    let (unit, practitioner) = (args.unit.clone(), args.practitioner.clone());
    Ok((ledger, Question { term, unit, practitioner, roster, smallest_group }, language))
}

/// The language in which reports are written.
fn report_language(args: &FollowUpArgs) -> Result<Language, SettingsError> {
    let (language, config) = (args.language.clone(), args.config.clone());
    let pipeline = PipelineArgs { pipeline: None, language, speech_model: None, config }.resolve()?;
    Ok(pipeline.report_language.parse().unwrap_or(Language::Swedish))
}

fn table(out: &mut impl Write, answer: &FollowUp) -> std::io::Result<()> {
    let unit = answer.unit.as_ref().map(|unit| format!(", unit {unit}")).unwrap_or_default();
    let (reached, all) = (answer.with_feedback, answer.practitioners.len());
    writeln!(out, "Term {}{unit}: {reached} of {all} practitioners have had feedback", answer.term)?;
    if answer.unnamed_recordings > 0 {
        writeln!(out, "({} recordings have no practitioner's id and are not counted)", answer.unnamed_recordings)?;
    }
    writeln!(out, "\n{:<20} {:<16} {:>10}  last conversation", "practitioner", "unit", "recordings")?;
    for person in &answer.practitioners {
        let (unit, last) = (person.unit.as_deref().unwrap_or(""), person.last.as_deref().unwrap_or("none yet"));
        writeln!(out, "{:<20} {unit:<16} {:>10}  {last}", person.practitioner, person.recordings)?;
    }
    if let (Some(id), Some(points)) = (&answer.asked, &answer.own) {
        trend(out, id, points, answer.smallest_group)?;
    }
    if answer.unit.is_none() {
        trend(out, "all", &answer.all, answer.smallest_group)?;
    }
    for (unit, points) in &answer.units {
        trend(out, &format!("unit {unit}"), points, answer.smallest_group)?;
    }
    Ok(())
}

fn trend(out: &mut impl Write, name: &str, points: &[Point], smallest: usize) -> std::io::Result<()> {
    if points.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nDevelopment, {name} (estimates)")?;
    writeln!(out, "term     people sessions   R:Q   %CR %change  Q/10min  R/10min  MIA/10min  MINA/10min")?;
    for point in points {
        let Some(measures) = point.measures else {
            writeln!(out, "{:<8} not shown: fewer than {smallest} practitioners", point.term)?;
            continue;
        };
        let tenth = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
        let percent =
            |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{:.0}", value * 100.0));
        writeln!(
            out,
            "{:<8} {:>6} {:>8} {:>5} {:>5} {:>7} {:>8} {:>8} {:>10} {:>11}",
            point.term,
            point.practitioners.unwrap_or_default(),
            point.sessions.unwrap_or_default(),
            tenth(measures.reflections_to_questions),
            percent(measures.complex_reflections),
            percent(measures.change_talk),
            tenth(measures.questions),
            tenth(measures.reflections),
            tenth(measures.adherent),
            tenth(measures.non_adherent),
        )?;
    }
    Ok(())
}
