//! `gensvar retention`: what will be removed and when; with `--carry-out`, what an earlier call planned is removed.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::exit::Exit;
use crate::cli::places::{House, PlaceArgs};
use crate::cli::printer::Printer;
use crate::ledger::LedgerError;
use crate::ledger::retention::{Removal, What};
use crate::report::model::SCHEMA;

/// What may be typed after `gensvar retention`.
#[derive(Args)]
pub(super) struct RetentionArgs {
    #[command(flatten)]
    places: PlaceArgs,
    /// Remove what an earlier call planned and whose notice is over
    #[arg(long)]
    carry_out: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// A file of settings instead of gensvar.toml in this folder
    #[arg(long, env = "GENSVAR_CONFIG")]
    config: Option<PathBuf>,
}

/// Answers `gensvar retention`.
pub(super) fn run(args: RetentionArgs) -> Exit {
    let printer = Printer::new();
    let settings = House::read(args.config.as_deref()).and_then(|house| Ok((args.places.resolve(&house)?, house)));
    let (places, house) = match settings {
        Ok(settings) => settings,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    if house.retention.keep_all() {
        printer
            .line("everything is kept for ever; [retention] in gensvar.toml says otherwise: reports = \"24 months\"");
    }
    let removals = || -> Result<(Vec<Removal>, Vec<Removal>), LedgerError> {
        let ledger = places.open_existing()?;
        let removed =
            if args.carry_out { ledger.carry_out_removals(&house.retention, &places.out)? } else { Vec::new() };
        Ok((removed, ledger.plan_removals(&house.retention)?))
    };
    let (removed, planned) = match removals() {
        Ok(removals) => removals,
        Err(error) => {
            printer.error(&error);
            return Exit::NothingDone;
        }
    };
    let mut out = std::io::stdout();
    // Nobody is left to read it when the pipe is closed.
    let _ = if args.json {
        let list = |removals: &[Removal]| removals.iter().map(as_json).collect::<Vec<_>>();
        writeln!(out, "{}", json!({ "schema": SCHEMA, "removed": list(&removed), "planned": list(&planned) }))
    } else {
        list(&mut out, &removed, &planned)
    };
    Exit::Done
}

fn list(out: &mut impl Write, removed: &[Removal], planned: &[Removal]) -> std::io::Result<()> {
    for removal in removed {
        writeln!(out, "removed: {}", words(removal))?;
    }
    for removal in planned {
        writeln!(out, "planned: {}, not before {}", words(removal), removal.not_before)?;
    }
    if planned.is_empty() {
        writeln!(out, "nothing is planned")?;
    } else {
        writeln!(out, "`gensvar retention --carry-out` removes what is planned, once its day has come")?;
    }
    Ok(())
}

fn words(removal: &Removal) -> String {
    let short: String = removal.subject.chars().take(8).collect();
    match removal.what {
        What::Report => format!("report folder {}", removal.folder),
        What::Failed => format!("recording {short} that failed, if it still lies in failed, and the record of it"),
        What::Ledger => format!("what the ledger knows of session {short}"),
    }
}

fn as_json(removal: &Removal) -> serde_json::Value {
    json!({
        "what": removal.what.word(),
        "subject": removal.subject,
        "practitioner": removal.practitioner,
        "folder": removal.folder,
        "planned_at": removal.planned_at,
        "not_before": removal.not_before,
    })
}
