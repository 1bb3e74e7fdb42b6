//! How many words a second the door reads, by rules alone and in all: `cargo bench --bench privacy`.
//!
//! The words are those of the demo conversation, over and over, on one core.

use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use gensvar::language::Language;
use gensvar::models::store::Store;
use gensvar::privacy::deidentify::Deidentifier;
use gensvar::privacy::dialogue::Role;
use gensvar::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};

/// How often the conversation is read.
const TIMES: usize = 60;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = fs_err::read_to_string(root.join("tests/fixtures/demo/vardag-alkohol.txt"))?;
    let whole = Deidentifier::open(&Store::of(vec![root.join("models")])).map_err(std::io::Error::other)?;
    for (name, door) in [("rules", Deidentifier::rules_only()), ("rules and names", whole)] {
        let dialogue = conversation(&script);
        let words: usize = dialogue.turns.iter().map(|turn| turn.text.word_count()).sum();
        let start = Instant::now();
        let found: usize = (0..TIMES).map(|_| door.find(&dialogue, &[]).len()).sum();
        let speed = (words * TIMES) as f64 / start.elapsed().as_secs_f64();
        writeln!(std::io::stdout(), "{name}: {speed:.0} words/s ({} finds in {words} words)", found / TIMES)?;
    }
    Ok(())
}

/// The turns of a script whose lines begin with a letter for the speaker.
fn conversation(script: &str) -> RawDialogue {
    let said = script.lines().filter_map(|line| line.split_once(": ").filter(|(who, _)| who.len() == 1));
    let turn = |(_, text): (&str, &str)| RawTurn {
        role: Role::Client,
        span: None,
        text: IdentifiedText::new(text.to_owned()),
    };
    RawDialogue { turns: said.map(turn).collect(), language: Language::Swedish, named: Vec::new() }
}
