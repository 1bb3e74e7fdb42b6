//! How far each code can be trusted: agreement of experts among themselves and of the bundled
//! classifier with human coders.

use crate::coding::miti::Code;

/// What is known about the reliability of one code.
pub(super) struct Reliability {
    /// Kappa of experts among themselves.
    pub(super) humans: Option<f64>,
    /// Kappa of the bundled classifier against human codes that it was not trained on.
    pub(super) program: Option<f64>,
    /// Whether trained coders agree only moderately on it.
    pub(super) disputed: bool,
}

/// What is known about `code`.
///
/// Experts: Fleiss' kappa of ten experts on seven transcripts of AnnoMI (Wu et al. 2022), computed
/// from its full version: question .87, simple against complex reflection .50, kind of input .51;
/// AnnoMI has none of the other codes. Disputed: reflections by the same figure; Emphasize and
/// Confront only *fair* and Persuade with Permission weak among the trained coders of the Danish
/// Elderly Study (52 sessions, MITI 4.2.1).
///
/// Program: Swedish, AnnoMI's fold 0, on which the classifier was not trained (`models/miti/card.md`;
/// `models/miti/recipe/evaluate.py` prints it).
pub(super) fn of_code(code: Code) -> Reliability {
    let (humans, program, disputed) = match code {
        Code::Question => (Some(0.87), Some(0.78), false),
        Code::SimpleReflection | Code::ComplexReflection => (Some(0.50), Some(0.26), true),
        Code::GivingInformation => (Some(0.51), Some(0.32), false),
        Code::Persuade | Code::Affirm | Code::Seek => (None, None, false),
        Code::PersuadeWithPermission | Code::Emphasize | Code::Confront => (None, None, true),
    };
    Reliability { humans, program, disputed }
}

/// The same for the client's change and sustain talk (AnnoMI, ten experts: .47).
pub(super) const CLIENT_TALK: Reliability = Reliability { humans: Some(0.47), program: Some(0.22), disputed: true };
