//! The words of the report in each language, read from `text/*.toml` into one type: a missing or
//! misspelt entry cannot be loaded.

use serde::{Deserialize, Serialize};

use crate::coding::miti::Code;
use crate::language::Language;
use crate::phrases::fill;
use crate::privacy::dialogue::{EntityType, Role};
use crate::report::code_names::CodeNames;

/// Declares one section of the catalogue: a struct of phrases.
macro_rules! sections {
    ($($section:ident { $($phrase:ident),+ $(,)? })+) => {$(
        #[derive(Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $section { $(pub(super) $phrase: String),+ }
    )+};
}

sections! {
    Heading {
        title, strengths, full, purpose, practitioner, date, part, goal, no_goal, part_whole, part_given, part_given_shortened,
        part_drawn, part_untimed,
    }
    Notices {
        label, demo_title, demo, no_goal_title, no_goal, short_title, short, one_speaker_title, one_speaker,
        unsure_roles_title, unsure_roles, unreadable_title, unreadable, may_remain_title, may_remain,
        skipped_title, skipped,
    }
    People { counsellor, client, other }
    ClientTalkNames { change, sustain }
    Strengths {
        title, recorded, ratio_good, ratio_fair, complex_good, complex_fair, no_non_adherent, client_space, examples,
        none, complex, simple, affirm, emphasize, seek, opening, followed,
    }
    Figures {
        title, intro, form_note, ratio, ratio_value, ratio_of, complex, complex_of, change_talk, change_talk_of,
        no_value, below_fair, fair, good, interval, interval_open, no_interval, count_interval, not_estimated, counts, code, count, places, unsure, disputed, disputed_kappa, kappa, unmeasured, perhaps_permitted,
        listening, adherent, information, non_adherent, sum, talk_time, over_time,
        over_time_words, speaks, no_client_talk,
    }
    GlobalScores {
        title, intro, range, change_talk, sustain_talk, partnership, empathy, not_learnt, too_short, too_few_volleys,
    }
    Develop {
        title, intro, persuade_title, persuade, perhaps_permitted, confront_title, confront, ratio_title, ratio, complex_title, complex,
        space_title, space, none, context,
    }
    Transcript { title, intro, unsure, repeated, legend_counted, legend_repeated, legend_masked }
    Masked {
        title, intro, none, caution, name, id_number, phone, email, address, place, date, age, other_id,
    }
    About {
        title, meaning, meaning_ratio, meaning_complex, meaning_levels, meaning_counts, meaning_adherent,
        meaning_client_talk, meaning_interval, meaning_unsure, meaning_globals, reliability, reliability_experts,
        reliability_program, humans, program, not_measured, client_talk, by_channel, by_text, by_voice, roles, recording_kept, recording_to_be_deleted, recording_deleted,
        recording_to_be_moved, recording_moved, local,
        models, no_models, version,
    }
    Tasks { speech, regions, speakers, names, codes, calibration, calibration_rests_on }
}

/// Every phrase of the report in one language. `{name}` in a phrase is filled by [`fill`].
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    decimal_mark: String,
    percent: String,
    pub(super) heading: Heading,
    pub(super) notices: Notices,
    pub(super) people: People,
    pub(super) codes: CodeNames,
    pub(super) client_talk: ClientTalkNames,
    pub(super) strengths: Strengths,
    pub(super) figures: Figures,
    pub(super) globals: GlobalScores,
    pub(super) develop: Develop,
    pub(super) transcript: Transcript,
    pub(super) masked: Masked,
    pub(super) about: About,
    pub(super) tasks: Tasks,
}

impl Catalogue {
    /// The phrases of `language`; nynorsk reports are written in bokmål.
    pub(super) fn load(language: Language) -> Self {
        let source = match language {
            Language::Swedish => include_str!("text/sv.toml"),
            Language::Bokmal | Language::Nynorsk => include_str!("text/nb.toml"),
            Language::English => include_str!("text/en.toml"),
        };
        toml::from_str(source).expect("a test loads the embedded catalogue of every language")
    }

    /// The field's name of a code.
    pub(super) fn code(&self, code: Code) -> &str {
        self.codes.of(code)
    }

    /// What the report calls a speaker; the counsellor is its reader.
    pub(super) fn person(&self, role: Role) -> &str {
        match role {
            Role::Counsellor => &self.people.counsellor,
            Role::Client => &self.people.client,
            Role::Other => &self.people.other,
        }
    }

    /// What was masked, in words.
    pub(super) fn entity(&self, entity: EntityType) -> &str {
        let masked = &self.masked;
        match entity {
            EntityType::Name => &masked.name,
            EntityType::IdNumber => &masked.id_number,
            EntityType::Phone => &masked.phone,
            EntityType::Email => &masked.email,
            EntityType::Address => &masked.address,
            EntityType::Place => &masked.place,
            EntityType::Date => &masked.date,
            EntityType::Age => &masked.age,
            EntityType::OtherId => &masked.other_id,
        }
    }

    /// What a model did, in words; the task's own name when the catalogue has none.
    pub(super) fn task<'a>(&'a self, task: &'a str) -> &'a str {
        match task {
            "speech" => &self.tasks.speech,
            "speech-regions" => &self.tasks.regions,
            "speakers" => &self.tasks.speakers,
            "names" => &self.tasks.names,
            "codes" => &self.tasks.codes,
            "calibration" => &self.tasks.calibration,
            other => other,
        }
    }

    /// A number with the language's decimal mark.
    pub(super) fn number(&self, value: f64, decimals: usize) -> String {
        format!("{value:.decimals$}").replace('.', &self.decimal_mark)
    }

    /// A share (0-1) as a whole percentage.
    pub(super) fn percent(&self, share: f64) -> String {
        fill(&self.percent, &[("n", &self.number(share * 100.0, 0))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::testing::assert_every_language_says_the_same;

    #[test]
    fn every_language_has_every_phrase_with_the_same_placeholders() {
        assert_every_language_says_the_same(Catalogue::load);
    }

    #[test]
    fn numbers_read_as_in_their_language() {
        assert_eq!(Catalogue::load(Language::Swedish).number(1.25, 1), "1,2");
        assert_eq!(Catalogue::load(Language::Swedish).percent(0.455), "46\u{a0}%");
        assert_eq!(Catalogue::load(Language::English).percent(0.455), "46%");
    }
}
