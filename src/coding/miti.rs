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

impl Code {
    /// The codes that share this one's place in a volley, of which there is one at most (manual, section F).
    pub fn place(self) -> &'static [Self] {
        match self {
            Self::GivingInformation => &[Self::GivingInformation],
            Self::Persuade | Self::PersuadeWithPermission => &[Self::Persuade, Self::PersuadeWithPermission],
            Self::Question => &[Self::Question],
            Self::SimpleReflection | Self::ComplexReflection => &[Self::SimpleReflection, Self::ComplexReflection],
            Self::Affirm => &[Self::Affirm],
            Self::Seek => &[Self::Seek],
            Self::Emphasize => &[Self::Emphasize],
            Self::Confront => &[Self::Confront],
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

/// The codes that count for a volley, of those that its utterances were given, in the manual's order.
///
/// - Each code at most once a volley (manual, section D).
/// - One reflection a volley: with any Complex Reflection among them it is complex (section F, Reflections).
/// - Persuade and Persuade with Permission share a place: with permission, it was with permission (section F).
pub fn volley_codes(utterances: impl IntoIterator<Item = Code>) -> Vec<Code> {
    let given: Vec<Code> = utterances.into_iter().collect();
    let outweighed = |code| match code {
        Code::SimpleReflection => given.contains(&Code::ComplexReflection),
        Code::Persuade => given.contains(&Code::PersuadeWithPermission),
        _ => false,
    };
    Code::ALL.into_iter().filter(|&code| given.contains(&code) && !outweighed(code)).collect()
}

/// Whether `code` gives way to `other` when both are equally likely for one utterance.
///
/// - Persuade and Persuade with Permission to Giving Information; Persuade to Persuade with Permission
///   (section F, Giving Information and Persuade).
/// - Confront to Persuade, the lower one (section F, figure 2); a Question to Confront (section F, Confront).
/// - Complex to Simple Reflection (section F, Reflections).
/// - MI-adherent codes to any other, and among them Emphasize to Seek to Affirm (section F, figure 1).
pub fn yields_to(code: Code, other: Code) -> bool {
    doubt_rank(other) < doubt_rank(code)
}

/// The place in the order in which doubt is settled: the first one wins.
fn doubt_rank(code: Code) -> usize {
    const ORDER: [Code; 10] = [
        Code::GivingInformation,
        Code::PersuadeWithPermission,
        Code::Persuade,
        Code::Confront,
        Code::Question,
        Code::SimpleReflection,
        Code::ComplexReflection,
        Code::Affirm,
        Code::Seek,
        Code::Emphasize,
    ];
    ORDER.into_iter().position(|of| of == code).expect("the order names every code")
}

#[cfg(test)]
mod tests {
    use super::Code::*;
    use super::*;

    #[test]
    fn each_code_counts_once_a_volley() {
        // Section D: each behaviour code is assigned at most once to a volley.
        assert_eq!(volley_codes([Question, GivingInformation, Question]), [GivingInformation, Question]);
        assert_eq!(volley_codes([]), []);
    }

    #[test]
    fn one_reflection_a_volley_and_any_complex_makes_it_complex() {
        // Section F, Reflections: with simple and complex in one volley, the volley's reflection is complex.
        assert_eq!(volley_codes([SimpleReflection, ComplexReflection, SimpleReflection]), [ComplexReflection]);
        assert_eq!(volley_codes([SimpleReflection]), [SimpleReflection]);
    }

    #[test]
    fn persuade_with_and_without_permission_share_a_place() {
        // Section F, Persuade with Permission: when both occur, only Persuade with Permission is coded.
        assert_eq!(volley_codes([Persuade, PersuadeWithPermission]), [PersuadeWithPermission]);
    }

    #[test]
    fn a_volley_has_eight_codes_at_most() {
        // Section D, from the two rules above: ten codes in eight places.
        assert_eq!(volley_codes(Code::ALL).len(), 8);
    }

    #[test]
    fn doubt_makes_persuasion_information_and_keeps_adherence_from_being_given_lightly() {
        // Section F, Giving Information: unsure between Persuade and GI, GI. Figure 1: unsure among the
        // MI-adherent codes, the lower one; unsure between them and any other code, the other code.
        assert!(yields_to(Persuade, GivingInformation));
        assert!(yields_to(PersuadeWithPermission, GivingInformation));
        assert!(yields_to(Emphasize, Seek) && yields_to(Seek, Affirm) && yields_to(Affirm, Confront));
        assert!(!yields_to(GivingInformation, Persuade));
    }

    #[test]
    fn confront_trumps_a_question_and_gives_way_to_persuade() {
        // Section F, Confront: a question that confronts is Confront. Figure 2: unsure between Confront
        // and Persuade, the lower one, Persuade.
        assert!(yields_to(Question, Confront) && yields_to(Confront, Persuade));
    }
}
