//! `gensvar deid`: takes personal data out of transcripts and says where they stood.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::files::write_atomic;
use crate::language::{Language, UnknownLanguage};
use crate::models::store::Store;
use crate::privacy::deidentify::{Deidentifier, Entity, ModelError};
use crate::privacy::dialogue::Role;
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};
use crate::severity::{Severe, Severity};

/// De-identifies transcripts (JSON Lines).
#[derive(clap::Args, Debug)]
pub(super) struct DeidArgs {
    /// Transcripts, one a line: {"id","lang","turns":[{"speaker","text"}]}
    input: PathBuf,
    /// Where to write them masked, with the places of what was found
    #[arg(long, value_name = "OUT.jsonl")]
    spans: PathBuf,
    /// Names to hide wherever they are said
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    known_names: Vec<String>,
    /// Write nothing when personal data may remain after masking
    #[arg(long)]
    strict: bool,
}

/// Transcripts cannot be de-identified. Messages say where, never what stands there.
#[derive(Debug, thiserror::Error)]
enum DeidError {
    /// The names model cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// A line is not a transcript.
    #[error(
        "{path}, line {line}: not a transcript (column {column}); each line must be {{\"id\",\"lang\",\"turns\":[{{\"speaker\",\"text\"}}]}}"
    )]
    BadLine {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// Where in the line.
        column: usize,
    },
    /// Something may remain, and the user wants nothing written then.
    #[error(
        "personal data may remain in {0} places, and --strict was given: nothing was written; name the people with --known-names, or leave --strict out and read what was written"
    )]
    MayRemain(usize),
    /// A line names a language that gensvar does not know.
    #[error("{path}, line {line}: {source}")]
    BadLanguage {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong.
        source: UnknownLanguage,
    },
}

impl Severe for DeidError {
    fn severity(&self) -> Severity {
        match self {
            Self::Model(error) => error.severity(),
            Self::File(_) | Self::BadLine { .. } | Self::BadLanguage { .. } | Self::MayRemain(_) => Severity::Recording,
        }
    }
}

/// A transcript as the file has it.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    lang: String,
    turns: Vec<SaidLine>,
}

#[derive(Deserialize)]
struct SaidLine {
    #[serde(default)]
    speaker: String,
    text: String,
}

/// A transcript as it is written.
#[derive(Serialize)]
struct Masked {
    id: serde_json::Value,
    turns: Vec<String>,
    entities: Vec<Entity>,
    /// Where something may remain, in the masked turns.
    may_remain: Vec<Entity>,
}

/// Answers `gensvar deid`.
pub(super) fn run(args: DeidArgs) -> Exit {
    let printer = Printer::new();
    match deidentify(&args) {
        Ok((transcripts, may_remain)) => {
            printer.line(&format!("{transcripts} transcripts: {}", args.spans.display()));
            if may_remain > 0 {
                printer.line(&format!("personal data may remain in {may_remain} places; see `may_remain` in the file"));
            }
            Exit::Done
        }
        Err(error) => {
            printer.error(&error);
            if error.severity() == Severity::Batch { Exit::NothingDone } else { Exit::SomeFailed }
        }
    }
}

/// De-identifies every transcript of the input; gives their number and in how many places something may remain. Nothing is written when one of them cannot be read.
fn deidentify(args: &DeidArgs) -> Result<(usize, usize), DeidError> {
    let door = Deidentifier::open(&Store::standard())?;
    let input = fs_err::read_to_string(&args.input)?;
    let mut written = Vec::new();
    let (mut transcripts, mut may_remain) = (0, 0);
    for (number, line) in input.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let masked = mask(&door, read(line, number + 1, args)?, &args.known_names);
        serde_json::to_writer(&mut written, &masked).map_err(std::io::Error::from)?;
        written.push(b'\n');
        transcripts += 1;
        may_remain += masked.may_remain.len();
    }
    if args.strict && may_remain > 0 {
        return Err(DeidError::MayRemain(may_remain));
    }
    write_atomic(&args.spans, &written)?;
    Ok((transcripts, may_remain))
}

/// Seals one line's text, at once: what could be printed ends here.
fn read(line: &str, number: usize, args: &DeidArgs) -> Result<(serde_json::Value, RawDialogue), DeidError> {
    let path = || args.input.clone();
    // The parser's own message may quote the text.
    let bad = |e: serde_json::Error| DeidError::BadLine { path: path(), line: number, column: e.column() };
    let line: Line = serde_json::from_str(line).map_err(bad)?;
    let language: Language =
        line.lang.parse().map_err(|source| DeidError::BadLanguage { path: path(), line: number, source })?;
    let turn = |said: SaidLine| RawTurn { role: role(&said.speaker), span: None, text: IdentifiedText::new(said.text) };
    Ok((line.id, RawDialogue { turns: line.turns.into_iter().map(turn).collect(), language, named: Vec::new() }))
}

fn role(speaker: &str) -> Role {
    match speaker.to_lowercase().as_str() {
        "counsellor" | "counselor" | "therapist" | "clinician" | "t" => Role::Counsellor,
        "client" | "patient" | "c" => Role::Client,
        _ => Role::Other,
    }
}

fn mask(door: &Deidentifier, (id, dialogue): (serde_json::Value, RawDialogue), known_names: &[String]) -> Masked {
    let entities = door.find(&dialogue, known_names);
    let language = dialogue.language;
    let masked = door.deidentify(dialogue, known_names, language);
    let turns = masked.turns.into_iter().map(|turn| turn.text).collect();
    Masked { id, turns, entities, may_remain: masked.may_remain }
}
