//! Personal data: what is found, what is left readable.

use std::path::{Path, PathBuf};

use gensvar::language::Language;
use gensvar::models::store::Store;
use gensvar::privacy::deidentify::Deidentifier;
use gensvar::privacy::dialogue::{Dialogue, Role};
use gensvar::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};

/// A dialogue whose speakers take turns.
fn raw(turns: &[&str], language: Language) -> RawDialogue {
    let turn = |(i, text): (usize, &&str)| RawTurn {
        role: if i % 2 == 0 { Role::Counsellor } else { Role::Client },
        span: None,
        text: IdentifiedText::new((*text).to_owned()),
    };
    RawDialogue { turns: turns.iter().enumerate().map(turn).collect(), language }
}

fn models() -> Store {
    Store::of(vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("models")])
}

fn with_names() -> Deidentifier {
    Deidentifier::open(&models()).expect("the names model ships with the program")
}

fn texts(dialogue: &Dialogue) -> Vec<String> {
    dialogue.turns.iter().map(|turn| turn.text.clone()).collect()
}

/// One turn, masked by rules alone.
fn masked(text: &str, language: Language) -> String {
    texts(&Deidentifier::rules_only().deidentify(raw(&[text], language), &[], language)).concat()
}

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/demo").join(name)
}

/// The turns of a demo script, without the speakers' letters.
fn script(name: &str) -> Vec<String> {
    let text = fs_err::read_to_string(demo(&format!("{name}.txt"))).unwrap();
    text.lines()
        .filter_map(|line| line.split_once(": ").filter(|(who, _)| who.len() == 1))
        .map(|(_, said)| said.to_owned())
        .collect()
}

/// Every string of personal data that the demo's truth names.
fn truth(name: &str) -> Vec<String> {
    let truth: serde_json::Value =
        serde_json::from_str(&fs_err::read_to_string(demo(&format!("{name}.truth.json"))).unwrap()).unwrap();
    truth["personal_data"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_demo_conversations_lose_every_planted_string_in_any_casing() {
    let door = with_names();
    for name in ["vardag-alkohol", "forsorjning-arbete", "kort"] {
        for lower in [false, true] {
            let turns: Vec<String> =
                script(name).into_iter().map(|t| if lower { t.to_lowercase() } else { t }).collect();
            let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
            let masked = texts(&door.deidentify(raw(&turns, Language::Swedish), &[], Language::Swedish));
            let all = masked.join("\n").to_lowercase();
            for secret in truth(name) {
                assert!(
                    !all.contains(&secret.to_lowercase()),
                    "{name}, lower {lower}: «{secret}» is still there in\n{all}"
                );
            }
        }
    }
}
