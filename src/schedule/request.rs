//! What is to be done with one recording: wishes and pipeline, read and checked before any work.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::audio::segment::Segment;
use crate::language::Language;
use crate::ledger::roster::is_id;
use crate::ledger::sessions::NOBODY;
use crate::plain::plain;
use crate::report::model::Feedback;
use crate::schedule::pipeline::Pipeline;
use crate::schedule::task::Wishes;
use crate::severity::{Severe, Severity};
use crate::speech::attribute::RolesHint;
use crate::speech::diarize::SpeakerCount;

/// What is to be done with one recording.
#[derive(Debug)]
pub struct Request {
    /// A pseudonymous id, safe as part of a file name.
    pub practitioner: String,
    /// The day of the conversation, ISO 8601.
    pub date: String,
    /// The change goal, as given: it passes the privacy door before anybody reads it.
    pub goal: Option<Goal>,
    /// Which part is coded.
    pub segment: Segment,
    /// `None`: detected.
    pub language: Option<Language>,
    /// How many speakers.
    pub speakers: SpeakerCount,
    /// Who is who.
    pub roles: RolesHint,
    /// How much feedback.
    pub feedback: Feedback,
    /// The report's language.
    pub report_language: Language,
    /// Names to mask.
    pub known_names: Vec<KnownName>,
    /// Whether there is no report when personal data may remain.
    pub strict: bool,
    /// A hash of everything above, for telling whether an earlier report was made in the same way.
    key: String,
}

/// A change goal before personal data are gone.
pub struct Goal(pub String);

/// A name to mask.
pub struct KnownName(pub String);

impl std::fmt::Debug for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[sealed]")
    }
}

impl std::fmt::Debug for KnownName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[sealed]")
    }
}

/// A wish cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A practitioner's id that could not be part of a file name.
    #[error(
        "a practitioner's id has 1 to 40 letters, digits, hyphens and underscores, such as p-017; no names, please"
    )]
    Practitioner,
    /// Another wish.
    #[error("{key}: {reason}")]
    Wish {
        /// The wish.
        key: &'static str,
        /// What is wrong, and what may be written.
        reason: String,
    },
}

impl Severe for RequestError {
    fn severity(&self) -> Severity {
        Severity::Recording
    }
}

impl Request {
    /// Reads `wishes` against `pipeline`; `recording` gives the day when nobody names one.
    ///
    /// # Errors
    /// A wish that cannot be understood.
    pub fn resolve(wishes: Wishes, pipeline: &Pipeline, recording: &Path) -> Result<Self, RequestError> {
        let segment = wishes.segment.unwrap_or_else(|| pipeline.segment.part.clone());
        let language = wishes.language.unwrap_or_else(|| pipeline.language.clone());
        let roles = wishes.roles.unwrap_or_else(|| pipeline.speakers.roles.clone());
        let feedback = wishes.feedback.unwrap_or_else(|| pipeline.report.feedback.clone());
        let goal = wishes.goal.map(|goal| plain(&goal)).filter(|goal| !goal.is_empty());
        let practitioner = wishes.practitioner.unwrap_or_else(|| NOBODY.to_owned());
        let key = format!(
            "{practitioner:?} {:?} {goal:?} {segment:?} {language:?} {roles:?} {feedback:?} {:?} {} {pipeline:?}",
            wishes.date.as_ref().map(|date| date.0),
            wishes.known_names,
            wishes.strict
        );
        Ok(Self {
            practitioner: checked_practitioner(practitioner)?,
            date: wishes.date.map_or_else(|| day_of(recording), |date| date.0).to_string(),
            goal: goal.map(Goal),
            segment: read("segment", &segment)?,
            language: if language == "auto" { None } else { Some(read("language", &language)?) },
            speakers: read("speakers.count", &pipeline.speakers.count)?,
            roles: read("roles", &roles)?,
            feedback: read_feedback(&feedback)?,
            report_language: read("report_language", &pipeline.report_language)?,
            strict: wishes.strict,
            known_names: wishes.known_names.into_iter().map(KnownName).collect(),
            key: short_hash(&key, 64),
        })
    }

    /// Names the wishes and settings by a hash.
    pub fn settings_hash(&self) -> &str {
        &self.key
    }

    /// A short name for the way in which this recording is worked on by these models: an earlier report with
    /// the same fingerprint need not be made again.
    pub fn fingerprint(&self, content_sha256: &str, models: &str) -> String {
        let text = format!("{} {content_sha256} {models} {}", env!("CARGO_PKG_VERSION"), self.key);
        short_hash(&text, 16)
    }
}

/// The first `digits` hexadecimal digits of the text's sha256.
pub fn short_hash(text: &str, digits: usize) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(digits).collect()
}

fn checked_practitioner(id: String) -> Result<String, RequestError> {
    if is_id(&id) { Ok(id) } else { Err(RequestError::Practitioner) }
}

/// The day on which the file was last written, here; today when the file system does not say.
fn day_of(recording: &Path) -> jiff::civil::Date {
    let written = fs_err::metadata(recording).and_then(|metadata| metadata.modified()).ok();
    let instant = written.and_then(|time| Timestamp::try_from(time).ok()).unwrap_or_else(Timestamp::now);
    instant.to_zoned(TimeZone::system()).date()
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(key: &'static str, text: &str) -> Result<T, RequestError> {
    text.parse().map_err(|e: T::Err| RequestError::Wish { key, reason: e.to_string() })
}

fn read_feedback(text: &str) -> Result<Feedback, RequestError> {
    match text {
        "strengths" => Ok(Feedback::Strengths),
        "full" => Ok(Feedback::Full),
        _ => Err(RequestError::Wish { key: "feedback", reason: format!("`{text}` is neither `strengths` nor `full`") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(wishes: Wishes) -> Result<Request, RequestError> {
        Request::resolve(wishes, &Pipeline::resolve("sv", &[]).unwrap(), Path::new("nowhere.wav"))
    }

    #[test]
    fn an_id_that_is_a_path_is_refused() {
        for id in ["../../etc", "a/b", "", "Anna Svensson", "c:\\x"] {
            let wishes = Wishes { practitioner: Some(id.to_owned()), ..Wishes::default() };
            assert!(matches!(resolve(wishes), Err(RequestError::Practitioner)), "{id}");
        }
    }

    #[test]
    fn the_fingerprint_changes_with_wishes_and_models_only() {
        let print = |goal: &str, models: &str| {
            let wishes = Wishes { goal: Some(goal.to_owned()), ..Wishes::default() };
            resolve(wishes).unwrap().fingerprint("abc", models)
        };
        assert_eq!(print("a", "m"), print("a", "m"));
        assert_ne!(print("a", "m"), print("b", "m"));
        assert_ne!(print("a", "m"), print("a", "n"));
    }

    #[test]
    fn neither_goal_nor_names_show_in_debug() {
        let wishes = Wishes {
            goal: Some("hemligt mål".to_owned()),
            known_names: vec!["Ebba Hemlig".to_owned()],
            ..Wishes::default()
        };
        let shown = format!("{:?}", resolve(wishes).unwrap().known_names);
        assert!(!shown.contains("Hemlig"));
    }
}
