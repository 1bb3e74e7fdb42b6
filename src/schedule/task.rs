//! What is asked for one recording: the settings of the run, with its own sidecar over them.
//!
//! A sidecar `NAME.toml` beside `NAME.m4a` may name practitioner, date, goal, segment, language, roles,
//! known names and feedback. It comes from outside and may hold personal data: it is read with a limit
//! on its size, unknown keys are refused, and no error repeats its contents.

use std::fmt;
use std::io;
use std::path::Path;

use serde::Deserialize;

use crate::files::{ReadError, read_limited};
use crate::severity::{Severe, Severity};

/// A sidecar is a few lines; anything longer is not one.
const LARGEST_SIDECAR: u64 = 64 * 1024;

/// What a person may say about a recording. Every field may be left out.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wishes {
    /// Who recorded it: a pseudonymous id.
    pub practitioner: Option<String>,
    /// The day of the conversation, ISO 8601.
    pub date: Option<TomlDate>,
    /// The change goal.
    pub goal: Option<String>,
    /// `auto`, `whole` or `MM:SS-MM:SS`.
    pub segment: Option<String>,
    /// sv, nb, nn, en or auto.
    pub language: Option<String>,
    /// `auto` or who is who.
    pub roles: Option<String>,
    /// `strengths` or `full`.
    pub feedback: Option<String>,
    /// Names to mask wherever they occur.
    #[serde(default)]
    pub known_names: Vec<String>,
    /// Whether there is no report when personal data may remain; for the whole run, not for a sidecar.
    #[serde(skip)]
    pub strict: bool,
}

impl Wishes {
    /// The wishes in a sidecar's contents.
    ///
    /// # Errors
    /// [`SidecarError::NotText`] or [`SidecarError::Mistake`].
    pub fn read(contents: &[u8]) -> Result<Self, SidecarError> {
        let text = std::str::from_utf8(contents).map_err(|_| SidecarError::NotText)?;
        parse(text.trim_start_matches('\u{feff}'))
    }

    /// These wishes, and those of `general` where these say nothing.
    pub fn over(self, general: &Self) -> Self {
        let or = |own: Option<String>, general: &Option<String>| own.or_else(|| general.clone());
        Self {
            practitioner: or(self.practitioner, &general.practitioner),
            date: self.date.or_else(|| general.date.clone()),
            goal: or(self.goal, &general.goal),
            segment: or(self.segment, &general.segment),
            language: or(self.language, &general.language),
            roles: or(self.roles, &general.roles),
            feedback: or(self.feedback, &general.feedback),
            known_names: self.known_names.into_iter().chain(general.known_names.iter().cloned()).collect(),
            strict: self.strict || general.strict,
        }
    }
}

/// Names and goals are personal data: only which wishes there are is shown.
impl fmt::Debug for Wishes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wishes").finish_non_exhaustive()
    }
}

/// A day, written as a TOML date or as a text.
#[derive(Clone)]
pub struct TomlDate(pub jiff::civil::Date);

impl<'de> Deserialize<'de> for TomlDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Datetime(datetime) => datetime.to_string(),
            _ => return Err(serde::de::Error::custom("a date is written 2026-11-21")),
        };
        text.parse().map(Self).map_err(|_| serde::de::Error::custom("a date is written 2026-11-21"))
    }
}

/// The sidecar cannot be used; the recording waits until it is mended.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    /// It cannot be read, or is too large to be one.
    #[error("its sidecar (the .toml file beside it): {0}")]
    Unreadable(#[from] ReadError),
    /// It leads elsewhere: whoever may put a file here could show any other file's lines.
    #[error("its sidecar (the .toml file beside it) is a link: put the file itself there")]
    Link,
    /// It is not text in UTF-8.
    #[error("its sidecar (the .toml file beside it) is not UTF-8 text: save it again as UTF-8")]
    NotText,
    /// It is not what a sidecar looks like. The line is given, the contents are not.
    #[error(
        "its sidecar (the .toml file beside it) has a mistake in line {line}; it may hold practitioner, date, goal, segment, language, roles, feedback and known_names, each as `key = \"value\"`"
    )]
    Mistake {
        /// Counted from 1.
        line: usize,
    },
}

impl Severe for SidecarError {
    fn severity(&self) -> Severity {
        Severity::Recording
    }
}

/// The wishes in the sidecar of `recording`; none when there is no sidecar.
///
/// # Errors
/// A sidecar that is there and cannot be used.
pub fn read_sidecar(recording: &Path) -> Result<Wishes, SidecarError> {
    let path = recording.with_extension("toml");
    match fs_err::symlink_metadata(&path) {
        Ok(facts) if facts.is_symlink() => Err(SidecarError::Link),
        Ok(_) => Wishes::read(&read_limited(&path, LARGEST_SIDECAR)?),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Wishes::default()),
        Err(e) => Err(SidecarError::Unreadable(e.into())),
    }
}

fn parse(text: &str) -> Result<Wishes, SidecarError> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
        SidecarError::Mistake { line }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sidecar_says_what_it_wants_and_the_run_fills_the_rest() {
        let own = parse("practitioner = \"p-7\"\ndate = 2026-03-04\nknown_names = [\"Ebba\"]").unwrap();
        let run = Wishes { goal: Some("dricka mindre".to_owned()), ..Wishes::default() };
        let wishes = own.over(&run);
        assert_eq!(wishes.practitioner.as_deref(), Some("p-7"));
        assert_eq!(wishes.goal.as_deref(), Some("dricka mindre"));
        assert_eq!(wishes.date.unwrap().0.to_string(), "2026-03-04");
        assert_eq!(wishes.known_names, ["Ebba"]);
    }

    #[test]
    fn a_mistake_is_named_by_its_line_and_never_repeated() {
        let error = parse("goal = \"x\"\nclient = \"Anna Hemlig\"").unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
        assert!(!error.contains("Hemlig"), "{error}");
    }
}
