//! `gensvar status`: what a watched folder looks like.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::cli::exit::Exit;
use crate::cli::places::{House, PlaceArgs};
use crate::cli::printer::Printer;
use crate::cli::settings::SettingsError;
use crate::watch::status::{self, State, Status};

/// A watcher writes its status every minute; one that is older is of a watcher that runs no more.
const FRESH: i64 = 300;

/// What may be typed after `gensvar status`.
#[derive(Args)]
pub(super) struct StatusArgs {
    #[command(flatten)]
    places: PlaceArgs,
    /// A file of settings instead of gensvar.toml in this folder
    #[arg(long, env = "GENSVAR_CONFIG")]
    config: Option<PathBuf>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Answers `gensvar status`.
pub(super) fn run(args: StatusArgs) -> Exit {
    let printer = Printer::new();
    let out = match out(&args) {
        Ok(out) => out,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    let status = match status::read(&out) {
        Ok(status) => status,
        Err(error) => {
            printer.error(&format!(
                "{} holds no watcher's status ({}): start `gensvar watch`, or name its folder of reports with --out",
                out.display(),
                error.kind()
            ));
            return Exit::NothingDone;
        }
    };
    let is_running = status.state != State::Stopped && age(&status) < FRESH;
    let text = if args.json { as_json(&status, is_running) } else { as_text(&status, is_running) };
    // Nobody is left to read it when the pipe is closed.
    let _ = writeln!(std::io::stdout(), "{text}");
    Exit::Done
}

fn out(args: &StatusArgs) -> Result<PathBuf, SettingsError> {
    Ok(args.places.resolve(&House::read(args.config.as_deref())?)?.out)
}

/// Seconds since it was written; a clock that went back counts as none.
fn age(status: &Status) -> i64 {
    let written: Timestamp = status.updated.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    (Timestamp::now() - written).get_seconds().max(0)
}

fn as_json(status: &Status, is_running: bool) -> String {
    let mut value = json!(status);
    value["running"] = is_running.into();
    format!("{value:#}")
}

fn as_text(status: &Status, is_running: bool) -> String {
    let state = match &status.state {
        State::Stopped => "stopped".to_owned(),
        _ if !is_running => "not running: its last word is old".to_owned(),
        State::Watching => "watching".to_owned(),
        State::StandingBy => "standing by: another watcher holds the folder".to_owned(),
        State::Paused { cause, next } => {
            let next = next.as_deref().map(|next| format!(", next attempt {}", clock(next))).unwrap_or_default();
            format!("paused: {}{next}", cause.word())
        }
    };
    let working = status.working.as_ref().map(|working| {
        let who = working.practitioner.as_deref().unwrap_or("-");
        let far = match working.chunks {
            0 => "being opened".to_owned(),
            chunks => format!("{} of {chunks} stretches heard", working.heard),
        };
        format!("{who}, {:.1} MB, since {}, {far}", working.size as f64 / 1e6, clock(&working.started))
    });
    let failed = status.failed.first.iter().map(|failed| {
        let (who, why) = (failed.practitioner.as_deref().unwrap_or("-"), failed.reason.map_or("?", |r| r.word()));
        format!("\n             {who}: {why}")
    });
    let left = &status.left;
    [
        format!("{state} ({})", clock(&status.updated)),
        format!("waiting      {}", status.waiting.total),
        format!("in work      {}", working.as_deref().unwrap_or("nothing")),
        format!("done today   {}", status.done_today.total),
        format!("failed       {}{}", status.failed.total, failed.collect::<String>()),
        format!(
            "left alone   {} arriving, {} held up, {} unfinished, {} sidecars without recording, {} no recordings",
            left.arriving, left.held_up, left.unfinished, left.lone_sidecars, left.other
        ),
    ]
    .join("\n")
}

/// A time here.
fn clock(time: &str) -> String {
    let time = time.parse::<Timestamp>();
    time.map(|time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}
