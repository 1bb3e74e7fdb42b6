//! The classifier: a small encoder with one layer of heads estimates each turn; the manual's rules make codes of it.

use ort::session::Session;
use ort::value::TensorRef;

use crate::coding::calibration::Calibration;
use crate::coding::coded::{CodedDialogue, CodedTurn, CodedUtterance, Probabilities};
use crate::coding::decide::carry;
use crate::coding::estimate::Estimate;
use crate::coding::labels::{Labels, LabelsError, SessionModel};
use crate::coding::miti::{Code, volley_codes};
use crate::coding::permission::Permission;
use crate::coding::reader::{Around, Input, Lengths, Reader, VocabularyError};
use crate::coding::strikes::strike_repeats;
use crate::coding::utterances::{Invites, split, volleys};
use crate::models::onnx::{self, OnnxError};
use crate::models::store::{Store, StoreError};
use crate::privacy::dialogue::{Dialogue, Role, Turn};
use crate::severity::{Severe, Severity};

/// The model's name in the manifest.
pub const MODEL: &str = "miti";

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
    labels: Labels,
    calibration: Calibration,
}

impl Classifier {
    /// Opens the model from `store`, on `threads` threads of its own.
    ///
    /// # Errors
    /// When the model or ONNX Runtime is missing or broken.
    pub fn open(store: &Store, threads: usize) -> Result<Self, ClassifyError> {
        let labels = Labels::open(&store.find(MODEL, "labels.json")?)?;
        let lengths = Lengths { text: labels.text_tokens, before: labels.before.tokens, after: labels.after.tokens };
        let reader = Reader::open(&store.find(MODEL, "tokenizer.json")?, lengths)?;
        let session = onnx::open(&store.find(MODEL, "model.onnx")?, threads)?;
        Ok(Self { session, reader, labels, calibration: Calibration::default() })
    }

    /// The same with a group's own calibration.
    #[must_use]
    pub fn calibrated(self, calibration: Calibration) -> Self {
        Self { calibration, ..self }
    }

    /// What was learnt about whole sessions, for [`score`](crate::coding::score::score).
    pub fn session_model(&self) -> &SessionModel {
        &self.labels.session
    }

    /// The network's raw outputs for `text`, said by `role`, in the order of `labels.json`.
    ///
    /// Each text runs alone: 8-bit activations are scaled over everything that runs together, so only
    /// then is a result independent of its company (and of the number of jobs).
    ///
    /// # Errors
    /// When the network refuses the input.
    pub fn logits(&mut self, role: Role, text: &str, around: Around) -> Result<Vec<f32>, ClassifyError> {
        let Input { ids, types } = self.reader.read(role, text, around);
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
        let mut permission = Permission::default();
        let said: Vec<(Role, &str)> = dialogue.turns.iter().map(|turn| (turn.role, turn.text.as_str())).collect();
        for (at, turn) in dialogue.turns.iter().enumerate() {
            let permitted = permission.before(turn);
            let before = &said[at.saturating_sub(self.labels.before.turns)..at];
            let after = &said[at + 1..said.len().min(at + 1 + self.labels.after.turns)];
            turns.push(self.turn(turn, Around { before, after }, permitted)?);
            permission.after(turn);
        }
        let invites: Vec<Invites> = turns.iter().map(|turn| invites(turn.utterances.last())).collect();
        for (turn, volley) in turns.iter_mut().zip(volleys(&dialogue.turns, &invites)) {
            turn.volley = volley;
        }
        strike_repeats(&mut turns);
        settle_volleys(&mut turns);
        let not_estimated = self.labels.not_estimated.clone();
        Ok(CodedDialogue { language: dialogue.language, turns, not_estimated, masked: dialogue.masked })
    }

    /// The estimates for a turn, when persuasion is `permitted` with at least that probability; volleys are not known
    /// yet.
    fn turn(&mut self, turn: &Turn, around: Around, permitted: f32) -> Result<CodedTurn, ClassifyError> {
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
        let whole = self.estimate(turn.role, &turn.text, around)?.permitted(permitted).calibrated(&self.calibration);
        if turn.role == Role::Client {
            coded.client_talk = Some(whole.client_talk());
            coded.probabilities.client_talk = Some(whole.client);
            coded.utterances = thoughts.into_iter().map(uncoded).collect();
            return Ok(coded);
        }
        coded.main = Some(whole.main_behaviour());
        coded.probabilities.main = Some(whole.main);
        coded.probabilities.codes = whole.codes(thoughts.len() == 1);
        coded.utterances = self.utterances(thoughts, &whole, around)?;
        Ok(coded)
    }

    /// The turn's codes, each with the utterance that carries it.
    fn utterances(
        &mut self,
        thoughts: Vec<String>,
        whole: &Estimate,
        around: Around,
    ) -> Result<Vec<CodedUtterance>, ClassifyError> {
        let given = whole.given(&self.labels, &self.calibration);
        if given.is_empty() {
            return Ok(thoughts.into_iter().map(uncoded).collect());
        }
        let alone = match thoughts.as_slice() {
            [_] => vec![whole.clone()],
            several => self.alone(several, around)?,
        };
        let carried = carry(&given, &alone);
        Ok(thoughts
            .into_iter()
            .zip(carried)
            .map(|(text, carried)| CodedUtterance {
                text,
                code: carried.map(|(code, _)| code),
                confidence: carried.map_or(0.0, |(_, probability)| probability),
            })
            .collect())
    }

    /// The estimates of a turn's utterances by themselves, each between what the turn says before and after it.
    fn alone(&mut self, thoughts: &[String], around: Around) -> Result<Vec<Estimate>, ClassifyError> {
        let estimate = |at: usize| {
            let (begun, rest) = (thoughts[..at].join(" "), thoughts[at + 1..].join(" "));
            let own = |text| (!str::is_empty(text)).then_some((Role::Counsellor, text));
            let before: Vec<_> = around.before.iter().copied().chain(own(&begun)).collect();
            let after: Vec<_> = own(&rest).into_iter().chain(around.after.iter().copied()).collect();
            let seen = Around {
                before: &before[before.len().saturating_sub(self.labels.before.turns)..],
                after: &after[..after.len().min(self.labels.after.turns)],
            };
            self.estimate(Role::Counsellor, &thoughts[at], seen)
        };
        (0..thoughts.len()).map(estimate).collect()
    }

    fn estimate(&mut self, role: Role, text: &str, around: Around) -> Result<Estimate, ClassifyError> {
        let logits = self.logits(role, text, around)?;
        Ok(self.labels.estimate(&logits))
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
