//! The words of the status page, of the notes and of the folders, in each language: read from `text/*.toml`
//! into one type, so that a missing or misspelt entry cannot be loaded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::watch::trouble::{Cause, Reason};

/// Declares one section of the catalogue: a struct of phrases.
macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident { $($phrase:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $section { $(pub(crate) $phrase: String),+ }
    )+};
}

sections! {
    /// The status page.
    StatusText {
        title, watching, watching_idle, watching_busy, standing_by, standing_by_more, paused, paused_more, paused_next, stopped,
        stopped_more, updated, waiting, working, done, failed, place, practitioner, arrived, size, started, progress,
        progress_hearing, progress_opening, time, failed_at, hash, recording, reason, kept, deleted, moved, nobody,
        more, failed_help, left, arriving, held_up, unfinished, other, lone_sidecars, planned, privacy,
    }
    /// A note beside a failed recording.
    NoteText { ending, title, recording, when, what, todo, again, again_steps, again_folder, technical }
    /// What `gensvar init` asks and writes.
    InitText {
        readme_name, inbox_readme, out_readme, policy_keep, policy_delete, policy_move, ask_language, ask_practitioner,
        ask_out, ask_policy, ask_move_to, ask_retention, config,
    }
    /// Why a recording has no report.
    ReasonText { title, what, todo }
    /// Why the work stands still.
    CauseText { what, todo }
}

/// Every phrase in one language. `{name}` in a phrase is filled by [`fill`].
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    decimal_mark: String,
    pub(crate) status: StatusText,
    pub(crate) note: NoteText,
    pub(crate) init: InitText,
    reasons: BTreeMap<Reason, ReasonText>,
    causes: BTreeMap<Cause, CauseText>,
}

impl Text {
    /// The phrases of `language`; nynorsk is written in bokmål.
    pub(crate) fn load(language: Language) -> Self {
        let source = match language {
            Language::Swedish => include_str!("text/sv.toml"),
            Language::Bokmal | Language::Nynorsk => include_str!("text/nb.toml"),
            Language::English => include_str!("text/en.toml"),
        };
        toml::from_str(source).expect("a test loads the embedded catalogue of every language")
    }

    pub(super) fn reason(&self, reason: Reason) -> &ReasonText {
        self.reasons.get(&reason).expect("a test looks every reason up in every language")
    }

    pub(super) fn cause(&self, cause: Cause) -> &CauseText {
        self.causes.get(&cause).expect("a test looks every cause up in every language")
    }

    /// A number of bytes as people read it.
    pub(super) fn size(&self, bytes: u64) -> String {
        let megabytes = bytes as f64 / 1e6;
        let decimals = usize::from(megabytes < 10.0);
        format!("{megabytes:.decimals$} MB").replace('.', &self.decimal_mark)
    }
}

/// `phrase` with each `{name}` replaced by its value.
pub(crate) fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(phrase.to_owned(), |filled, (name, value)| filled.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `{name}` placeholders of every phrase, by the phrase's place in the catalogue.
    fn placeholders(value: &serde_json::Value, at: &str, found: &mut Vec<(String, Vec<String>)>) {
        let name = regex::Regex::new(r"\{[a-z_]+\}").unwrap();
        match value {
            serde_json::Value::Object(section) => {
                for (key, value) in section {
                    placeholders(value, &format!("{at}.{key}"), found);
                }
            }
            other => {
                let mut names: Vec<_> =
                    name.find_iter(other.as_str().unwrap()).map(|m| m.as_str().to_owned()).collect();
                names.sort();
                found.push((at.to_owned(), names));
            }
        }
    }

    #[test]
    fn every_language_has_every_phrase_with_the_same_placeholders() {
        let of = |language| {
            let mut found = Vec::new();
            placeholders(&serde_json::to_value(Text::load(language)).unwrap(), "", &mut found);
            found
        };
        let swedish = of(Language::Swedish);
        assert!(swedish.len() > 100);
        for language in Language::ALL {
            assert_eq!(of(language), swedish, "{language}");
        }
    }

    #[test]
    fn every_reason_and_cause_has_words() {
        for text in Language::ALL.map(Text::load) {
            for reason in Reason::ALL {
                assert!(!text.reason(reason).todo.is_empty());
            }
            for cause in Cause::ALL {
                assert!(!text.cause(cause).todo.is_empty());
            }
        }
    }

    #[test]
    fn sizes_read_as_in_their_language() {
        assert_eq!(Text::load(Language::Swedish).size(1_250_000), "1,2 MB");
        assert_eq!(Text::load(Language::English).size(27_500_000), "28 MB");
    }
}
