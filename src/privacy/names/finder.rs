//! Which words are names: the model's belief, the lists, what stands before them, and what was found
//! elsewhere in the dialogue.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::lists::{Entry, Lists, genitive_stem};
use super::model::{Belief, Model, ModelError};
use super::vocabulary::{EVERYDAY, FUNCTION_WORDS, is_public};
use super::{cues, introduced, near};
use crate::language::Language;
use crate::models::store::Store;
use crate::privacy::dialogue::EntityType;
use crate::privacy::institutions;
use crate::privacy::page::{Kind, Mention, Page, Token};

/// The model's name in the store.
pub const MODEL: &str = "privacy";
/// From this belief on a word is hidden: low, since a name that stays costs more than a word that goes.
const ENOUGH: f32 = 0.015;
/// The same for ordinary words without capitals, and for words that open a sentence, where the capital says nothing.
const ENOUGH_FOR_ORDINARY: f32 = 0.02;
/// The same for words in small letters where others have capitals.
const ENOUGH_FOR_SMALL: f32 = 0.03;
/// The same for numbers and function words, and for words that stand after an article as ordinary words do («en björn»).
const ENOUGH_FOR_NOUNS: f32 = 0.25;
/// The same for unknown words that a capital inside the sentence or a word beside them makes suspect.
const ENOUGH_TO_CONFIRM: f32 = 0.01;
/// The same for words that are names elsewhere in the dialogue.
const ENOUGH_AGAIN: f32 = 0.01;
/// Below this belief a word that is no rare one stands clearly as an ordinary word.
const ORDINARY: f32 = 0.02;
/// From this belief on a word is a name whatever it is elsewhere.
const CERTAIN: f32 = 0.5;

/// Finds names of people and of places.
pub(crate) struct NameFinder {
    lists: Lists,
    model: Option<Model>,
}

impl NameFinder {
    /// Opens lists and model.
    pub(crate) fn open(store: &Store) -> Result<Self, ModelError> {
        let lists = Lists::open(&store.find(MODEL, "lists.fst")?)?;
        let model = Model::open(&store.find(MODEL, "crf.fst")?, &store.find(MODEL, "crf.bin")?)?;
        Ok(Self { lists, model: Some(model) })
    }

    /// Knows no names but those that are announced («jag heter …») or given beforehand.
    pub(crate) fn without_model() -> Self {
        Self { lists: Lists::empty(), model: None }
    }

    /// Every name of a person or a place, `known` names among them.
    pub(crate) fn find(&self, page: &Page, known: &[String]) -> Vec<Mention> {
        let beliefs = self.beliefs(page);
        let mut labels: Vec<Option<EntityType>> = vec![None; page.tokens.len()];
        for at in 0..page.tokens.len() {
            let before = at.checked_sub(1).and_then(|before| labels[before]);
            labels[at] = self.judge(page, at, beliefs[at], before);
        }
        self.add_known(page, known, &mut labels);
        self.propagate(page, &beliefs, &mut labels);
        mentions(page, &labels)
    }

    /// The model's belief about each token, sentence by sentence.
    fn beliefs(&self, page: &Page) -> Vec<Belief> {
        let Some(model) = &self.model else { return vec![Belief::default(); page.tokens.len()] };
        model.believe(page, sentences(page), &self.lists)
    }

    /// What token `at` is, by everything but the rest of the dialogue.
    fn judge(&self, page: &Page, at: usize, belief: Belief, before: Option<EntityType>) -> Option<EntityType> {
        let token = &page.tokens[at];
        if token.kind != Kind::Word || is_stutter(&token.lower) {
            return None;
        }
        let cue = cues::Cue { page, at, entry: self.lists.entry(&token.lower, page.language), lists: &self.lists };
        let public = is_public(page, at);
        if cue.is_titled() && (!public || page.has_inner_capital(at)) || cue.is_spelled() {
            return Some(EntityType::Name);
        }
        if public && !(cue.is_called() && cue.entry.first >= 2) {
            return None;
        }
        if token.text == "Å" && cues::LOCATING.has(page.word(at, -1)) {
            return Some(EntityType::Place);
        }
        if before == Some(EntityType::Name) && introduced::is_initial(page, at) {
            return Some(EntityType::Name);
        }
        if token.end - token.start < 2 || is_contraction(&token.lower) {
            return None;
        }
        if introduced::is_introduced(&cue, self.model.is_some()) {
            return Some(EntityType::Name);
        }
        let goes_on = before == Some(EntityType::Name) && page.near(at, -1).is_some() && cue.goes_on();
        if self.model.is_some() && cue.bears_surname() || cue.is_announced(self.model.is_some()) || goes_on {
            return Some(EntityType::Name);
        }
        let grammar = FUNCTION_WORDS.has(&token.lower) && cue.entry.first < 2 && !page.has_inner_capital(at);
        // «Vid torget», «i bilen»
        let everyday = EVERYDAY.has(&token.lower) && !page.has_inner_capital(at) && belief.any() < CERTAIN;
        if belief.any() >= enough(page, at, cue.entry) && !grammar && !everyday {
            let person = belief.person >= belief.place.max(belief.organisation);
            return Some(if person { EntityType::Name } else { EntityType::Place });
        }
        if self.model.is_some() { by_lists(page, at, cue.entry, belief) } else { None }
    }

    /// Whether the lists make `lower` suspect when nothing else did: with a capital, every word that is not common;
    /// without, what many people are called and few sentences contain.
    pub(crate) fn may_be_a_name(&self, lower: &str, capital: bool, spoken: Language) -> bool {
        let entry = self.lists.entry(lower, spoken);
        if FUNCTION_WORDS.has(lower) || is_contraction(lower) || self.model.is_none() {
            return false;
        }
        capital && (entry.common <= 1 || entry.first >= 2) || entry.first >= 2 && entry.common <= 1
    }

    /// Whether the lists, if there are any, know `lower` neither as an ordinary word nor as one of grammar.
    pub(crate) fn is_unheard(&self, lower: &str, spoken: Language) -> bool {
        let ordinary = FUNCTION_WORDS.has(lower) || EVERYDAY.has(lower) || is_contraction(lower);
        self.model.is_some() && self.lists.entry(lower, spoken).common == 0 && !ordinary
    }

    /// Whether the lists know `lower` as a town or village and hardly as a word.
    pub(crate) fn is_town(&self, lower: &str, spoken: Language) -> bool {
        let entry = self.lists.entry(lower, spoken);
        entry.place == 1 && entry.common <= 1
    }

    /// Whether the lists know `lower` as an ordinary word.
    pub(crate) fn is_ordinary(&self, lower: &str, spoken: Language) -> bool {
        self.lists.entry(lower, spoken).is_common()
    }

    /// Marks the names that the user gave.
    fn add_known(&self, page: &Page, known: &[String], labels: &mut [Option<EntityType>]) {
        let parts: HashSet<String> = known
            .iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphanumeric() && c != '-'))
            .filter(|part| part.chars().count() >= 2)
            .map(str::to_lowercase)
            .collect();
        for (at, token) in page.tokens.iter().enumerate() {
            let common = self.lists.entry(&token.lower, page.language).is_common();
            if is_one_of(token, &parts) && (!page.cased || !common || token.is_capital()) {
                labels[at] = Some(EntityType::Name);
            }
        }
    }

    /// Found once, hidden everywhere: also in lower case, in the genitive, inflected or misspelt, parts of full
    /// names, and what stands beside it («Čáhppe och Ruffe»).
    fn propagate(&self, page: &Page, beliefs: &[Belief], labels: &mut [Option<EntityType>]) {
        self.add_company(page, labels);
        for kind in [EntityType::Name, EntityType::Place] {
            let words = self.stems(page, beliefs, labels, kind);
            let near = near::Near::of(&words);
            let mut asked: HashMap<&str, bool> = HashMap::new();
            for (at, token) in page.tokens.iter().enumerate() {
                if labels[at].is_some() || token.kind != Kind::Word || is_public(page, at) {
                    continue;
                }
                let entry = self.lists.entry(&token.lower, page.language);
                let again = is_one_of(token, &words) && {
                    let function = FUNCTION_WORDS.has(&token.lower);
                    let rare = entry.common < 3 && !function && (!page.cased || token.is_capital() || entry.common < 2);
                    let believed = beliefs[at].any() >= ENOUGH_AGAIN;
                    rare || believed || page.has_inner_capital(at) || page.cased && cues::stands_alone(page, at)
                };
                let inflected =
                    entry == Entry::default() && !EVERYDAY.has(&token.lower) && (!page.cased || token.is_capital());
                if again
                    || kind == EntityType::Name
                        && inflected
                        && *asked.entry(&token.lower).or_insert_with(|| near.has(&token.lower))
                {
                    labels[at] = Some(kind);
                }
            }
        }
    }

    /// Marks words that no list knows as words and that «och» joins to a name.
    fn add_company(&self, page: &Page, labels: &mut [Option<EntityType>]) {
        let name = |at: Option<usize>, labels: &[Option<EntityType>]| {
            at.and_then(|at| labels.get(at)).is_some_and(|label| *label == Some(EntityType::Name))
        };
        for (at, token) in page.tokens.iter().enumerate() {
            let free = labels[at].is_none() && token.kind == Kind::Word && !token.is_numeral() && !is_public(page, at);
            if !free || token.end - token.start < 3 || is_contraction(&token.lower) {
                continue;
            }
            let entry = self.lists.entry(&token.lower, page.language);
            let strange = entry.common == 0 && (!page.cased || token.is_capital());
            let before = cues::AND.has(page.word(at, -1)) && page.near(at, -2).is_some();
            let after = cues::AND.has(page.word(at, 1)) && page.near(at, 2).is_some();
            if strange && (before && name(at.checked_sub(2), labels) || after && name(Some(at + 2), labels)) {
                labels[at] = Some(EntityType::Name);
            }
        }
    }

    /// The words that carry `kind`, and what is left of them without a genitive s that is no part of the name.
    /// A word that is once taken for a name with little belief, and elsewhere stands clearly as an ordinary word,
    /// is not among them.
    fn stems(
        &self,
        page: &Page,
        beliefs: &[Belief],
        labels: &[Option<EntityType>],
        kind: EntityType,
    ) -> HashSet<String> {
        let ordinary: HashSet<&str> = (0..page.tokens.len())
            .filter(|&at| labels[at].is_none() && beliefs[at].any() < ORDINARY)
            .filter(|&at| !page.cased || !page.tokens[at].is_capital())
            .map(|at| page.tokens[at].lower.as_str())
            .collect();
        let doubted = |at: usize| {
            let token = &page.tokens[at];
            let listed = self.lists.entry(&token.lower, page.language);
            beliefs[at].any() < CERTAIN
                && listed.common >= 1
                && !page.has_inner_capital(at)
                && ordinary.contains(token.lower.as_str())
        };
        let marked = (0..page.tokens.len()).filter(|&at| labels[at] == Some(kind) && !doubted(at));
        marked.map(|at| self.stem(&page.tokens[at].lower)).collect()
    }

    /// Whether `word`, which no list knows, is `name` inflected or misspelt.
    pub(crate) fn is_form(&self, word: &str, name: &str) -> bool {
        !self.lists.has(word) && near::Near::of(&HashSet::from([name.to_owned()])).has(word)
    }

    /// A name without its genitive s, when the lists know it only so.
    pub(crate) fn stem(&self, lower: &str) -> String {
        let known = |word: &str| self.lists.has_name(word);
        genitive_stem(lower).filter(|stem| !known(lower) && known(stem)).unwrap_or(lower).to_owned()
    }
}

/// From which belief on token `at` is hidden.
fn enough(page: &Page, at: usize, entry: Entry) -> f32 {
    let token = &page.tokens[at];
    match entry.common {
        _ if page.has_inner_capital(at) => ENOUGH,
        _ if token.is_numeral() || FUNCTION_WORDS.has(&token.lower) && entry.first < 2 => ENOUGH_FOR_NOUNS,
        // «Hans kompis»: a word of grammar more often than anybody's name.
        _ if FUNCTION_WORDS.has(&token.lower) && !token.is_capital() => CERTAIN,
        _ if page.cased && !token.is_capital() => ENOUGH_FOR_SMALL,
        _ if cues::follows_article(page, at) || cues::follows_modal(page, at) => ENOUGH_FOR_NOUNS,
        0 | 1 if !page.cased => ENOUGH,
        _ => ENOUGH_FOR_ORDINARY,
    }
}

/// What the lists alone say: the first names that few ordinary words share, and places after «i» or «från».
fn by_lists(page: &Page, at: usize, entry: Entry, belief: Belief) -> Option<EntityType> {
    let token = &page.tokens[at];
    let capital = page.has_inner_capital(at);
    if page.cased && !token.is_capital() || FUNCTION_WORDS.has(&token.lower) && !(capital && entry.first >= 2) {
        return None;
    }
    // «Liv är sju»: a noun would have an article.
    let subject = token.is_capital() && page.opens_sentence(at) && cues::is_subject(page, at);
    if subject && entry.first >= 2 && !FUNCTION_WORDS.has(&token.lower) {
        return Some(EntityType::Name);
    }
    let located = cues::LOCATING.has(page.word(at, -1));
    // «Stod i hallen» is no village.
    if !capital && EVERYDAY.has(&token.lower) {
        return None;
    }
    let rare = entry.common == 0 || !page.cased && entry.common == 1;
    let lived_in = !page.cased && cues::is_lived_in(page, at);
    if entry.place == 1 && located && (capital || rare || lived_in) {
        return Some(EntityType::Place);
    }
    // An inner capital makes a name of a word, and of a word that nobody knows.
    let named = capital && (entry.first >= 1 || entry.surname >= 2 && entry.common <= 1);
    if named
        || entry.first >= 2 && entry.common == 0 && !cues::follows_article(page, at) && !cues::follows_modal(page, at)
    {
        return Some(EntityType::Name);
    }
    let town = (located || page.word(at, -1) == "på") && cues::may_be_a_place(page, at);
    let house = cues::precedes_institution(page, at) || institutions::is_compound(&token.lower);
    let believed = belief.any() >= ENOUGH_TO_CONFIRM;
    if !page.cased && (town || house) && entry == Entry::default() && !token.is_numeral() && believed {
        return Some(EntityType::Place);
    }
    let long = token.end - token.start > 2 && !is_upper(&token.text);
    let unknown = capital && entry == Entry::default() && long && believed;
    let kind = if located || entry.place == 1 { EntityType::Place } else { EntityType::Name };
    (unknown || entry.place == 1 && capital && entry.common <= 1).then_some(kind)
}

/// Whether it is written in capitals, as abbreviations are.
fn is_upper(word: &str) -> bool {
    !word.chars().any(char::is_lowercase)
}

/// «She's», «what's»: a function word with a verb, no genitive.
fn is_contraction(lower: &str) -> bool {
    lower.split_once(['\'', '’']).is_some_and(|(word, _)| FUNCTION_WORDS.has(word) || cues::CONTRACTED.has(word))
}

/// Sentences as ranges of tokens: within a turn, up to a full stop, question or exclamation mark.
fn sentences(page: &Page) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = page.tokens.get(start)?;
        let ends = |at: &usize| matches!(page.tokens[*at].text.as_str(), "." | "?" | "!");
        let rest = start..page.tokens.len();
        let turn = rest.clone().take_while(|at| page.tokens[*at].turn == first.turn).count();
        let length = rest.take(turn).position(|at| ends(&at)).map_or(turn, |stop| stop + 1);
        let sentence = start..start + length;
        start += length;
        Some(sentence)
    })
}

/// Joins marked tokens that stand side by side.
fn mentions(page: &Page, labels: &[Option<EntityType>]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some(kind) = *label else { continue };
        match found.last_mut() {
            Some(last) if last.kind == kind && last.last + 1 == at && page.near(at, -1).is_some() => last.last = at,
            _ => found.push(Mention { kind, first: at, last: at }),
        }
    }
    found
}

/// Whether the token, or it without a genitive s, is among `words`.
fn is_one_of(token: &Token, words: &HashSet<String>) -> bool {
    words.contains(&token.lower) || genitive_stem(&token.lower).is_some_and(|stem| words.contains(stem))
}

/// «Vi-vi-vi»: a word begun several times.
fn is_stutter(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next();
    parts.next() == first
}
