//! `gensvar init`: a folder for recordings, a folder for reports, and the settings for both. Asks, or takes
//! flags; never overwrites.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::cli::watch::PolicyName;
use crate::files::write_atomic;
use crate::language::Language;
use crate::ledger::roster::is_id;
use crate::phrases::fill;
use crate::watch::text::{InitText, Text};

/// The watched folder in the new one, unless told otherwise.
const INBOX: &str = "INBOX";
/// The folder of reports in the new one, unless told otherwise.
const OUT: &str = "OUT";

/// What may be typed after `gensvar init`.
#[derive(Args)]
pub(super) struct InitArgs {
    /// The folder that holds it all; it is made when it is not there
    dir: PathBuf,
    /// The language of conversations and reports: sv, nb or en
    #[arg(long)]
    language: Option<String>,
    /// The practitioner's id of recordings that no sub-folder and no sidecar names
    #[arg(long)]
    practitioner: Option<String>,
    /// What becomes of a recording once its report is on the disk
    #[arg(long)]
    policy: Option<PolicyName>,
    /// Where recordings are moved to, for the policy `move`
    #[arg(long, value_name = "DIR")]
    move_to: Option<PathBuf>,
    /// Where reports go [default: DIR/OUT]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How long reports are kept, such as "24 months" [default: for ever]
    #[arg(long, value_name = "PERIOD")]
    retention: Option<String>,
    /// Ask nothing: what no flag says is the default
    #[arg(long)]
    yes: bool,
}

/// Why there is no new folder.
#[derive(Debug, thiserror::Error)]
enum InitError {
    #[error("{0} is there already and is not overwritten; edit it, or choose another folder")]
    There(PathBuf),
    #[error("{0}")]
    Answer(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// What was asked for.
struct Answers {
    language: Language,
    practitioner: Option<String>,
    policy: PolicyName,
    move_to: Option<PathBuf>,
    inbox: PathBuf,
    out: PathBuf,
    retention: Option<String>,
}

/// Answers `gensvar init`.
pub(super) fn run(args: InitArgs) -> Exit {
    let printer = Printer::new();
    match set_up(args, &printer) {
        Ok(config) => {
            printer.line(&format!("{} is ready; start: gensvar watch --config {0}", config.display()));
            Exit::Done
        }
        Err(error) => {
            printer.error(&error);
            if matches!(error, InitError::Io(_)) { Exit::NothingDone } else { Exit::WrongUse }
        }
    }
}

fn set_up(args: InitArgs, printer: &Printer) -> Result<PathBuf, InitError> {
    let dir = std::path::absolute(&args.dir)?;
    let config = dir.join("gensvar.toml");
    if config.exists() {
        return Err(InitError::There(config));
    }
    let answers = ask(args, &dir, printer)?;
    let text = Text::load(answers.language).init;
    for folder in [&dir, &answers.inbox, &answers.out].into_iter().chain(&answers.move_to) {
        fs_err::create_dir_all(folder)?;
    }
    let policy = match answers.policy {
        PolicyName::Keep => text.policy_keep.clone(),
        PolicyName::Delete => text.policy_delete.clone(),
        PolicyName::Move => {
            let folder = answers.move_to.as_deref().unwrap_or(Path::new("")).display().to_string();
            fill(&text.policy_move, &[("folder", &folder)])
        }
    };
    read_me(&text, &answers.inbox, &fill(&text.inbox_readme, &[("policy", &policy)]))?;
    read_me(&text, &answers.out, &text.out_readme)?;
    write_atomic(&config, settings(&answers, &text, &config).as_bytes())?;
    Ok(config)
}

/// A text for the people who open the folder; one that is there stays.
fn read_me(text: &InitText, folder: &Path, contents: &str) -> std::io::Result<()> {
    let path = folder.join(format!("{}.txt", text.readme_name));
    if path.exists() { Ok(()) } else { write_atomic(&path, contents.as_bytes()) }
}

fn settings(answers: &Answers, text: &InitText, config: &Path) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let path = |path: &Path| quoted(&path.to_string_lossy());
    // A key that nothing was said about stands there as an example.
    let line = |key: &str, value: Option<String>, example: &str| match value {
        Some(value) => format!("{key} = {value}"),
        None => format!("# {key} = \"{example}\""),
    };
    let policy = match answers.policy {
        PolicyName::Keep => "keep",
        PolicyName::Delete => "delete",
        PolicyName::Move => "move",
    };
    let language = answers.language.code();
    let values = [
        ("file", path(config)),
        ("language", language.to_owned()),
        ("report_language", language.to_owned()),
        ("inbox", path(&answers.inbox)),
        ("out", path(&answers.out)),
        ("practitioner", line("practitioner", answers.practitioner.as_deref().map(quoted), "p-001")),
        ("policy", policy.to_owned()),
        ("move_to", line("move_to", answers.move_to.as_deref().map(path), "DIR")),
        ("retention", line("reports", answers.retention.as_deref().map(quoted), "24 months")),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text.config.trim_start(), &values)
}

/// Takes what flags say and asks for the rest; an empty answer is the default.
fn ask(args: InitArgs, dir: &Path, printer: &Printer) -> Result<Answers, InitError> {
    let mut asked = Asked { printer, silent: args.yes };
    let first = "Språk / språk / language: sv, nb, en";
    let language = asked.one(args.language, first, "sv")?;
    let language: Language = match language.parse() {
        Ok(language) if language != Language::Nynorsk => language,
        _ => return Err(InitError::Answer("the language is sv, nb or en".to_owned())),
    };
    let text = Text::load(language).init;
    let practitioner = Some(asked.one(args.practitioner, &text.ask_practitioner, "")?).filter(|id| !id.is_empty());
    if practitioner.as_deref().is_some_and(|id| !is_id(id)) {
        let wrong = "a practitioner's id has 1 to 40 letters, digits, hyphens and underscores, such as p-017";
        return Err(InitError::Answer(wrong.to_owned()));
    }
    let out = args.out.map(|out| out.to_string_lossy().into_owned());
    let out = std::path::absolute(asked.one(out, &text.ask_out, &dir.join(OUT).to_string_lossy())?)?;
    let policy = match args.policy {
        Some(policy) => policy,
        None => {
            let name = asked.one(None, &text.ask_policy, "keep")?;
            clap::ValueEnum::from_str(&name, true).map_err(|_| InitError::Answer("keep, delete or move".to_owned()))?
        }
    };
    let mut move_to = None;
    if policy == PolicyName::Move {
        let named = args.move_to.map(|to| to.to_string_lossy().into_owned());
        let named = asked.one(named, &text.ask_move_to, "")?;
        if named.is_empty() {
            return Err(InitError::Answer("the policy move needs a folder: --move-to DIR".to_owned()));
        }
        move_to = Some(std::path::absolute(named)?);
    }
    let retention = Some(asked.one(args.retention, &text.ask_retention, "")?).filter(|period| !period.is_empty());
    Ok(Answers { language, practitioner, policy, move_to, inbox: dir.join(INBOX), out, retention })
}

/// Somebody at a keyboard, or nobody.
struct Asked<'a> {
    printer: &'a Printer,
    silent: bool,
}

impl Asked<'_> {
    /// What a flag said, else the answer, else the default.
    fn one(&mut self, flag: Option<String>, question: &str, default: &str) -> Result<String, InitError> {
        if let Some(value) = flag {
            return Ok(value);
        }
        if self.silent {
            return Ok(default.to_owned());
        }
        self.printer.line(&format!("{question} [{default}]:"));
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer)?;
        let answer = answer.trim();
        Ok(if answer.is_empty() { default.to_owned() } else { answer.to_owned() })
    }
}
