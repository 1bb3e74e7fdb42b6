//! `gensvar forget`: removes a practitioner or a session with everything derived from the recordings.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::places::{House, PlaceArgs, Places};
use crate::cli::printer::Printer;
use crate::ledger::forget::{Forgetting, Whose};
use crate::ledger::roster::is_id;
use crate::ledger::{Ledger, LedgerError};

/// What may be typed after `gensvar forget`.
#[derive(Args)]
pub(super) struct ForgetArgs {
    /// Forget everything about this practitioner, by the pseudonymous id
    #[arg(long, value_name = "ID", conflicts_with = "session", required_unless_present = "session")]
    practitioner: Option<String>,
    /// Forget this session, by the 8 digits that its report shows
    #[arg(long, value_name = "ID")]
    session: Option<String>,
    #[command(flatten)]
    places: PlaceArgs,
    /// The watched folder, for notes about recordings that failed
    #[arg(long, value_name = "DIR", env = "GENSVAR_INBOX")]
    inbox: Option<PathBuf>,
    /// Show what would go, and remove nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// A file of settings instead of gensvar.toml in this folder
    #[arg(long, env = "GENSVAR_CONFIG")]
    config: Option<PathBuf>,
}

/// Answers `gensvar forget`.
pub(super) fn run(args: ForgetArgs) -> Exit {
    let printer = Printer::new();
    let (whose, places, inbox) = match prepare(&args) {
        Ok(prepared) => prepared,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    match answer(&args, &whose, &places, inbox.as_deref(), &printer) {
        Ok(exit) => exit,
        Err(error) => {
            printer.error(&error);
            Exit::NothingDone
        }
    }
}

fn prepare(args: &ForgetArgs) -> Result<(Whose, Places, Option<PathBuf>), String> {
    let house = House::read(args.config.as_deref()).map_err(|e| e.to_string())?;
    let places = args.places.resolve(&house).map_err(|e| e.to_string())?;
    let whose = match (&args.practitioner, &args.session) {
        (Some(id), _) if is_id(id) => Whose::Practitioner(id.clone()),
        (_, Some(id)) if id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Whose::Session(id.to_lowercase())
        }
        (Some(_), _) => return Err("a practitioner's id has letters, digits, hyphens and underscores".to_owned()),
        _ => return Err("a session is named by the 8 digits that its report shows, such as 1f0c9a2b".to_owned()),
    };
    Ok((whose, places, house.inbox(args.inbox.clone())))
}

fn answer(
    args: &ForgetArgs,
    whose: &Whose,
    places: &Places,
    inbox: Option<&Path>,
    printer: &Printer,
) -> Result<Exit, LedgerError> {
    let ledger: Ledger = places.open_existing()?;
    let plan = ledger.plan_to_forget(whose, &places.out, inbox)?;
    show(&plan, printer);
    if args.dry_run {
        return Ok(Exit::Done);
    }
    // Nothing is asked when nothing is left: an interrupted call is finished.
    if !plan.is_empty() && !args.yes {
        if !std::io::stdin().is_terminal() {
            printer.error(&"nothing was removed: add --yes to remove without being asked");
            return Ok(Exit::WrongUse);
        }
        if !agreed(printer) {
            printer.line("nothing was removed");
            return Ok(Exit::Done);
        }
    }
    ledger.forget(whose, &plan, &places.out)?;
    if !plan.is_empty() {
        printer.line("forgotten; copies of reports that somebody sent or saved elsewhere are not known here");
    }
    Ok(Exit::Done)
}

fn show(plan: &Forgetting, printer: &Printer) {
    if plan.is_empty() {
        printer.line("nothing is known of that id: there is nothing to remove");
    } else {
        for folder in &plan.folders {
            printer.line(&format!("report folder {folder}, with its row in summary.csv"));
        }
        for note in &plan.notes {
            printer.line(&format!("note {}", note.display()));
        }
        printer.line(&format!("{} rows of the ledger, {} of them sessions", plan.rows, plan.sessions));
    }
    for recording in &plan.recordings {
        printer.line(&format!("stays, as it is no result: {}; delete it yourself", recording.display()));
    }
}

fn agreed(printer: &Printer) -> bool {
    printer.line("Remove all this for ever? Type yes:");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).is_ok() && matches!(answer.trim(), "yes" | "ja")
}
