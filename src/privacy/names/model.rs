//! A linear-chain conditional random field: how likely each word is part of a name, a place, an organisation.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use fst::Map;

use super::features::{self, REACH, Seen};
use super::lists::{Entry, Lists};
use crate::models::store::StoreError;
use crate::privacy::page::Page;
use crate::privacy::words::Quick;
use crate::severity::{Severe, Severity};

/// The names model cannot be used; the batch ends.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of it is missing.
    #[error(transparent)]
    Missing(#[from] StoreError),
    /// A file of it cannot be read.
    #[error("the names model cannot be read: {0}; check the permissions of the file")]
    Unreadable(#[from] std::io::Error),
    /// A file of it is not what it should be.
    #[error("the names model {path} is damaged: {reason}; `gensvar models verify` tells whether the file is whole")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Severe for ModelError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// The labels, in the order of the weights: outside; person, place, organisation, each begun and gone on.
pub(crate) const LABELS: usize = 7;
const PERSON: [usize; 2] = [1, 2];
const PLACE: [usize; 2] = [3, 4];
const ORGANISATION: [usize; 2] = [5, 6];

/// How likely a token is part of each kind of name, 0-1.
#[derive(Clone, Copy, Default)]
pub(crate) struct Belief {
    /// Of a person's name.
    pub person: f32,
    /// Of a place's.
    pub place: f32,
    /// Of an organisation's.
    pub organisation: f32,
}

impl Belief {
    /// Of any.
    pub(crate) fn any(self) -> f32 {
        self.person + self.place + self.organisation
    }
}

/// A weight for each label.
type Row = [f32; LABELS];

/// The weights of the field.
pub(crate) struct Model {
    attributes: HashMap<String, u64, Quick>,
    /// A row for each attribute.
    rows: Vec<Row>,
    /// exp(weight) from one label to the next.
    transitions: [Row; LABELS],
}

/// What a word weighs for the tokens around it, by where it stands: from [`REACH`] before to as far after.
struct Weighed {
    lower: String,
    entry: Entry,
    kind: String,
    weights: [Row; 2 * REACH + 1],
}

impl Model {
    /// Opens the attributes (`crf.fst`) and the weights (`crf.bin`).
    pub(crate) fn open(attributes: &Path, weights: &Path) -> Result<Self, ModelError> {
        let damaged = |path: &Path, reason: String| ModelError::Damaged { path: path.to_owned(), reason };
        let map = Map::new(fs_err::read(attributes)?).and_then(|map| map.stream().into_str_vec());
        let map: HashMap<String, u64, Quick> =
            map.map_err(|e| damaged(attributes, e.to_string()))?.into_iter().collect();
        let bytes = fs_err::read(weights)?;
        let (scale, rest) =
            bytes.split_first_chunk::<4>().ok_or_else(|| damaged(weights, "it is too short".to_owned()))?;
        let scale = f32::from_le_bytes(*scale);
        let values: Vec<f32> =
            rest.chunks_exact(2).map(|two| f32::from(i16::from_le_bytes([two[0], two[1]])) * scale).collect();
        let (table, left) = values.as_chunks::<LABELS>();
        if table.len() != LABELS + map.len() || !left.is_empty() {
            return Err(damaged(weights, format!("it has {} rows for {} attributes", table.len(), map.len())));
        }
        let (transitions, rows) = table.split_at(LABELS);
        let transitions = std::array::from_fn(|label| transitions[label].map(f32::exp));
        Ok(Self { attributes: map, rows: rows.to_vec(), transitions })
    }

    /// How likely each token of `page` is part of a name, by the forward-backward algorithm within each
    /// of the `sentences`, which follow each other without a gap.
    pub(crate) fn believe(
        &self,
        page: &Page,
        sentences: impl Iterator<Item = Range<usize>>,
        lists: &Lists,
    ) -> Vec<Belief> {
        // People repeat themselves: each form of a word is looked up once.
        let mut known: HashMap<&str, Weighed> = HashMap::new();
        for token in &page.tokens {
            known.entry(&token.text).or_insert_with(|| {
                let entry = lists.entry(&token.lower, page.language);
                self.weigh(&token.text, &token.lower, entry, page.cased)
            });
        }
        let edges = around(|distance| self.row(&features::edge(distance)));
        let mut beliefs = Vec::with_capacity(page.tokens.len());
        for sentence in sentences {
            let words: Vec<&Weighed> = page.tokens[sentence].iter().map(|token| &known[token.text.as_str()]).collect();
            beliefs.extend(self.believe_sentence(&words, &edges));
        }
        beliefs
    }

    /// What a word weighs for itself and its neighbours.
    fn weigh(&self, text: &str, lower: &str, entry: Entry, cased: bool) -> Weighed {
        let seen = Seen::of(text, lower, entry, cased);
        let sum = |features: Vec<String>| {
            let mut sum = Row::default();
            features.iter().for_each(|feature| add(&mut sum, &self.row(feature)));
            sum
        };
        let kind = features::kind(text, entry, cased);
        Weighed { lower: lower.to_owned(), entry, kind, weights: around(|distance| sum(seen.tells(distance))) }
    }

    /// The weights of a feature, zero when the model does not know it.
    fn row(&self, feature: &str) -> Row {
        self.attributes.get(feature).and_then(|row| self.rows.get(*row as usize)).copied().unwrap_or_default()
    }

    fn believe_sentence(&self, words: &[&Weighed], edges: &[Row; 2 * REACH + 1]) -> Vec<Belief> {
        let mut scores = vec![Row::default(); words.len()];
        for (at, score) in scores.iter_mut().enumerate() {
            for (place, edge) in edges.iter().enumerate() {
                let there = (at + place).checked_sub(REACH).and_then(|there| words.get(there));
                add(score, there.map_or(edge, |word| &word.weights[place]));
            }
            if let Some(next) = words.get(at + 1) {
                let (first, surname) = (words[at].entry.first, next.entry.surname);
                add(score, &self.row(&features::pair(first.into(), surname.into())));
                add(score, &self.row(&features::beside(1, &next.lower, &words[at].kind)));
            }
            if let Some(before) = at.checked_sub(1).and_then(|before| words.get(before)) {
                add(score, &self.row(&features::beside(-1, &before.lower, &words[at].kind)));
            }
            let most = score.iter().copied().fold(f32::MIN, f32::max);
            *score = score.map(|weight| (weight - most).exp());
        }
        let forward = self.pass(&scores, false);
        let backward = self.pass(&scores, true);
        forward.iter().zip(&backward).zip(&scores).map(|((before, after), own)| belief(before, after, own)).collect()
    }

    /// What the tokens before (or, `backwards`, after) each token say of its label, up to a factor.
    fn pass(&self, scores: &[Row], backwards: bool) -> Vec<Row> {
        let mut messages = vec![[1.0; LABELS]; scores.len()];
        for step in 1..scores.len() {
            let (from, to) = if backwards { (scores.len() - step, scores.len() - step - 1) } else { (step - 1, step) };
            let mut sums = [0.0; LABELS];
            for (label, sum) in sums.iter_mut().enumerate() {
                for other in 0..LABELS {
                    let weight =
                        if backwards { self.transitions[label][other] } else { self.transitions[other][label] };
                    *sum += messages[from][other] * scores[from][other] * weight;
                }
            }
            // Only proportions matter; dividing keeps long sentences from running out of range.
            let total: f32 = sums.iter().sum();
            messages[to] = sums.map(|sum| sum / total);
        }
        messages
    }
}

/// A value for each place from [`REACH`] before a token to as far after.
fn around<T>(value: impl Fn(isize) -> T) -> [T; 2 * REACH + 1] {
    std::array::from_fn(|place| value(place as isize - REACH as isize))
}

fn add(sum: &mut Row, weights: &Row) {
    sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
}

/// The probabilities of one token's labels, by kind.
fn belief(before: &Row, after: &Row, own: &Row) -> Belief {
    let mass: Row = std::array::from_fn(|label| before[label] * after[label] * own[label]);
    let total: f32 = mass.iter().sum();
    let of = |labels: [usize; 2]| labels.into_iter().map(|label| mass[label]).sum::<f32>() / total;
    Belief { person: of(PERSON), place: of(PLACE), organisation: of(ORGANISATION) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    /// Weights are packed in 16 bits, the smallest left out.
    const TOLERANCE: f32 = 0.04;

    #[test]
    fn beliefs_are_those_of_the_program_that_trained_the_model() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names = root.join("models/privacy");
        let model = Model::open(&names.join("crf.fst"), &names.join("crf.bin")).expect("the model ships");
        let lists = Lists::open(&names.join("lists.fst")).expect("the lists ship");
        // Printed by models/privacy/recipe/beliefs.py.
        let golden =
            fs_err::read_to_string(root.join("tests/fixtures/privacy/beliefs.tsv")).expect("the golden beliefs");
        let mut names_seen = 0;
        for sentence in golden.trim().split("\n\n") {
            let rows: Vec<Vec<&str>> = sentence.lines().map(|line| line.split('\t').collect()).collect();
            let language: Language = rows[0][0].parse().expect("a language");
            let text = rows.iter().map(|row| row[1]).collect::<Vec<_>>().join(" ");
            let page = Page::read(std::iter::once(text.as_str()), language);
            assert_eq!(page.tokens.len(), rows.len(), "{text}");
            let whole = std::iter::once(0..rows.len());
            for (belief, row) in model.believe(&page, whole, &lists).into_iter().zip(&rows) {
                for (ours, theirs) in [belief.person, belief.place, belief.organisation].into_iter().zip(&row[2..]) {
                    let theirs: f32 = theirs.parse().expect("a probability");
                    assert!((ours - theirs).abs() < TOLERANCE, "{text}: {} is {ours}, not {theirs}", row[1]);
                    names_seen += usize::from(theirs > 0.5);
                }
            }
        }
        assert!(names_seen > 10);
    }
}
