//! Session figures from a coded conversation: counts, summary scores, thresholds (MITI 4.2.1, section H).

use serde::{Deserialize, Serialize};

use crate::coding::miti::Code;
use crate::units::Millis;

/// A threshold of the manual, met or not. They rest on expert opinion (manual, section H).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Under the manual's *fair*.
    BelowFair,
    /// *Fair* (MIC Lab: kompetens).
    Fair,
    /// *Good* (MIC Lab: god kompetens).
    Good,
}

/// A proportion or ratio with the counts it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// What was counted.
    pub numerator: usize,
    /// What it is held against.
    pub denominator: usize,
    /// `numerator / denominator`; `None` when the denominator is zero.
    pub value: Option<f64>,
    /// The level reached; `None` when there is no value or the manual has no threshold.
    pub level: Option<Level>,
}

/// How the talking time was shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TalkTime {
    /// The counsellor's speech.
    pub counsellor: Millis,
    /// The client's speech.
    pub client: Millis,
    /// Anybody else's.
    pub other: Millis,
}

/// The figures of one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionScore {
    /// Count per code, in the manual's order; `None` for a code that the model does not estimate.
    pub counts: Vec<(Code, Option<usize>)>,
    /// Complex reflections of all reflections; fair .40, good .50.
    pub complex_reflections: Ratio,
    /// Reflections to questions; fair 1, good 2.
    pub reflections_to_questions: Ratio,
    /// MI-adherent: Seek + AF + Emphasize; `None` when any of them is not estimated.
    pub adherent: Option<usize>,
    /// MI-non-adherent: Persuade + Confront; `None` when any of them is not estimated.
    pub non_adherent: Option<usize>,
    /// Change talk of change and sustain talk together.
    pub change_talk: Ratio,
    /// Talking time; zero for transcripts without times.
    pub talk_time: TalkTime,
    /// Number of volleys.
    pub volleys: usize,
}
