//! A conversation with its codes: what classification hands to scoring and to the report.

use serde::Serialize;

use crate::coding::miti::{ClientTalk, Code, MainBehaviour};
use crate::language::Language;
use crate::privacy::dialogue::{EntityType, Turn};

/// One complete thought, with its estimate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodedUtterance {
    /// Its words (masked), as a part of the turn's text.
    pub text: String,
    /// The estimated code; `None` when uncoded (NC) or when a client speaks.
    pub code: Option<Code>,
    /// How sure the classifier is of that, 0-1.
    pub confidence: f32,
}

/// The estimates for one turn; counsellor turns of one volley carry the volley's codes on the
/// volley's first turn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodedTurn {
    /// The turn.
    pub turn: Turn,
    /// Number of the volley it belongs to, from 0; `None` when the client or somebody else speaks.
    pub volley: Option<usize>,
    /// Its utterances, in order.
    pub utterances: Vec<CodedUtterance>,
    /// The codes that count: each at most once a volley (manual, section D), in the manual's order.
    pub codes: Vec<Code>,
    /// The counsellor's main behaviour, by AnnoMI's four groups.
    pub main: Option<MainBehaviour>,
    /// The client's talk.
    pub client_talk: Option<ClientTalk>,
    /// Probabilities by which the above were chosen.
    pub probabilities: Probabilities,
}

/// The classifier's probabilities for a turn, 0-1; `None` where the turn's speaker or the model
/// has no such class.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Probabilities {
    /// Question, reflection, input, other.
    pub main: Option<[f32; 4]>,
    /// Change, sustain, neutral.
    pub client_talk: Option<[f32; 3]>,
    /// Each code of [`Code::ALL`]; `None` for a code that the model does not know.
    pub codes: [Option<f32>; 10],
}

/// A conversation with its codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodedDialogue {
    /// The language spoken.
    pub language: Language,
    /// The turns, in order of time.
    pub turns: Vec<CodedTurn>,
    /// Codes that this model cannot estimate: reported as not measured, never as zero.
    pub not_estimated: Vec<Code>,
    /// How many mentions of each type of personal data were masked.
    pub masked: Vec<(EntityType, usize)>,
}
