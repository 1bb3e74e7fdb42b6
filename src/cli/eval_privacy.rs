//! `gensvar eval privacy`: how much of the personal data in marked conversations is hidden. Only counts are shown.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::exit::Exit;
use crate::cli::interval::wilson;
use crate::cli::printer::Printer;
use crate::models::store::Store;
use crate::privacy::deidentify::{Deidentifier, ModelError};
use crate::privacy::gold::{Gold, GoldError};
use crate::privacy::measure::{Measured, Recall, Slice, Tally, measure};
use crate::report::model::SCHEMA;

/// What may be typed after `gensvar eval privacy`.
#[derive(Args)]
pub(super) struct PrivacyArgs {
    /// Conversations with their personal data marked ({NAME|Moa}): files, or folders of .txt files
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// The measurement could not be made.
#[derive(Debug, thiserror::Error)]
enum PrivacyError {
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("{path}: {source}", path = path.display())]
    Gold { path: PathBuf, source: GoldError },
    #[error("there is no .txt file in what was given")]
    Nothing,
}

/// Answers `gensvar eval privacy`.
pub(super) fn run(args: &PrivacyArgs) -> Exit {
    match measured(args) {
        Ok(measured) => {
            let mut out = io::stdout();
            // Nobody is left to read it when the pipe is closed.
            let _ = if args.json { writeln!(out, "{}", as_json(&measured)) } else { print(&mut out, &measured) };
            Exit::Done
        }
        Err(error) => {
            Printer::new().error(&error);
            if matches!(error, PrivacyError::Model(_)) { Exit::NothingDone } else { Exit::WrongUse }
        }
    }
}

fn measured(args: &PrivacyArgs) -> Result<Measured, PrivacyError> {
    let mut gold = Vec::new();
    for path in files(&args.gold)? {
        let text = fs_err::read_to_string(&path)?;
        gold.push(Gold::parse(&text).map_err(|source| PrivacyError::Gold { path, source })?);
    }
    if gold.is_empty() {
        return Err(PrivacyError::Nothing);
    }
    Ok(measure(&Deidentifier::open(&Store::standard())?, gold))
}

/// The files named, and the text files of the folders named.
fn files(given: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in given {
        if path.is_dir() {
            let inside: io::Result<Vec<PathBuf>> = fs_err::read_dir(path)?.map(|entry| Ok(entry?.path())).collect();
            let is_text = |path: &Path| path.extension().is_some_and(|extension| extension == "txt");
            files.extend(inside?.into_iter().filter(|path| is_text(path)));
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    Ok(files)
}

fn print(out: &mut dyn Write, measured: &Measured) -> io::Result<()> {
    writeln!(out, "{:<34}{:<30}{:<30}all mentions of an entity", "hidden, under any label", "mentions", "words")?;
    for (slice, recall) in &measured.recall {
        let Recall { mentions, words, entities } = *recall;
        writeln!(out, "{:<34}{:<30}{:<30}{}", name(*slice), share(mentions), share(words), share(entities))?;
    }
    writeln!(out)?;
    for (label, tally) in totals(measured) {
        writeln!(out, "{:<64}{}", label.replace('_', " "), share(tally))?;
    }
    for (label, tally) in [("", measured.needless), (" where there are no personal data", measured.needless_where_none)]
    {
        writeln!(out, "words hidden without need, of a thousand{label}: {}", per_thousand(tally))?;
    }
    Ok(())
}

/// What is counted by conversation.
fn totals(measured: &Measured) -> [(&'static str, Tally); 3] {
    [
        ("conversations_with_every_direct_identifier_hidden", measured.without_leak),
        ("conversations_with_a_leak_that_are_warned_of", measured.warned_of_leaks),
        ("other_conversations_that_are_warned_of", measured.warned_needlessly),
    ]
}

fn name(slice: Slice) -> String {
    let kind = |kind| serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    match slice {
        Slice::Type(of) => kind(of),
        Slice::Language(of, language) => format!("{} {language}", kind(of)),
        Slice::Lower(of, lower) => format!("{} {}", kind(of), if lower { "lower" } else { "cased" }),
        Slice::Written(of, written) => format!("{} {}", kind(of), if written { "written" } else { "spoken" }),
    }
}

fn share(tally: Tally) -> String {
    let Some((low, high)) = wilson(tally.found, tally.all) else { return "-".to_owned() };
    let percent = 100.0 * tally.found as f64 / tally.all as f64;
    format!("{percent:.1} % ({:.1}-{:.1}) of {}", 100.0 * low, 100.0 * high, tally.all)
}

fn per_thousand(tally: Tally) -> String {
    let Some((low, high)) = wilson(tally.found, tally.all) else { return "-".to_owned() };
    let rate = 1000.0 * tally.found as f64 / tally.all as f64;
    format!("{rate:.1} ({:.1}-{:.1}) of {} words", 1000.0 * low, 1000.0 * high, tally.all)
}

fn as_json(measured: &Measured) -> Value {
    let recall = measured.recall.iter().map(|(slice, recall)| {
        let Recall { mentions, words, entities } = *recall;
        (name(*slice), json!({ "mentions": tally(mentions), "words": tally(words), "entities": tally(entities) }))
    });
    let mut result = json!({
        "schema": SCHEMA,
        "recall": recall.collect::<serde_json::Map<_, _>>(),
        "needless_words": tally(measured.needless),
        "needless_words_where_none": tally(measured.needless_where_none),
    });
    totals(measured).into_iter().for_each(|(label, counted)| result[label] = tally(counted));
    result
}

fn tally(tally: Tally) -> Value {
    json!({ "found": tally.found, "all": tally.all, "interval_95": wilson(tally.found, tally.all) })
}
