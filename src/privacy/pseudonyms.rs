//! What is written in place of personal data: `[NAMN 1]`, the same for the same person or number
//! throughout a dialogue, also inflected. Numbers follow the order of first mention: the same conversation gives the
//! same report, and no table of them, no random number and no digest of a name exists that could lead back.

use std::collections::HashMap;

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::names::NameFinder;
use crate::privacy::page::{Kind, Mention, Page};

/// What a type of personal data is called in a report.
fn label(kind: EntityType, language: Language) -> &'static str {
    let [swedish, bokmal, english] = match kind {
        EntityType::Name => ["NAMN", "NAVN", "NAME"],
        EntityType::IdNumber => ["PERSONNUMMER", "FØDSELSNUMMER", "ID NUMBER"],
        EntityType::Phone => ["TELEFON", "TELEFON", "PHONE"],
        EntityType::Email => ["E-POST", "E-POST", "E-MAIL"],
        EntityType::Address => ["ADRESS", "ADRESSE", "ADDRESS"],
        EntityType::Place => ["PLATS", "STED", "PLACE"],
        EntityType::Date => ["DATUM", "DATO", "DATE"],
        EntityType::Age => ["ÅLDER", "ALDER", "AGE"],
        EntityType::OtherId => ["NUMMER", "NUMMER", "NUMBER"],
    };
    match language {
        Language::Swedish => swedish,
        Language::Bokmal | Language::Nynorsk => bokmal,
        Language::English => english,
    }
}

/// The placeholder of each mention, in order.
pub(crate) fn assign(page: &Page, mentions: &[Mention], names: &NameFinder, language: Language) -> Vec<String> {
    let mut keys: Vec<Vec<String>> = mentions.iter().map(|mention| key(page, mention, names)).collect();
    settle_forms(mentions, &mut keys, names);
    let people = People::of(mentions, &keys);
    let mut numbers: HashMap<(EntityType, &[String]), usize> = HashMap::new();
    let mut last: HashMap<EntityType, usize> = HashMap::new();
    let mut placeholders = Vec::new();
    for (mention, key) in mentions.iter().zip(&keys) {
        let same = if mention.kind == EntityType::Name { people.whole(key) } else { key.as_slice() };
        let number = *numbers.entry((mention.kind, same)).or_insert_with(|| {
            let last = last.entry(mention.kind).or_default();
            *last += 1;
            *last
        });
        placeholders.push(format!("[{} {number}]", label(mention.kind, language)));
    }
    placeholders
}

/// What makes two mentions the same: the words of a name without genitives, otherwise digits and letters.
fn key(page: &Page, mention: &Mention, names: &NameFinder) -> Vec<String> {
    let tokens = page.tokens[mention.first..=mention.last].iter().filter(|token| token.kind != Kind::Mark);
    match mention.kind {
        EntityType::Name | EntityType::Place => tokens.map(|token| names.stem(&token.lower)).collect(),
        _ => vec![tokens.map(|token| token.lower.as_str()).collect()],
    }
}

/// Puts the form that was said first in place of inflected and misspelt forms of a name.
fn settle_forms(mentions: &[Mention], keys: &mut [Vec<String>], names: &NameFinder) {
    let mut said: Vec<String> = Vec::new();
    for (_, key) in mentions.iter().zip(keys).filter(|(mention, _)| mention.kind == EntityType::Name) {
        for word in key {
            match said.iter().find(|first| *first == word || names.is_form(word, first)) {
                Some(first) => word.clone_from(first),
                None => said.push(word.clone()),
            }
        }
    }
}

/// The people of a dialogue by their fullest names.
struct People<'a> {
    full: Vec<&'a [String]>,
}

impl<'a> People<'a> {
    fn of(mentions: &[Mention], keys: &'a [Vec<String>]) -> Self {
        let mut full: Vec<&[String]> = Vec::new();
        for (mention, key) in mentions.iter().zip(keys) {
            if mention.kind == EntityType::Name && key.len() > 1 && !full.contains(&key.as_slice()) {
                full.push(key);
            }
        }
        Self { full }
    }

    /// The full name of which `part` is part, when only one person has it; otherwise `part` itself.
    fn whole(&self, part: &'a [String]) -> &'a [String] {
        let [word] = part else { return part };
        let bare = word.strip_suffix('s');
        let holds =
            |full: &&&[String]| full.contains(word) || bare.is_some_and(|bare| full.iter().any(|one| one == bare));
        let mut bearers = self.full.iter().filter(holds);
        match (bearers.next(), bearers.next()) {
            (Some(only), None) => only,
            _ => part,
        }
    }
}
