//! Why a recording has no report: the error of whichever stage gave up.

use crate::audio::error::AudioError;
use crate::audio::regions::SpeechDetectorError;
use crate::coding::classify::ClassifyError;
use crate::ledger::LedgerError;
use crate::report::error::ReportError;
use crate::schedule::request::RequestError;
use crate::schedule::task::SidecarError;
use crate::severity::{Severe, Severity};
use crate::speech::diarize::DiarizeError;
use crate::speech::transcribe::SpeechError;
use crate::speech::transcripts::TranscriptError;

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
    /// Personal data may remain after masking, and the user wants no report then.
    #[error(
        "personal data may remain in {0} places, and --strict was given: no report was written; name the people with --known-names, or leave --strict out and read the report before anybody else does"
    )]
    MayRemain(usize),
    /// Coding failed.
    #[error(transparent)]
    Coding(#[from] ClassifyError),
    /// The report could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// What is asked for the recording cannot be understood.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// It is a transcript, and none that can be used.
    #[error(transparent)]
    Transcript(#[from] TranscriptError),
    /// Its sidecar cannot be used.
    #[error(transparent)]
    Sidecar(#[from] SidecarError),
    /// The ledger could not be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The report is there, and what the policy wanted of the recording could not be done.
    #[error("its report is written, but the recording could not be {0}; run the same command again, or do it by hand")]
    NotSettled(String),
    /// Again and again the program did not come to the end of it: it may be what brings the program down.
    #[error("gensvar was stopped {0} times while it worked on this recording; give it again to try once more")]
    GivenUp(u32),
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
            Self::Transcript(e) => e.severity(),
            Self::Sidecar(e) => e.severity(),
            Self::Ledger(e) => e.severity(),
            Self::NoSpeech | Self::MayRemain(_) | Self::NotSettled(_) | Self::GivenUp(_) | Self::Stopped => {
                Severity::Recording
            }
        }
    }
}

impl SessionError {
    /// The kind of failure as the ledger knows it: a word that says nothing of the recording.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Audio(_) => "audio",
            Self::Regions(_) => "speech-regions",
            Self::NoSpeech => "no-speech",
            Self::Speech(_) => "speech",
            Self::Speakers(_) => "speakers",
            Self::MayRemain(_) => "may-remain",
            Self::Coding(_) => "codes",
            Self::Report(_) => "report",
            Self::Request(_) => "wishes",
            Self::Transcript(_) => "transcript",
            Self::Sidecar(_) => "sidecar",
            Self::Ledger(_) => "ledger",
            Self::NotSettled(_) => "not-settled",
            Self::GivenUp(_) => "given-up",
            Self::Stopped => "stopped",
        }
    }
}
