//! `gensvar models`: which models there are, which are here, getting them, checking them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::models::import::{self, ImportError};
use crate::models::manifest::{Manifest, Model};
use crate::models::pull::{self, Hub, PullError};
use crate::models::store::{Store, StoreError};
use crate::models::verify;
use crate::report::model::SCHEMA;
use crate::schedule::pipeline::{self, Pipeline};

/// What can be done with models.
#[derive(Subcommand)]
pub(super) enum ModelsVerb {
    /// Lists the models that gensvar knows, and whether they are on this computer
    List(Output),
    /// Fetches a model from its hub: the only command that opens a connection
    Pull {
        /// A model, or the pipeline that needs one: sv, nb or en
        name: String,
        #[command(flatten)]
        output: Output,
    },
    /// Takes in a model file that was fetched on another computer, whatever it is called
    Import {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// Reads models to their end and says whether they are whole
    Verify {
        /// A model, or the pipeline that needs one [default: all that are here]
        name: Option<String>,
        #[command(flatten)]
        output: Output,
    },
}

/// How the result is printed.
#[derive(Args)]
pub(super) struct Output {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// What was asked for could not be done.
#[derive(Debug, thiserror::Error)]
enum ModelsError {
    #[error("there is no model `{0}`: `gensvar models list` shows which there are")]
    Unknown(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pull(#[from] PullError),
    #[error(transparent)]
    Import(#[from] ImportError),
}

impl ModelsError {
    fn exit(&self) -> Exit {
        match self {
            Self::Unknown(_) => Exit::WrongUse,
            Self::Store(_) | Self::Pull(_) | Self::Import(_) => Exit::NothingDone,
        }
    }
}

/// What a verb has found, for people and for programs.
struct Answer {
    text: String,
    json: Value,
    exit: Exit,
}

/// Answers `gensvar models`.
pub(super) fn run(verb: ModelsVerb) -> Exit {
    let printer = Printer::new();
    let store = Store::standard();
    let (output, answer) = match verb {
        ModelsVerb::List(output) => (output, Ok(list(&store))),
        ModelsVerb::Pull { name, output } => (output, pull(&name, &store, &printer)),
        ModelsVerb::Import { file, output } => (output, import(&file, &store)),
        ModelsVerb::Verify { name, output } => (output, verify(name.as_deref(), &store)),
    };
    match answer {
        Ok(Answer { text, json, exit }) => {
            let result = if output.json { format!("{json}\n") } else { text };
            // Nobody is left to read it when the pipe is closed.
            let _ = std::io::stdout().write_all(result.as_bytes());
            exit
        }
        Err(error) => {
            printer.error(&error);
            error.exit()
        }
    }
}

/// The model of that name, or the speech model of the pipeline of that name.
fn named(name: &str) -> Result<&'static Model, ModelsError> {
    let manifest = Manifest::embedded();
    let of_pipeline = || manifest.model(&Pipeline::resolve(name, &[]).ok()?.speech.model);
    manifest.model(name).or_else(of_pipeline).ok_or_else(|| ModelsError::Unknown(name.to_owned()))
}

fn list(store: &Store) -> Answer {
    let models = &Manifest::embedded().models;
    let mut text = row("model", "languages", "size", "memory", "here", "licence, and what it is good for");
    for model in models {
        let languages: Vec<&str> = model.languages.iter().map(|language| language.code()).collect();
        let here = if store.folder_of(model).is_ok() { "yes" } else { "no" };
        let memory = format!("{} MB", model.memory_mb);
        let note = format!("{}; {}", model.licence, model.note);
        text += &row(&model.name, &languages.join(" "), &model.bytes().to_string(), &memory, here, &note);
    }
    let _ = writeln!(text, "\n`gensvar models pull NAME` fetches one; {} are the models of the pipelines.", defaults());
    let models: Vec<Value> = models.iter().map(|model| describe(model, store)).collect();
    Answer { text, json: json!({ "schema": SCHEMA, "models": models }), exit: Exit::Done }
}

fn row(name: &str, languages: &str, size: &str, memory: &str, here: &str, note: &str) -> String {
    format!("{name:<28} {languages:<12} {size:>9} {memory:>8}  {here:<4}  {note}\n")
}

/// The models that the pipelines need and that must be fetched, as text.
fn defaults() -> String {
    let fetched = |name: &&str| named(name).is_ok_and(|model| !model.is_bundled());
    let model = |name: &str| Some(format!("{} ({name})", named(name).ok()?.name));
    pipeline::names().into_iter().filter(fetched).filter_map(model).collect::<Vec<_>>().join(", ")
}

fn describe(model: &Model, store: &Store) -> Value {
    let file = |file: &crate::models::manifest::ModelFile| {
        let url = pull::public_address(model, file);
        json!({ "name": file.name, "bytes": file.bytes, "sha256": file.sha256, "url": url })
    };
    json!({
        "name": model.name,
        "kind": model.kind,
        "languages": model.languages,
        "licence": model.licence,
        "memory_mb": model.memory_mb,
        "note": model.note,
        "demo_only": model.demo_only,
        "bundled": model.is_bundled(),
        "folder": store.folder_of(model).ok(),
        "files": model.files.iter().map(file).collect::<Vec<_>>(),
    })
}

fn pull(name: &str, store: &Store, printer: &Printer) -> Result<Answer, ModelsError> {
    let model = named(name)?;
    let hub = Hub::from_environment()?;
    printer.line(&format!("{} ({}, {}) from {}", model.name, model.bytes(), model.licence, hub.base()));
    let bar = printer.download_bar();
    let mut tenths = 0;
    let folder = pull::pull(model, store.home()?, &hub, &mut |progress| {
        bar.set_length(progress.total.0);
        bar.set_position(progress.done.0);
        let now = 10 * progress.done.0 / progress.total.0.max(1);
        if now != tenths && !printer.is_terminal() {
            printer.line(&format!("{}: {} of {}", progress.file, progress.done, progress.total));
        }
        tenths = now;
    });
    bar.finish_and_clear();
    Ok(here(model, &folder?))
}

fn import(file: &Path, store: &Store) -> Result<Answer, ModelsError> {
    let (model, path) = import::import(file, Manifest::embedded(), store.home()?)?;
    Ok(here(model, path.parent().unwrap_or(&path)))
}

/// A model has come.
fn here(model: &Model, folder: &Path) -> Answer {
    let text = format!("{} is in {} and whole\n", model.name, folder.display());
    let json = json!({ "schema": SCHEMA, "name": model.name, "folder": folder });
    Answer { text, json, exit: Exit::Done }
}

fn verify(name: Option<&str>, store: &Store) -> Result<Answer, ModelsError> {
    let models = match name {
        Some(name) => vec![named(name)?],
        None => Manifest::embedded().models.iter().filter(|m| m.is_bundled() || store.folder_of(m).is_ok()).collect(),
    };
    let faults: Vec<(&Model, Vec<String>)> = models.into_iter().map(|model| (model, faults(model, store))).collect();
    let mut text = String::new();
    for (model, faults) in &faults {
        let verdict = if faults.is_empty() { "whole".to_owned() } else { faults.join("; ") };
        let _ = writeln!(text, "{:<28} {verdict}", model.name);
    }
    let failed = faults.iter().filter(|(_, faults)| !faults.is_empty()).count();
    let exit = match failed {
        0 => Exit::Done,
        all if all == faults.len() => Exit::NothingDone,
        _ => Exit::SomeFailed,
    };
    let one = |(model, faults): &(&Model, Vec<String>)| json!({ "name": model.name, "faults": faults });
    let json = json!({ "schema": SCHEMA, "models": faults.iter().map(one).collect::<Vec<_>>() });
    Ok(Answer { text, json, exit })
}

/// What is wrong with a model, and what to do; nothing when it is whole.
pub(super) fn faults(model: &Model, store: &Store) -> Vec<String> {
    let folder = match store.folder_of(model) {
        Ok(folder) => folder,
        Err(error) => return vec![error.to_string()],
    };
    let remedy = if model.is_bundled() {
        "unpack the program again".to_owned()
    } else {
        format!("`gensvar models pull {}` fetches it again", model.name)
    };
    verify::faults(&folder, model).iter().map(|fault| format!("{fault}; {remedy}")).collect()
}
