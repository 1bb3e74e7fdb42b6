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

    pub(crate) fn cause(&self, cause: Cause) -> &CauseText {
        self.causes.get(&cause).expect("a test looks every cause up in every language")
    }

    /// A number of bytes as people read it.
    pub(super) fn size(&self, bytes: u64) -> String {
        let megabytes = bytes as f64 / 1e6;
        let decimals = usize::from(megabytes < 10.0);
        format!("{megabytes:.decimals$} MB").replace('.', &self.decimal_mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::testing::assert_every_language_says_the_same;

    #[test]
    fn every_language_has_every_phrase_with_the_same_placeholders() {
        assert_every_language_says_the_same(Text::load);
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
    fn what_init_writes_is_left_alone() {
        for text in Language::ALL.map(Text::load) {
            let name = format!("{}.txt", text.init.readme_name);
            assert!(crate::watch::scan::READ_ME.contains(&name.as_str()), "{name}");
        }
    }

    #[test]
    fn sizes_read_as_in_their_language() {
        assert_eq!(Text::load(Language::Swedish).size(1_250_000), "1,2 MB");
        assert_eq!(Text::load(Language::English).size(27_500_000), "28 MB");
    }
}
