//! How far each code can be trusted: agreement of experts among themselves and of the bundled
//! classifier with human coders, from the figures that its recipe wrote (`models/miti/figures.json`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::coding::miti::Code;
use crate::language::Language;

/// What is known about the reliability of one code, or of the client's talk.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Reliability {
    /// Kappa of experts among themselves.
    pub(super) humans: Option<f64>,
    /// Kappa of the bundled classifier against human codes that it was not trained on, in the language spoken.
    pub(super) program: Option<f64>,
    /// Whether trained coders agree only moderately on it.
    pub(super) disputed: bool,
}

/// The file.
///
/// Humans: Fleiss' kappa of ten experts on seven transcripts of AnnoMI (Wu et al. 2022), computed from its full
/// version. Disputed: reflections and client talk by the same figures; Emphasize and Confront only *fair* and Persuade
/// with Permission weak among the trained coders of the Danish Elderly Study (52 sessions, MITI 4.2.1).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    /// By the codes' abbreviations, and `client`.
    humans: BTreeMap<String, Humans>,
    /// By language.
    program: BTreeMap<String, Program>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Humans {
    kappa: Option<f64>,
    #[serde(default)]
    disputed: bool,
}

#[derive(Deserialize)]
struct Program {
    codes: BTreeMap<String, Agreement>,
    client: Option<Agreement>,
}

/// The file says F1 and the number of cases as well, for the model's card.
#[derive(Clone, Copy, Deserialize)]
struct Agreement {
    kappa: Option<f64>,
}

const CLIENT: &str = "client";

/// What is known about `code` in conversations in `language`.
pub(super) fn of_code(code: Code, language: Language) -> Reliability {
    let figures = figures();
    let program = figures.of(language).and_then(|program| program.codes.get(code.abbreviation()).copied());
    figures.reliability(code.abbreviation(), program)
}

/// The same for the client's change and sustain talk.
pub(super) fn of_client_talk(language: Language) -> Reliability {
    let figures = figures();
    let program = figures.of(language).and_then(|program| program.client);
    figures.reliability(CLIENT, program)
}

impl Figures {
    /// The program's in `language`; nynorsk has those of bokmål.
    fn of(&self, language: Language) -> Option<&Program> {
        let language = if language == Language::Nynorsk { Language::Bokmal } else { language };
        self.program.get(language.code())
    }

    fn reliability(&self, name: &str, program: Option<Agreement>) -> Reliability {
        let Humans { kappa, disputed } = self.humans.get(name).copied().unwrap_or_default();
        Reliability { humans: kappa, program: program.and_then(|program| program.kappa), disputed }
    }
}

fn figures() -> Figures {
    serde_json::from_str(include_str!("../../models/miti/figures.json")).expect("a test reads the embedded figures")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_figures_can_be_read_and_name_codes() {
        let figures = figures();
        let known = |name: &String| name == CLIENT || Code::ALL.iter().any(|code| code.abbreviation() == name);
        assert!(figures.humans.keys().all(known));
        assert!(figures.program.values().flat_map(|program| program.codes.keys()).all(known));
        assert_eq!(of_code(Code::Question, Language::Swedish).humans, Some(0.87));
        for code in [Code::SimpleReflection, Code::ComplexReflection, Code::Emphasize, Code::PersuadeWithPermission] {
            assert!(of_code(code, Language::Nynorsk).disputed, "people agree poorly on {code:?}");
        }
    }
}
