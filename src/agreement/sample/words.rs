//! The words of the protocols and their instructions that the catalogue of agreement does not have.

use serde::Deserialize;

use crate::language::Language;

/// Every phrase in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Sheet names.
    pub(super) turns_sheet: String,
    pub(super) session_sheet: String,
    /// Columns and labels.
    pub(super) text: String,
    pub(super) goal: String,
    pub(super) no_goal: String,
    pub(super) other: String,
    pub(super) double: String,
    pub(super) yes: String,
    pub(super) no: String,
    pub(super) spoken: String,
    pub(super) protocol: String,
    /// What a cell says when it is entered.
    pub(super) codes_hint: String,
    pub(super) codes_warning: String,
    pub(super) talk_hint: String,
    /// The name of the file of instructions, and what stands in it.
    pub(super) instructions_file: String,
    pub(super) instructions: String,
}

impl Words {
    /// The phrases of `language`; nynorsk is written in bokmål.
    pub(super) fn load(language: Language) -> Self {
        let source = match language {
            Language::Swedish => include_str!("text/sv.toml"),
            Language::Bokmal | Language::Nynorsk => include_str!("text/nb.toml"),
            Language::English => include_str!("text/en.toml"),
        };
        toml::from_str(source).expect("a test loads the embedded words of every language")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words_within_the_bounds_of_a_workbook() {
        for language in Language::ALL {
            let words = Words::load(language);
            assert!(words.codes_hint.chars().count() <= 255 && words.talk_hint.chars().count() <= 255);
            assert!(words.codes_warning.chars().count() <= 255);
            assert!(words.instructions.contains("{draw}"));
        }
    }
}
