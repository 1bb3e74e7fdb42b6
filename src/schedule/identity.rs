//! What a recording and the way of working on it are called: by hashes, never by a file's name.

use crate::audio::recording::RecordingFile;
use crate::report::model::ModelFacts;
use crate::schedule::request::{Request, short_hash};

/// The names of one piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The session: sha256 of the recording's hash and the part that is coded. The same recording under another
    /// name is the same session.
    pub session: String,
    /// sha256 of the recording.
    pub audio: String,
    /// Recording, settings, models and version together: the same fingerprint gives the same report.
    pub fingerprint: String,
    /// sha256 over the models' hashes.
    pub models: String,
    /// sha256 over the settings and wishes.
    pub settings: String,
}

impl Identity {
    /// How `models` work on this recording as `request` wants it.
    pub fn of(models: &[ModelFacts], file: &RecordingFile, request: &Request) -> Self {
        let models: Vec<&str> = models.iter().map(|model| model.sha256.as_str()).collect();
        let (audio, models) = (file.hash().to_string(), models.join(" "));
        Self {
            session: short_hash(&format!("{audio} {:?}", request.segment), 64),
            fingerprint: request.fingerprint(&audio, &models),
            models: short_hash(&models, 64),
            settings: request.settings_hash().to_owned(),
            audio,
        }
    }

    /// The session's name as reports show it.
    pub fn short(&self) -> String {
        self.session.chars().take(8).collect()
    }
}
