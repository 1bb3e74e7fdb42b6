//! Why a recording has no report: the error of whichever stage gave up.

use crate::audio::error::AudioError;
use crate::audio::regions::SpeechDetectorError;
use crate::coding::classify::ClassifyError;
use crate::report::error::ReportError;
use crate::schedule::request::RequestError;
use crate::schedule::task::SidecarError;
use crate::severity::{Severe, Severity};
use crate::speech::diarize::DiarizeError;
use crate::speech::transcribe::SpeechError;

/// A recording has no report.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The recording cannot be read.
    #[error(transparent)]
    Audio(#[from] AudioError),
    /// Speech detection failed.
    #[error(transparent)]
    Regions(#[from] SpeechDetectorError),
    /// Nobody speaks in it.
    #[error("no speech was found: listen to the recording, and check that the right part was given with --segment")]
    NoSpeech,
    /// Speech recognition failed.
    #[error(transparent)]
    Speech(#[from] SpeechError),
    /// Telling speakers apart failed.
    #[error(transparent)]
    Speakers(#[from] DiarizeError),
    /// Coding failed.
    #[error(transparent)]
    Coding(#[from] ClassifyError),
    /// The report could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// What is asked for the recording cannot be understood.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// Its sidecar cannot be used.
    #[error(transparent)]
    Sidecar(#[from] SidecarError),
    /// The run was stopped before this recording was done; it is worked on again next time.
    #[error("stopped before it was done; run the same command again to go on")]
    Stopped,
}

impl Severe for SessionError {
    fn severity(&self) -> Severity {
        match self {
            Self::Audio(e) => e.severity(),
            Self::Regions(e) => e.severity(),
            Self::Speech(e) => e.severity(),
            Self::Speakers(e) => e.severity(),
            Self::Coding(e) => e.severity(),
            Self::Report(e) => e.severity(),
            Self::Request(e) => e.severity(),
            Self::Sidecar(e) => e.severity(),
            Self::NoSpeech | Self::Stopped => Severity::Recording,
        }
    }
}
