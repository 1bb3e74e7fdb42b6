//! The labels of MITI 4.2.1 (Moyers, Manuel & Ernst) and of client talk.

use serde::{Deserialize, Serialize};

/// A counsellor behaviour that MITI 4.2.1 counts (manual, section F).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Code {
    /// Giving Information.
    #[serde(rename = "GI")]
    GivingInformation,
    /// Persuade.
    Persuade,
    /// Persuade with Permission.
    #[serde(rename = "PwP")]
    PersuadeWithPermission,
    /// Question.
    #[serde(rename = "Q")]
    Question,
    /// Simple Reflection.
    #[serde(rename = "SR")]
    SimpleReflection,
    /// Complex Reflection.
    #[serde(rename = "CR")]
    ComplexReflection,
    /// Affirm.
    #[serde(rename = "AF")]
    Affirm,
    /// Seeking Collaboration.
    Seek,
    /// Emphasizing Autonomy.
    Emphasize,
    /// Confront.
    Confront,
}

impl Code {
    /// Every code, in the order of the manual's coding sheet.
    pub const ALL: [Self; 10] = [
        Self::GivingInformation,
        Self::Persuade,
        Self::PersuadeWithPermission,
        Self::Question,
        Self::SimpleReflection,
        Self::ComplexReflection,
        Self::Affirm,
        Self::Seek,
        Self::Emphasize,
        Self::Confront,
    ];

    /// The manual's abbreviation, as files write it.
    pub fn abbreviation(self) -> &'static str {
        match self {
            Self::GivingInformation => "GI",
            Self::Persuade => "Persuade",
            Self::PersuadeWithPermission => "PwP",
            Self::Question => "Q",
            Self::SimpleReflection => "SR",
            Self::ComplexReflection => "CR",
            Self::Affirm => "AF",
            Self::Seek => "Seek",
            Self::Emphasize => "Emphasize",
            Self::Confront => "Confront",
        }
    }
}

/// The four groups that AnnoMI (Wu et al. 2022) gives to a counsellor's utterance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MainBehaviour {
    /// A question.
    Question,
    /// A reflection, simple or complex.
    Reflection,
    /// Information, advice, options, negotiation.
    Input,
    /// Anything else.
    Other,
}

/// What the client's words say about the change goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientTalk {
    /// Speaks for the change.
    Change,
    /// Speaks for staying as it is.
    Sustain,
    /// Neither.
    Neutral,
}
