//! The pipeline: which models and thresholds work on a recording. Read from TOML, never half-known.

use std::path::Path;

use serde::Deserialize;

use crate::severity::{Severe, Severity};

/// The pipelines that come with the program, by name; the first is the base of the others.
const BUILT_IN: [(&str, &str); 4] = [
    ("sv", include_str!("../../pipelines/sv.toml")),
    ("nb", include_str!("../../pipelines/nb.toml")),
    ("en", include_str!("../../pipelines/en.toml")),
    ("demo", include_str!("../../pipelines/demo.toml")),
];

/// Every choice of models and thresholds; `pipelines/sv.toml` explains each key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// The language spoken, or `auto`.
    pub language: String,
    /// The language of the report.
    pub report_language: String,
    /// Speech recognition.
    pub speech: SpeechChoices,
    /// Who spoke.
    pub speakers: SpeakerChoices,
    /// Which part is coded.
    pub segment: SegmentChoices,
    /// How codes are estimated.
    pub coding: CodingChoices,
    /// What the report shows.
    pub report: ReportChoices,
    /// What is refused.
    pub limits: LimitChoices,
}

/// Speech recognition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeechChoices {
    /// Name in the manifest.
    pub model: String,
    /// Beam width, 1-8.
    pub beam: u8,
    /// Nats a token.
    pub entropy_threshold: f32,
    /// Mean log probability a token.
    pub log_probability_threshold: f32,
    /// Probability, 0-1.
    pub no_speech_threshold: f32,
}

/// Who spoke.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeakerChoices {
    /// `auto` or a number.
    pub count: String,
    /// `auto` or who is who.
    pub roles: String,
}

/// Which part is coded.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentChoices {
    /// `auto`, `whole` or `MM:SS-MM:SS`.
    pub part: String,
}

/// How codes are estimated.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodingChoices {
    /// A calibration's file; empty for none.
    pub calibration: String,
}

impl CodingChoices {
    /// The file of the calibration that was asked for.
    pub fn calibration(&self) -> Option<&Path> {
        Some(self.calibration.as_str()).filter(|path| !path.is_empty()).map(Path::new)
    }
}

/// What the report shows.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportChoices {
    /// `strengths` or `full`.
    pub feedback: String,
}

/// What is refused.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitChoices {
    /// Longest recording, hours.
    pub hours: u64,
    /// Largest file, MiB.
    pub mebibytes: u64,
}

/// The pipeline cannot be read; nothing is started.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// No pipeline of that name.
    #[error("there is no pipeline `{name}`: use {}, or the path of a TOML file", names().join(", "))]
    Unknown {
        /// The name that was asked for.
        name: String,
    },
    /// The text is not a pipeline.
    #[error("{origin}: {reason}; pipelines/sv.toml explains every key")]
    Bad {
        /// The file, or the name of the built-in pipeline.
        origin: String,
        /// What is wrong, with its line.
        reason: String,
    },
}

impl Severe for PipelineError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// Keys of `gensvar.toml` that belong to others than the pipeline: `cli/settings.rs` and `watch/` read them.
const ELSEWHERE: [&str; 5] = ["out", "ledger", "retention", "follow_up", "watch"];

/// One layer of settings: where it comes from, and its text.
pub struct Layer {
    /// The file, for error texts.
    pub origin: String,
    /// TOML.
    pub text: String,
}

impl Pipeline {
    /// The built-in pipeline `name` with `layers` put over it, the later over the earlier.
    ///
    /// # Errors
    /// An unknown name, TOML that cannot be read, a key that does not exist, a value of the wrong kind.
    pub fn resolve(name: &str, layers: &[Layer]) -> Result<Self, PipelineError> {
        let (_, own) = BUILT_IN
            .iter()
            .find(|(built_in, _)| *built_in == name)
            .ok_or_else(|| PipelineError::Unknown { name: name.to_owned() })?;
        let mut origin = format!("pipeline `{name}`");
        let mut table = toml::Table::new();
        for text in [BUILT_IN[0].1, own] {
            overlay(&mut table, parse(&origin, text)?);
        }
        for layer in layers {
            origin.clone_from(&layer.origin);
            let mut own = parse(&origin, &layer.text)?;
            own.retain(|key, _| !ELSEWHERE.contains(&key));
            overlay(&mut table, own);
        }
        table.try_into().map_err(|e: toml::de::Error| PipelineError::Bad { origin, reason: e.message().to_owned() })
    }
}

/// The names of the built-in pipelines.
pub fn names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

fn parse(origin: &str, text: &str) -> Result<toml::Table, PipelineError> {
    text.parse().map_err(|e: toml::de::Error| {
        let at = e.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
        PipelineError::Bad { origin: origin.to_owned(), reason: format!("line {line}: {}", e.message()) }
    })
}

fn overlay(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => overlay(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(text: &str) -> Layer {
        Layer { origin: "gensvar.toml".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn every_built_in_pipeline_is_complete() {
        for name in names() {
            Pipeline::resolve(name, &[]).unwrap();
        }
    }

    #[test]
    fn a_later_layer_changes_only_what_it_names() {
        let pipeline = Pipeline::resolve("nb", &[layer("[speech]\nbeam = 5")]).unwrap();
        assert_eq!((pipeline.speech.beam, pipeline.speech.model.as_str()), (5, "nb-whisper-small"));
    }

    #[test]
    fn an_unknown_key_or_name_is_an_error_that_names_its_origin() {
        let error = Pipeline::resolve("sv", &[layer("[speech]\nbeams = 5")]).unwrap_err().to_string();
        assert!(error.contains("gensvar.toml") && error.contains("beams"), "{error}");
        assert!(Pipeline::resolve("fi", &[]).is_err());
    }
}
