//! A linear-chain conditional random field: how likely each word is part of a name, a place, an organisation.

use std::path::{Path, PathBuf};

use fst::Map;

use super::features;
use super::lists::Lists;
use crate::models::store::StoreError;
use crate::privacy::page::Token;
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

/// The weights of the field.
pub(crate) struct Model {
    attributes: Map<Vec<u8>>,
    /// A row of [`LABELS`] weights for each attribute.
    rows: Vec<[f32; LABELS]>,
    /// exp(weight) from one label to the next.
    transitions: [[f32; LABELS]; LABELS],
}

impl Model {
    /// Opens the attributes (`crf.fst`) and the weights (`crf.bin`).
    pub(crate) fn open(attributes: &Path, weights: &Path) -> Result<Self, ModelError> {
        let damaged = |path: &Path, reason: String| ModelError::Damaged { path: path.to_owned(), reason };
        let map = Map::new(fs_err::read(attributes)?).map_err(|e| damaged(attributes, e.to_string()))?;
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
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (row, weights) in transitions.iter_mut().zip(table) {
            *row = weights.map(f32::exp);
        }
        Ok(Self { attributes: map, rows: table[LABELS..].to_vec(), transitions })
    }

    /// How likely each token of `sentence` is part of a name, by the forward-backward algorithm.
    pub(crate) fn believe(&self, sentence: &[Token], lists: &Lists) -> Vec<Belief> {
        let mut scores = vec![[0.0_f32; LABELS]; sentence.len()];
        features::for_each(sentence, lists, |at, feature| {
            let row = self.attributes.get(feature).and_then(|row| self.rows.get(row as usize));
            if let Some(row) = row {
                scores[at].iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
            }
        });
        for row in &mut scores {
            let most = row.iter().copied().fold(f32::MIN, f32::max);
            *row = row.map(|score| (score - most).exp());
        }
        let forward = self.pass(&scores, false);
        let backward = self.pass(&scores, true);
        forward.iter().zip(&backward).zip(&scores).map(|((before, after), own)| belief(before, after, own)).collect()
    }

    /// What the tokens before (or, `backwards`, after) each token say of its label, up to a factor.
    fn pass(&self, scores: &[[f32; LABELS]], backwards: bool) -> Vec<[f32; LABELS]> {
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

/// The probabilities of one token's labels, by kind.
fn belief(before: &[f32; LABELS], after: &[f32; LABELS], own: &[f32; LABELS]) -> Belief {
    let mass: [f32; LABELS] = std::array::from_fn(|label| before[label] * after[label] * own[label]);
    let total: f32 = mass.iter().sum();
    let of = |labels: [usize; 2]| labels.into_iter().map(|label| mass[label]).sum::<f32>() / total;
    Belief { person: of(PERSON), place: of(PLACE), organisation: of(ORGANISATION) }
}
