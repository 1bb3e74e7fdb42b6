//! Settings: flags over `GENSVAR_…` variables over `gensvar.toml` over the pipeline.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::language::Language;
use crate::schedule::pipeline::{Layer, Pipeline, PipelineError};
use crate::schedule::task::{TomlDate, Wishes};

/// The file with a user's own settings, in the folder where gensvar is started.
pub(super) const USER_FILE: &str = "gensvar.toml";

/// Settings that every verb working on recordings shares.
#[derive(clap::Args)]
pub(super) struct PipelineArgs {
    /// How to work: sv, nb, en or demo [default: after --language, else sv]
    #[arg(long, env = "GENSVAR_PIPELINE")]
    pub(super) pipeline: Option<String>,
    /// The language spoken: sv, nb, nn, en or auto
    #[arg(long, env = "GENSVAR_LANGUAGE")]
    pub(super) language: Option<String>,
    /// The speech model, by its name in `gensvar models list`
    #[arg(long, env = "GENSVAR_SPEECH_MODEL")]
    pub(super) speech_model: Option<String>,
    /// Adjust codes by a group's own calibration, which `gensvar agree --save-calibration` wrote [default: none]
    #[arg(long, value_name = "FILE", env = "GENSVAR_CALIBRATION")]
    pub(super) calibration: Option<PathBuf>,
    /// A file of settings instead of gensvar.toml in this folder
    #[arg(long, env = "GENSVAR_CONFIG")]
    pub(super) config: Option<PathBuf>,
}

/// Settings cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum SettingsError {
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    #[error("{path}: {reason}", path = path.display())]
    Mistake { path: PathBuf, reason: String },
    #[error("name the folder of the reports with --out DIR, GENSVAR_OUT, or `out = \"DIR\"` in gensvar.toml")]
    NoFolder,
    #[error("a date is written 2026-11-21, not `{0}`")]
    Date(String),
}

impl PipelineArgs {
    /// The pipeline with everything that was set laid over it.
    pub(super) fn resolve(&self) -> Result<Pipeline, SettingsError> {
        let layers: Vec<Layer> = self.user_file()?.into_iter().collect();
        let mut pipeline = Pipeline::resolve(&self.name(layers.first()), &layers)?;
        if let Some(language) = &self.language {
            pipeline.language.clone_from(language);
        }
        if let Some(model) = &self.speech_model {
            pipeline.speech.model.clone_from(model);
        }
        if let Some(file) = &self.calibration {
            pipeline.coding.calibration = file.display().to_string();
        }
        Ok(pipeline)
    }

    fn user_file(&self) -> Result<Option<Layer>, SettingsError> {
        let path = self.config.as_deref().unwrap_or(Path::new(USER_FILE));
        match fs_err::read_to_string(path) {
            Ok(text) => Ok(Some(Layer { origin: path.display().to_string(), text })),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && self.config.is_none() => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// The pipeline that was named, else the one for the language: of the flag, or of the user's file.
    fn name(&self, user: Option<&Layer>) -> String {
        if let Some(name) = &self.pipeline {
            return name.clone();
        }
        let of_user = || user?.text.parse::<toml::Table>().ok()?.get("language")?.as_str().map(str::to_owned);
        let language = self.language.clone().or_else(of_user).and_then(|code| code.parse().ok());
        match language.unwrap_or(Language::Swedish) {
            Language::Swedish => "sv",
            Language::Bokmal | Language::Nynorsk => "nb",
            Language::English => "en",
        }
        .to_owned()
    }
}

/// What may be wished for recordings; a sidecar beside a recording goes before these.
#[derive(clap::Args)]
pub(super) struct WishArgs {
    /// Which part is coded: auto, whole or MM:SS-MM:SS
    #[arg(long, env = "GENSVAR_SEGMENT")]
    segment: Option<String>,
    /// Who recorded it: a pseudonymous id such as p-017
    #[arg(long, env = "GENSVAR_PRACTITIONER")]
    practitioner: Option<String>,
    /// The day of the conversation, as 2026-11-21 [default: the day the file was written]
    #[arg(long)]
    date: Option<String>,
    /// The change goal of the conversation
    #[arg(long)]
    goal: Option<String>,
    /// Names to mask, separated by commas
    #[arg(long, value_delimiter = ',')]
    known_names: Vec<String>,
    /// Write no report when personal data may remain after masking
    #[arg(long, env = "GENSVAR_STRICT")]
    strict: bool,
    /// Who is who: auto, first=counsellor, first=client, left=counsellor or right=counsellor
    #[arg(long, env = "GENSVAR_ROLES")]
    roles: Option<String>,
    /// What went well (strengths), or also what to develop (full)
    #[arg(long, env = "GENSVAR_FEEDBACK")]
    feedback: Option<String>,
}

impl WishArgs {
    /// The wishes.
    pub(super) fn wishes(&self) -> Result<Wishes, SettingsError> {
        let date = match &self.date {
            Some(text) => Some(TomlDate(text.parse().map_err(|_| SettingsError::Date(text.clone()))?)),
            None => None,
        };
        Ok(Wishes {
            practitioner: self.practitioner.clone(),
            date,
            goal: self.goal.clone(),
            segment: self.segment.clone(),
            language: None,
            roles: self.roles.clone(),
            feedback: self.feedback.clone(),
            known_names: self.known_names.iter().map(|name| name.trim().to_owned()).collect(),
            strict: self.strict,
        })
    }
}

/// How many cores to use.
pub(super) fn jobs(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}
