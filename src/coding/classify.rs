//! The classifier: a small encoder with one layer of heads estimates each turn; the manual's rules make codes of it.

use ort::session::Session;
use ort::value::TensorRef;

use crate::coding::calibration::Calibration;
use crate::coding::coded::{CodedDialogue, CodedTurn, CodedUtterance, Probabilities};
use crate::coding::estimate::{Estimate, Labels, LabelsError};
use crate::coding::miti::{Code, volley_codes, yields_to};
use crate::coding::reader::{Input, Reader, VocabularyError};
use crate::coding::utterances::{Invites, split, volleys};
use crate::models::onnx::{self, OnnxError};
use crate::models::store::{Store, StoreError};
use crate::privacy::dialogue::{Dialogue, Role, Turn};
use crate::severity::{Severe, Severity};

/// The model's name in the manifest.
pub const MODEL: &str = "miti";

/// Codes that are not estimated. No human-coded data under an open licence teach Affirm, Seek, Emphasize or
/// Confront; of advice, from which Persuade would be read (with permission or without: AnnoMI does not
/// tell), there is too little: on the held-out fold the network found none of it.
pub const NOT_ESTIMATED: [Code; 6] =
    [Code::Persuade, Code::PersuadeWithPermission, Code::Affirm, Code::Seek, Code::Emphasize, Code::Confront];

/// Turns before the coded one that the network sees; the recipe trains with the same number.
const CONTEXT_TURNS: usize = 2;

/// Why nothing could be coded.
#[derive(Debug, thiserror::Error)]
pub enum ClassifyError {
    /// The model is not on this computer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The network cannot be used.
    #[error(transparent)]
    Onnx(#[from] OnnxError),
    /// The vocabulary cannot be used.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// The file that names the network's outputs cannot be used.
    #[error(transparent)]
    Labels(#[from] LabelsError),
    /// The network refused an input.
    #[error("the coding model failed: {0}; `gensvar models verify` tells whether its files are whole")]
    Run(#[from] ort::Error),
}

impl Severe for ClassifyError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// The classifier of one lane.
pub struct Classifier {
    session: Session,
    reader: Reader,
    calibration: Calibration,
}

impl Classifier {
    /// Opens the model from `store`, on `threads` threads of its own.
    ///
    /// # Errors
    /// When the model or ONNX Runtime is missing or broken.
    pub fn open(store: &Store, threads: usize) -> Result<Self, ClassifyError> {
        let labels = Labels::open(&store.find(MODEL, "labels.json")?)?;
        let reader = Reader::open(&store.find(MODEL, "tokenizer.json")?, labels.text_tokens, labels.context_tokens)?;
        let session = onnx::open(&store.find(MODEL, "model.onnx")?, threads)?;
        Ok(Self { session, reader, calibration: Calibration::default() })
    }

    /// The same with a group's own calibration.
    #[must_use]
    pub fn calibrated(self, calibration: Calibration) -> Self {
        Self { calibration, ..self }
    }

    /// The network's raw outputs for `text`, said by `role` after `context` (oldest first), in the order
    /// of `labels.json`.
    ///
    /// Each text runs alone: 8-bit activations are scaled over everything that runs together, so only
    /// then is a result independent of its company (and of the number of jobs).
    ///
    /// # Errors
    /// When the network refuses the input.
    pub fn logits(&mut self, role: Role, text: &str, context: &[(Role, &str)]) -> Result<Vec<f32>, ClassifyError> {
        let Input { ids, types } = self.reader.read(role, text, context);
        let shape = [1, ids.len()];
        let outputs = self.session.run(ort::inputs![
            "input_ids" => TensorRef::from_array_view((shape, ids.as_slice()))?,
            "token_type_ids" => TensorRef::from_array_view((shape, types.as_slice()))?,
        ])?;
        let (_, logits) = outputs["logits"].try_extract_tensor::<f32>()?;
        Ok(logits.to_vec())
    }

    /// Codes a conversation.
    ///
    /// # Errors
    /// When the network refuses an input.
    pub fn classify(&mut self, dialogue: Dialogue) -> Result<CodedDialogue, ClassifyError> {
        let mut turns = Vec::with_capacity(dialogue.turns.len());
        for at in 0..dialogue.turns.len() {
            turns.push(self.turn(&dialogue.turns, at)?);
        }
        let invites: Vec<Invites> = turns.iter().map(|turn| invites(turn.utterances.last())).collect();
        for (turn, volley) in turns.iter_mut().zip(volleys(&dialogue.turns, &invites)) {
            turn.volley = volley;
        }
        settle_volleys(&mut turns);
        let not_estimated = NOT_ESTIMATED.to_vec();
        Ok(CodedDialogue { language: dialogue.language, turns, not_estimated, masked: dialogue.masked })
    }

    /// The estimates for turn number `at`, before volleys are known.
    fn turn(&mut self, turns: &[Turn], at: usize) -> Result<CodedTurn, ClassifyError> {
        let turn = &turns[at];
        let thoughts = split(&turn.text);
        let mut coded = CodedTurn {
            turn: turn.clone(),
            volley: None,
            utterances: Vec::new(),
            codes: Vec::new(),
            main: None,
            client_talk: None,
            probabilities: Probabilities::default(),
        };
        if turn.role == Role::Other || thoughts.is_empty() {
            coded.utterances = thoughts.into_iter().map(uncoded).collect();
            return Ok(coded);
        }
        let context: Vec<(Role, &str)> =
            turns[at.saturating_sub(CONTEXT_TURNS)..at].iter().map(|turn| (turn.role, turn.text.as_str())).collect();
        let whole = Estimate::of(&self.logits(turn.role, &turn.text, &context)?).calibrated(&self.calibration);
        if turn.role == Role::Client {
            coded.client_talk = Some(whole.client_talk());
            coded.probabilities.client_talk = Some(whole.client);
            coded.utterances = thoughts.into_iter().map(uncoded).collect();
            return Ok(coded);
        }
        coded.main = Some(whole.main_behaviour());
        coded.probabilities.main = Some(whole.main);
        for (code, probability) in whole.codes() {
            coded.probabilities.codes[code as usize] = Some(probability);
        }
        coded.utterances = self.utterances(thoughts, &whole, &context)?;
        Ok(coded)
    }

    /// The turn's codes, each with the utterance that shows it best. One code an utterance (section D):
    /// a code that finds no utterance of its own is not given, as the manual says for doubt: fewer parses.
    fn utterances(
        &mut self,
        thoughts: Vec<String>,
        whole: &Estimate,
        context: &[(Role, &str)],
    ) -> Result<Vec<CodedUtterance>, ClassifyError> {
        let alone = match thoughts.as_slice() {
            [_] => vec![whole.clone()],
            several => several
                .iter()
                .map(|thought| Ok(Estimate::of(&self.logits(Role::Counsellor, thought, context)?)))
                .collect::<Result<_, ClassifyError>>()?,
        };
        let mut given = whole.given(&self.calibration);
        given.sort_by(|a, b| b.1.total_cmp(&a.1).then(yields_to(a.0, b.0).cmp(&yields_to(b.0, a.0))));
        let mut utterances: Vec<CodedUtterance> = thoughts.into_iter().map(uncoded).collect();
        for (code, probability) in given {
            let free = (0..utterances.len()).filter(|&at| utterances[at].code.is_none());
            // The first of equals, so that the order of the words decides and nothing else.
            let best = free.rev().max_by(|&a, &b| alone[a].shows(code).total_cmp(&alone[b].shows(code)));
            if let Some(best) = best {
                utterances[best].code = Some(code);
                utterances[best].confidence = probability;
            }
        }
        Ok(utterances)
    }
}

/// What the last utterance of a turn leaves open.
fn invites(last: Option<&CodedUtterance>) -> Invites {
    match last {
        Some(last) if last.code == Some(Code::Question) || last.text.ends_with('?') => Invites::Answer,
        Some(CodedUtterance { code: Some(Code::SimpleReflection | Code::ComplexReflection), .. }) => {
            Invites::Confirmation
        }
        _ => Invites::Listening,
    }
}

/// Gives each volley's first turn the codes of the whole volley.
fn settle_volleys(turns: &mut [CodedTurn]) {
    let mut first = 0;
    for at in 0..turns.len() {
        let Some(volley) = turns[at].volley else { continue };
        if turns[first].volley != Some(volley) {
            first = at;
        }
        let here = turns[at].utterances.iter().filter_map(|utterance| utterance.code);
        turns[first].codes = volley_codes(turns[first].codes.iter().copied().chain(here).collect::<Vec<_>>());
    }
}

fn uncoded(text: String) -> CodedUtterance {
    CodedUtterance { text, code: None, confidence: 0.0 }
}
