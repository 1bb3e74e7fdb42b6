//! The door: a sealed conversation goes in, one without personal data comes out.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::language::Language;
use crate::models::store::Store;
use crate::privacy::dialogue::{Dialogue, EntityType, Turn};
use crate::privacy::identified::RawDialogue;
use crate::privacy::names::NameFinder;
pub use crate::privacy::names::{MODEL, ModelError};
use crate::privacy::page::{Mention, Page, Token};
use crate::privacy::{pseudonyms, recognise, residue};

/// Where personal data stand; says nothing of what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Number of the turn, from 0.
    pub turn: usize,
    /// First character (Unicode scalar value) in the turn's original text.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What kind of personal data.
    #[serde(rename = "type")]
    pub kind: EntityType,
}

/// Finds personal data and puts placeholders in their place.
pub struct Deidentifier {
    names: NameFinder,
}

/// A part of one turn that is hidden, and the number of the mention that it belongs to.
struct Hidden {
    turn: usize,
    start: usize,
    end: usize,
    mention: usize,
}

impl Deidentifier {
    /// Opens the names model (`names`) of `store`.
    ///
    /// # Errors
    /// When the model is missing or damaged: without it names would pass.
    pub fn open(store: &Store) -> Result<Self, ModelError> {
        NameFinder::open(store).map(|names| Self { names })
    }

    /// A de-identifier without the names model: numbers, addresses, dates and ages by rules, and only
    /// names that are announced («jag heter …») or known beforehand. For tests of later stages.
    pub fn rules_only() -> Self {
        Self { names: NameFinder::without_model() }
    }

    /// Takes the personal data out of `dialogue`. `known_names` are hidden wherever they are said;
    /// placeholders are written in `report_language`.
    pub fn deidentify(&self, dialogue: RawDialogue, known_names: &[String], report_language: Language) -> Dialogue {
        let page = page(&dialogue);
        let mentions = self.mentions(&page, &known(&dialogue, known_names));
        let placeholders = pseudonyms::assign(&page, &mentions, &self.names, report_language);
        let hidden = hidden(&page, &mentions);
        let turns = dialogue.turns.iter().enumerate().map(|(number, turn)| {
            let text = mask(turn.text.reveal(), hidden.iter().filter(|part| part.turn == number), &placeholders);
            Turn { role: turn.role, span: turn.span, text }
        });
        let mut masked: BTreeMap<EntityType, usize> = BTreeMap::new();
        mentions.iter().for_each(|mention| *masked.entry(mention.kind).or_default() += 1);
        let turns: Vec<Turn> = turns.collect();
        let may_remain = self.second_look(&turns, dialogue.language);
        Dialogue {
            language: dialogue.language,
            turns,
            masked: masked.into_iter().collect(),
            may_remain,
            through_the_door: (),
        }
    }

    /// What may remain in the masked `turns`.
    fn second_look(&self, turns: &[Turn], language: Language) -> Vec<Entity> {
        let bare: Vec<String> = turns.iter().map(|turn| residue::without_placeholders(&turn.text)).collect();
        let page = Page::read(bare.iter().map(String::as_str), language);
        residue::look(&page, &self.names)
    }

    /// Takes personal data out of a short text that the user wrote about `dialogue`, such as a change goal, in the
    /// same way.
    pub fn mask_text(
        &self,
        text: &str,
        dialogue: &RawDialogue,
        known_names: &[String],
        report_language: Language,
    ) -> String {
        let page = Page::read(std::iter::once(text), dialogue.language);
        let mentions = self.mentions(&page, &known(dialogue, known_names));
        let placeholders = pseudonyms::assign(&page, &mentions, &self.names, report_language);
        mask(text, hidden(&page, &mentions).iter(), &placeholders)
    }

    /// Where the personal data of `dialogue` stand, in order.
    pub fn find(&self, dialogue: &RawDialogue, known_names: &[String]) -> Vec<Entity> {
        let page = page(dialogue);
        let mentions = self.mentions(&page, &known(dialogue, known_names));
        let parts = hidden(&page, &mentions);
        parts
            .into_iter()
            .map(|part| Entity { turn: part.turn, start: part.start, end: part.end, kind: mentions[part.mention].kind })
            .collect()
    }

    /// Every mention, in order and without overlap.
    fn mentions(&self, page: &Page, known_names: &[String]) -> Vec<Mention> {
        let names = self.names.find(page, known_names);
        let mut found = recognise::by_rules(page, &names, &self.names);
        found.extend(names);
        let mut owner: Vec<Option<usize>> = vec![None; page.tokens.len()];
        for (number, mention) in found.iter().enumerate() {
            for token in &mut owner[mention.first..=mention.last] {
                token.get_or_insert(number);
            }
        }
        // A mention that is partly taken keeps what is left: nothing found is ever shown again.
        let mut kept: Vec<Mention> = Vec::new();
        let mut before = None;
        for (at, owner) in owner.iter().enumerate() {
            match (*owner, kept.last_mut()) {
                (None, _) => {}
                (Some(number), Some(last)) if before == Some(number) => last.last = at,
                (Some(number), _) => kept.push(Mention { kind: found[number].kind, first: at, last: at }),
            }
            before = *owner;
        }
        kept
    }
}

/// The names that the user knows and those that the dialogue came with.
fn known(dialogue: &RawDialogue, names: &[String]) -> Vec<String> {
    let came_with = dialogue.named.iter().map(|name| name.reveal().to_owned());
    names.iter().cloned().chain(came_with).collect()
}

fn page(dialogue: &RawDialogue) -> Page {
    Page::read(dialogue.turns.iter().map(|turn| turn.text.reveal()), dialogue.language)
}

/// The parts of turns that `mentions` cover. A number that goes on after an interruption leaves the
/// interrupting turn readable unless that repeats digits; its ends need not be digits («tolvte null tre»).
fn hidden(page: &Page, mentions: &[Mention]) -> Vec<Hidden> {
    let mut parts = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        let tokens = &page.tokens[mention.first..=mention.last];
        for piece in tokens.chunk_by(|one, next| one.turn == next.turn) {
            let whole = piece.len() == tokens.len();
            let is_end =
                |token: &&Token| std::ptr::eq(*token, &tokens[0]) || std::ptr::eq(*token, &tokens[tokens.len() - 1]);
            let mut said = piece.iter().filter(|token| whole || token.is_numeral() || is_end(token));
            let Some(first) = said.next() else { continue };
            let last = said.next_back().unwrap_or(first);
            parts.push(Hidden { turn: first.turn, start: first.start, end: last.end, mention: number });
        }
    }
    parts
}

/// `text` with the placeholder of each hidden part in its place.
fn mask<'a>(text: &str, hidden: impl Iterator<Item = &'a Hidden>, placeholders: &[String]) -> String {
    let mut characters = text.chars();
    let mut at = 0;
    let mut masked = String::new();
    for part in hidden {
        masked.extend(characters.by_ref().take(part.start - at));
        masked.push_str(&placeholders[part.mention]);
        characters.by_ref().take(part.end - part.start).for_each(drop);
        at = part.end;
    }
    masked.extend(characters);
    masked
}
