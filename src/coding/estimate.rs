//! What the network says of one text: its outputs, named by `labels.json`, as probabilities.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::coding::calibration::{Calibration, Head};
use crate::coding::miti::{ClientTalk, Code, MainBehaviour, reflection};

/// The file that names the network's outputs cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the labels {path} cannot be used: {reason}; `gensvar models verify` tells whether the file is whole")]
pub struct LabelsError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

/// What `labels.json` says of the network.
#[derive(Deserialize)]
pub(crate) struct Labels {
    /// Pieces of a turn that the network reads.
    pub(crate) text_tokens: usize,
    /// Pieces of its context.
    pub(crate) context_tokens: usize,
    outputs: Vec<String>,
}

/// The outputs that this program reads, in the order in which it reads them.
const OUTPUTS: [&str; 12] = [
    "question",
    "reflection",
    "input",
    "other",
    "shows_question",
    "shows_reflection",
    "reflection_is_complex",
    "shows_information",
    "shows_advice",
    "change",
    "sustain",
    "neutral",
];

impl Labels {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it is no such file, or names other outputs than [`OUTPUTS`].
    pub(crate) fn open(path: &Path) -> Result<Self, LabelsError> {
        let bad = |reason: String| LabelsError { path: path.to_owned(), reason };
        let text = fs_err::read_to_string(path).map_err(|e| bad(e.to_string()))?;
        let labels: Self = serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?;
        if labels.outputs != OUTPUTS {
            return Err(bad("it names other outputs than this version reads".to_owned()));
        }
        Ok(labels)
    }
}

/// A code is given when it is at least as likely as not.
pub const GIVEN: f32 = 0.5;

const MAIN: [MainBehaviour; 4] =
    [MainBehaviour::Question, MainBehaviour::Reflection, MainBehaviour::Input, MainBehaviour::Other];
const TALK: [ClientTalk; 3] = [ClientTalk::Change, ClientTalk::Sustain, ClientTalk::Neutral];

/// What the network says of one text, as probabilities.
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    /// Question, reflection, input, other.
    pub(crate) main: [f32; 4],
    question: f32,
    reflection: f32,
    complex: f32,
    information: f32,
    /// Change, sustain, neutral.
    pub(crate) client: [f32; 3],
}

impl Estimate {
    /// Of outputs in the order of [`OUTPUTS`], which [`Labels::open`] has checked.
    pub(crate) fn of(logits: &[f32]) -> Self {
        let sigmoid = |at: usize| 1.0 / (1.0 + (-logits[at]).exp());
        Self {
            main: softmax([logits[0], logits[1], logits[2], logits[3]]),
            question: sigmoid(4),
            reflection: sigmoid(5),
            complex: sigmoid(6),
            information: sigmoid(7),
            client: softmax([logits[9], logits[10], logits[11]]),
        }
    }

    /// The same with the probabilities that `by` makes of them.
    pub(crate) fn calibrated(self, by: &Calibration) -> Self {
        Self {
            question: by.probability(Head::Question, self.question),
            reflection: by.probability(Head::Reflection, self.reflection),
            complex: by.probability(Head::Complex, self.complex),
            information: by.probability(Head::Information, self.information),
            ..self
        }
    }

    /// The likeliest of AnnoMI's four groups.
    pub(crate) fn main_behaviour(&self) -> MainBehaviour {
        MAIN[likeliest(&self.main)]
    }

    /// The likeliest talk, if a client said it.
    pub(crate) fn client_talk(&self) -> ClientTalk {
        TALK[likeliest(&self.client)]
    }

    /// The probability of each code that the model knows.
    pub(crate) fn codes(&self) -> [(Code, f32); 4] {
        [
            (Code::GivingInformation, self.information),
            (Code::Question, self.question),
            (Code::SimpleReflection, self.reflection * (1.0 - self.complex)),
            (Code::ComplexReflection, self.reflection * self.complex),
        ]
    }

    /// The codes that the text shows, with their probabilities; a reflection's is that of its being one. Thresholds
    /// are those of `by` where it has any.
    pub(crate) fn given(&self, by: &Calibration) -> Vec<(Code, f32)> {
        let which = match by.threshold(Head::Complex) {
            Some(threshold) if self.complex >= threshold => Code::ComplexReflection,
            Some(_) => Code::SimpleReflection,
            None => reflection(self.complex),
        };
        let shown = [
            (Head::Information, Code::GivingInformation, self.information),
            (Head::Question, Code::Question, self.question),
            (Head::Reflection, which, self.reflection),
        ];
        let given = |&(head, _, probability): &(Head, Code, f32)| probability >= by.threshold(head).unwrap_or(GIVEN);
        shown.into_iter().filter(given).map(|(_, code, probability)| (code, probability)).collect()
    }

    /// How clearly the text shows what `code` stands for.
    pub(crate) fn shows(&self, code: Code) -> f32 {
        match code {
            Code::GivingInformation => self.information,
            Code::Question => self.question,
            Code::SimpleReflection | Code::ComplexReflection => self.reflection,
            _ => 0.0,
        }
    }
}

/// The index of the largest, the first of equals.
fn likeliest(probabilities: &[f32]) -> usize {
    (0..probabilities.len()).rev().max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(0)
}

fn softmax<const N: usize>(logits: [f32; N]) -> [f32; N] {
    let most = logits.into_iter().fold(f32::NEG_INFINITY, f32::max);
    let powers = logits.map(|logit| (logit - most).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}
