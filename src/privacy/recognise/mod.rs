//! Recognisers: each reads the page and says where personal data of its kinds stand.
//!
//! They follow rules that a person can read and check; names are found in [`super::names`].

mod addresses;
mod age_parts;
mod age_words;
mod ages;
mod apart;
mod bare_ages;
mod checksums;
mod codes;
mod contacts;
mod cues;
mod dates;
mod details;
mod digits;
mod english_streets;
mod family_ages;
mod fragments;
mod handles;
mod identifiers;
mod mail_words;
mod plain_numbers;
mod plates;
mod postcodes;
mod said_again;
mod street_words;
mod workplaces;

use crate::privacy::dialogue::EntityType;
use crate::privacy::names::NameFinder;
use crate::privacy::page::{Mention, Page};

/// Everything that the rules find, surest first: where two overlap, the earlier one names the place.
/// `names` tell whose age may be said, and in which town a workplace lies; `finder` knows which words are ordinary.
pub(crate) fn by_rules(page: &Page, names: &[Mention], finder: &NameFinder) -> Vec<Mention> {
    let runs = digits::runs(page);
    let mut mentions = contacts::find(page, names, finder);
    mentions.extend(dates::find(page));
    mentions.extend(addresses::find(page, &runs, names, finder));
    mentions.extend(plates::find(page));
    mentions.extend(codes::find(page));
    mentions.extend(identifiers::find(page, &runs));
    let born: Vec<Mention> = mentions.iter().filter(|mention| mention.kind == EntityType::IdNumber).copied().collect();
    mentions.extend(ages::find(page, names, &born));
    mentions.extend(fragments::find(page, &runs, &mentions));
    mentions.extend(workplaces::find(page, names, finder));
    mentions
}
