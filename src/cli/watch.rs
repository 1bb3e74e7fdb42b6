//! `gensvar watch`: whatever recording is dropped into a folder becomes a report, until it is stopped.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::cli::exit::Exit;
use crate::cli::places::{House, PlaceArgs};
use crate::cli::printer::Printer;
use crate::cli::settings::{PipelineArgs, SettingsError, WishArgs};
use crate::language::Language;
use crate::watch::text::Text;
use crate::watch::{self, Ending, Policy, Watch, log};

/// Stands still for so long before it is taken, unless told otherwise (seconds).
const SETTLE: f64 = 5.0;
/// Looked at so often, unless told otherwise (seconds).
const POLL: f64 = 5.0;
/// A day: longer waits are a mistake.
const LONGEST: f64 = 86_400.0;
/// Set for the program that was started anew with low priority.
const LOWERED: &str = "GENSVAR_PRIORITY_LOWERED";

/// What may be typed after `gensvar watch`.
#[derive(Args)]
pub(super) struct WatchArgs {
    /// The folder that recordings are dropped into [default: of gensvar.toml]
    inbox: Option<PathBuf>,
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    pipeline: PipelineArgs,
    #[command(flatten)]
    wishes: WishArgs,
    /// What becomes of a recording once its report is on the disk [default: keep]
    #[arg(long, env = "GENSVAR_POLICY")]
    policy: Option<PolicyName>,
    /// Where recordings are moved to, for the policy `move`
    #[arg(long, value_name = "DIR", env = "GENSVAR_MOVE_TO")]
    move_to: Option<PathBuf>,
    /// How long a file must stand still before it is taken, in seconds [default: 5]
    #[arg(long, value_name = "SECONDS", env = "GENSVAR_SETTLE")]
    settle: Option<f64>,
    /// How often the folder is looked at, in seconds, events or no events [default: 5]
    #[arg(long, value_name = "SECONDS", env = "GENSVAR_POLL")]
    poll: Option<f64>,
    /// How many cores to use [default: half of them]
    #[arg(long, env = "GENSVAR_JOBS")]
    jobs: Option<NonZeroUsize>,
    /// Work off what is there and end, for schedulers; the exit code is that of `run`
    #[arg(long)]
    until_empty: bool,
    /// Also log as JSON into this folder, a file a day, about a month of them
    #[arg(long, value_name = "DIR", env = "GENSVAR_LOG")]
    log: Option<PathBuf>,
    /// Whether other programs go first
    #[arg(long, default_value = "low")]
    priority: Priority,
}

/// The policies by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PolicyName {
    /// It goes to INBOX/done
    Keep,
    /// It is deleted
    Delete,
    /// It goes to the folder of --move-to
    Move,
}

/// Whether other programs go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Priority {
    /// Other programs go first
    Low,
    /// As any program
    Normal,
}

/// `[watch]` of `gensvar.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WatchKeys {
    pub(super) inbox: Option<PathBuf>,
    practitioner: Option<String>,
    policy: Option<PolicyName>,
    move_to: Option<PathBuf>,
    settle: Option<f64>,
    poll: Option<f64>,
}

/// What was typed cannot be done.
#[derive(Debug, thiserror::Error)]
enum WatchError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error("name the folder to watch: gensvar watch INBOX, or `inbox` under [watch] in gensvar.toml")]
    NoInbox,
    #[error("the policy move needs a folder: --move-to DIR")]
    NoMoveTo,
    #[error("{0} is not there; make it first: recordings are not moved into a folder whose drive may be missing")]
    MoveToGone(PathBuf),
    #[error("{inner} lies inside {outer}: reports and moved recordings must not lie in the watched folder")]
    Nested { inner: PathBuf, outer: PathBuf },
    #[error("--{0} is a number of seconds between 0 and a day")]
    Seconds(&'static str),
    #[error("report_language is sv, nb or en")]
    Language,
}

/// Answers `gensvar watch`.
pub(super) fn run(args: WatchArgs) -> Exit {
    if args.priority == Priority::Low {
        lower_priority();
    }
    let printer = Printer::new();
    let log = args.log.clone();
    let watch = match resolve(args) {
        Ok(watch) => watch,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    if let Err(error) = log::start(log.as_deref()) {
        printer.error(&error);
        return Exit::NothingDone;
    }
    let inbox = watch.inbox.clone();
    match watch::run(watch) {
        Ok(ending) => {
            if let Ending::Standstill { cause, .. } = ending {
                let text = Text::load(Language::English);
                let words = text.cause(cause);
                printer.error(&format!("{}: {} {}", inbox.display(), words.what, words.todo));
            }
            exit(ending)
        }
        Err(error) => {
            printer.error(&error);
            Exit::NothingDone
        }
    }
}

fn exit(ending: Ending) -> Exit {
    match ending {
        Ending::Emptied { failed: 0, .. } | Ending::Terminated => Exit::Done,
        Ending::Standstill { done: 0, .. } => Exit::NothingDone,
        Ending::Emptied { .. } | Ending::Standstill { .. } => Exit::SomeFailed,
        Ending::Interrupted => Exit::Interrupted,
    }
}

fn resolve(args: WatchArgs) -> Result<Watch, WatchError> {
    let house = House::read(args.pipeline.config.as_deref())?;
    let places = args.places.resolve(&house)?;
    let keys = house.watch;
    let pipeline = args.pipeline.resolve()?;
    let mut wishes = args.wishes.wishes()?;
    wishes.practitioner = wishes.practitioner.or(keys.practitioner);
    let inbox = args.inbox.or(keys.inbox).ok_or(WatchError::NoInbox)?;
    let policy = policy(args.policy.or(keys.policy), args.move_to.or(keys.move_to))?;
    refuse_nested(&inbox, &places.out)?;
    if let Policy::Move(to) = &policy {
        refuse_nested(&inbox, to)?;
    }
    // The folder that is watched, wherever it was named.
    let mut retention = house.retention;
    retention.failed_in = Some(inbox.join("failed"));
    let language: Language = pipeline.report_language.parse().map_err(|_| WatchError::Language)?;
    Ok(Watch {
        inbox,
        out: places.out,
        ledger: places.ledger,
        pipeline,
        wishes,
        language,
        policy,
        retention,
        settle: seconds("settle", args.settle.or(keys.settle).unwrap_or(SETTLE))?,
        poll: seconds("poll", args.poll.or(keys.poll).unwrap_or(POLL))?,
        jobs: args.jobs.map_or_else(half_the_cores, NonZeroUsize::get),
        until_empty: args.until_empty,
    })
}

fn policy(name: Option<PolicyName>, move_to: Option<PathBuf>) -> Result<Policy, WatchError> {
    match (name, move_to) {
        (Some(PolicyName::Keep), _) | (None, None) => Ok(Policy::Keep),
        (Some(PolicyName::Delete), _) => Ok(Policy::Delete),
        (Some(PolicyName::Move), None) => Err(WatchError::NoMoveTo),
        (Some(PolicyName::Move) | None, Some(to)) if to.is_dir() => Ok(Policy::Move(to)),
        (Some(PolicyName::Move) | None, Some(to)) => Err(WatchError::MoveToGone(to)),
    }
}

/// What lies in the watched folder would be taken for something dropped there.
fn refuse_nested(outer: &Path, inner: &Path) -> Result<(), WatchError> {
    let real = |path: &Path| fs_err::canonicalize(path).or_else(|_| std::path::absolute(path));
    match (real(outer), real(inner)) {
        (Ok(real_outer), Ok(real_inner)) if real_inner.starts_with(&real_outer) => {
            Err(WatchError::Nested { inner: inner.to_owned(), outer: outer.to_owned() })
        }
        _ => Ok(()),
    }
}

fn seconds(name: &'static str, seconds: f64) -> Result<Duration, WatchError> {
    if (0.0..=LONGEST).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(WatchError::Seconds(name))
    }
}

/// The computer is somebody's: half of it is left to them.
fn half_the_cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
}

/// Starts this program anew under `nice`, in the same process. Where there is no such command it goes on as
/// it is. On Windows the Task Scheduler says the priority.
#[cfg(unix)]
fn lower_priority() {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(LOWERED).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        let mut nice = std::process::Command::new("nice");
        // Returns only when it failed.
        let _ = nice.args(["-n", "10"]).arg(program).args(std::env::args_os().skip(1)).env(LOWERED, "1").exec();
    }
}

#[cfg(not(unix))]
fn lower_priority() {}
