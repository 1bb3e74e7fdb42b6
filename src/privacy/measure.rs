//! How much of the personal data in marked conversations is hidden, and how much else.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::language::Language;
use crate::privacy::deidentify::Deidentifier;
use crate::privacy::dialogue::EntityType;
use crate::privacy::gold::Gold;

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Those of which it holds.
    pub found: usize,
    /// All.
    pub all: usize,
}

impl Tally {
    fn count(&mut self, holds: bool) {
        self.found += usize::from(holds);
        self.all += 1;
    }
}

/// What of one type is hidden, under any label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recall {
    /// Marked mentions whose every letter and digit is hidden.
    pub mentions: Tally,
    /// Marked words.
    pub words: Tally,
    /// Entities (the same words in one conversation) with all their mentions hidden.
    pub entities: Tally,
}

/// Which mentions are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    /// All of a type.
    Type(EntityType),
    /// Of a type, in a language.
    Language(EntityType, Language),
    /// Of a type, in text without capitals (`true`) or with.
    Lower(EntityType, bool),
    /// Of a type, written in digits or signs (`true`) or said in words.
    Written(EntityType, bool),
}

/// What was measured.
#[derive(Debug, Default)]
pub struct Measured {
    /// Recall by slice.
    pub recall: BTreeMap<Slice, Recall>,
    /// Conversations with personal data in which every direct identifier is hidden, of all of them.
    pub without_leak: Tally,
    /// Words hidden that are not marked, of all words.
    pub needless: Tally,
    /// The same in conversations without personal data.
    pub needless_where_none: Tally,
    /// Of conversations in which a direct identifier remains, those with a warning.
    pub warned_of_leaks: Tally,
    /// Of the other conversations, those with a warning.
    pub warned_needlessly: Tally,
}

/// Dates, ages and places narrow a person down; everything else points at one.
fn is_direct(kind: EntityType) -> bool {
    !matches!(kind, EntityType::Date | EntityType::Age | EntityType::Place)
}

/// Measures `door` on `gold`.
pub fn measure(door: &Deidentifier, gold: Vec<Gold>) -> Measured {
    let mut measured = Measured::default();
    gold.into_iter().for_each(|gold| measured.add(door, gold));
    measured
}

impl Measured {
    fn add(&mut self, door: &Deidentifier, gold: Gold) {
        let texts: Vec<Vec<char>> =
            gold.dialogue.turns.iter().map(|turn| turn.text.reveal().chars().collect()).collect();
        let blank = || texts.iter().map(|text| vec![false; text.len()]).collect::<Vec<_>>();
        let (mut hidden, mut marked) = (blank(), blank());
        for found in door.find(&gold.dialogue, &[]) {
            hidden[found.turn][found.start..found.end].fill(true);
        }
        let mut leak = false;
        let mut entities: HashMap<(EntityType, String), (Vec<Slice>, bool)> = HashMap::new();
        for mark in &gold.marks {
            marked[mark.turn][mark.start..mark.end].fill(true);
            let (text, hidden) = (&texts[mark.turn], &hidden[mark.turn]);
            let is_hidden = |at: usize| hidden[at] || !text[at].is_alphanumeric();
            let all = (mark.start..mark.end).all(is_hidden);
            let said = &text[mark.start..mark.end];
            let written = said.iter().any(|c| c.is_ascii_digit() || *c == '@');
            let slices = [
                Slice::Type(mark.kind),
                Slice::Language(mark.kind, gold.dialogue.language),
                Slice::Lower(mark.kind, gold.lower),
                Slice::Written(mark.kind, written),
            ];
            for slice in slices {
                let recall = self.recall.entry(slice).or_default();
                recall.mentions.count(all);
                words(text).filter(|(start, end)| mark.start <= *start && *end <= mark.end).for_each(|(start, end)| {
                    recall.words.count((start..end).all(|at| hidden[at]));
                });
            }
            let key = (mark.kind, said.iter().collect::<String>().to_lowercase());
            entities.entry(key).or_insert_with(|| (slices.to_vec(), true)).1 &= all;
            leak |= !all && is_direct(mark.kind);
        }
        for (slices, all) in entities.into_values() {
            slices.iter().for_each(|slice| self.recall.entry(*slice).or_default().entities.count(all));
        }
        for (turn, text) in texts.iter().enumerate() {
            for (start, end) in words(text) {
                let any = |of: &[Vec<bool>]| of[turn][start..end].contains(&true);
                let needless = any(&hidden) && !any(&marked);
                self.needless.count(needless);
                if !gold.personal {
                    self.needless_where_none.count(needless);
                }
            }
        }
        let language = gold.dialogue.language;
        let warned = !door.deidentify(gold.dialogue, &[], language).may_remain.is_empty();
        if gold.personal {
            self.without_leak.count(!leak);
        }
        if leak { &mut self.warned_of_leaks } else { &mut self.warned_needlessly }.count(warned);
    }
}

/// Where the words of a text stand: letters and digits without a gap.
fn words(text: &[char]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = (at..text.len()).find(|&at| text[at].is_alphanumeric())?;
        at = (start..text.len()).find(|&at| !text[at].is_alphanumeric()).unwrap_or(text.len());
        Some((start, at))
    })
}
