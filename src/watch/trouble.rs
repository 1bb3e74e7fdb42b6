//! What an error means in a watched folder: this recording goes to failed, or the work stands still until its
//! cause is gone.

use std::io::{self, ErrorKind};

use serde::{Deserialize, Serialize};

use crate::audio::error::AudioError;
use crate::ledger::LedgerError;
use crate::report::error::ReportError;
use crate::schedule::engine::EngineError;
use crate::schedule::error::SessionError;
use crate::schedule::request::RequestError;
use crate::severity::{Severe, Severity};
use crate::speech::transcribe::SpeechError;

/// Why a recording has no report, as a person can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The file is empty or holds no sound.
    NoSound,
    /// It is no sound recording.
    NotAudio,
    /// Its format cannot be read here.
    Format,
    /// Its end is missing.
    CutOff,
    /// Too much of it cannot be decoded.
    Damaged,
    /// It is beyond the limits.
    TooLarge,
    /// It cannot be opened.
    Unreadable,
    /// The part that was named is not in it.
    Segment,
    /// Nobody speaks.
    NoSpeech,
    /// Speech, and no words.
    NoWords,
    /// The sub-folder, or the sidecar, names no practitioner's id.
    Practitioner,
    /// The sidecar cannot be used.
    Sidecar,
    /// The sidecar came when the recording was gone.
    LateSidecar,
    /// The report is there, and the recording could not be deleted or moved.
    NotSettled,
    /// Something in this program.
    Fault,
}

/// Why the work stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The watched folder cannot be reached.
    InboxGone,
    /// The folder of reports, or the one for recordings that are done, cannot be reached.
    OutGone,
    /// No space.
    DiskFull,
    /// A folder cannot be written to.
    NoPermission,
    /// The ledger cannot be used.
    Ledger,
    /// A model is missing or broken.
    Model,
    /// Too little memory.
    Memory,
    /// A recording cannot be read for the moment.
    Unreadable,
    /// Something else.
    Other,
}

/// What an error means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The recording goes to failed.
    Recording(Reason),
    /// It may be the recording or its share: tried a few times before it is the recording's.
    Doubtful(Cause, Reason),
    /// No recording can be worked on.
    Standstill(Cause),
    /// The program is to stop; nothing is wrong.
    Stopped,
}

impl Trouble {
    /// Whether it stands in the way of every recording, and not only of this one.
    pub(super) fn is_everyones(self) -> bool {
        matches!(self, Self::Standstill(_) | Self::Stopped)
    }
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 15] = [
        Self::NoSound,
        Self::NotAudio,
        Self::Format,
        Self::CutOff,
        Self::Damaged,
        Self::TooLarge,
        Self::Unreadable,
        Self::Segment,
        Self::NoSpeech,
        Self::NoWords,
        Self::Practitioner,
        Self::Sidecar,
        Self::LateSidecar,
        Self::NotSettled,
        Self::Fault,
    ];

    /// The word for it in logs, and at the end of a note.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoSound => "no-sound",
            Self::NotAudio => "not-audio",
            Self::Format => "format",
            Self::CutOff => "cut-off",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::Unreadable => "unreadable",
            Self::Segment => "segment",
            Self::NoSpeech => "no-speech",
            Self::NoWords => "no-words",
            Self::Practitioner => "practitioner",
            Self::Sidecar => "sidecar",
            Self::LateSidecar => "late-sidecar",
            Self::NotSettled => "not-settled",
            Self::Fault => "fault",
        }
    }

    /// The reason with that word.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 9] = [
        Self::InboxGone,
        Self::OutGone,
        Self::DiskFull,
        Self::NoPermission,
        Self::Ledger,
        Self::Model,
        Self::Memory,
        Self::Unreadable,
        Self::Other,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::InboxGone => "inbox-gone",
            Self::OutGone => "out-gone",
            Self::DiskFull => "disk-full",
            Self::NoPermission => "no-permission",
            Self::Ledger => "ledger",
            Self::Model => "model",
            Self::Memory => "memory",
            Self::Unreadable => "unreadable",
            Self::Other => "other",
        }
    }

    /// What the operating system says of a folder; `gone` when it is not there.
    pub(super) fn of_io(error: &io::Error, gone: Self) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::NoPermission,
            ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::StaleNetworkFileHandle
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NotConnected => gone,
            _ => Self::Other,
        }
    }

    fn of_ledger(error: &LedgerError) -> Self {
        match error {
            LedgerError::Full(_) => Self::DiskFull,
            LedgerError::Reports(ReportError::Write(e)) => Self::of_io(e, Self::OutGone),
            _ => Self::Ledger,
        }
    }

    pub(super) fn of_engine(error: &EngineError) -> Self {
        match error {
            EngineError::Speech(SpeechError::NoMemory) => Self::Memory,
            _ => Self::Model,
        }
    }
}

/// A recording has no report, or is not yet where the policy wants it.
#[derive(Debug)]
pub(super) struct Setback {
    /// What it means.
    pub(super) trouble: Trouble,
    /// The program's own words.
    pub(super) technical: String,
}

impl From<SessionError> for Setback {
    fn from(error: SessionError) -> Self {
        Self { trouble: Trouble::from(&error), technical: error.to_string() }
    }
}

impl<E: Into<Trouble>> From<E> for Setback {
    fn from(error: E) -> Self {
        Self { trouble: error.into(), technical: String::new() }
    }
}

impl From<io::Error> for Trouble {
    /// A step in the watched folder that could not be made.
    fn from(error: io::Error) -> Self {
        Self::Standstill(Cause::of_io(&error, Cause::InboxGone))
    }
}

impl From<LedgerError> for Trouble {
    fn from(error: LedgerError) -> Self {
        Self::Standstill(Cause::of_ledger(&error))
    }
}

impl From<ReportError> for Trouble {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Write(e) => Self::Standstill(Cause::of_io(&e, Cause::OutGone)),
            _ => Self::Recording(Reason::Fault),
        }
    }
}

impl From<&SessionError> for Trouble {
    fn from(error: &SessionError) -> Self {
        match error {
            SessionError::Stopped => Self::Stopped,
            SessionError::Report(ReportError::Write(e)) => Self::Standstill(Cause::of_io(e, Cause::OutGone)),
            SessionError::Ledger(e) => Self::Standstill(Cause::of_ledger(e)),
            SessionError::Speech(SpeechError::NoMemory) => Self::Standstill(Cause::Memory),
            // A lane that died takes every later recording with it, until the models are opened again.
            SessionError::Speech(SpeechError::Failed(_)) => Self::Doubtful(Cause::Other, Reason::Fault),
            SessionError::Audio(AudioError::Missing | AudioError::Unreadable(_)) => {
                Self::Doubtful(Cause::Unreadable, Reason::Unreadable)
            }
            SessionError::NotSettled(_) => Self::Doubtful(Cause::NoPermission, Reason::NotSettled),
            error if error.severity() == Severity::Batch => Self::Standstill(Cause::Model),
            error => Self::Recording(reason(error)),
        }
    }
}

fn reason(error: &SessionError) -> Reason {
    match error {
        SessionError::Audio(error) => match error {
            AudioError::Empty | AudioError::NoTrack | AudioError::NoSound => Reason::NoSound,
            AudioError::NotAudio | AudioError::NotAFile => Reason::NotAudio,
            AudioError::NeedsFfmpeg(_)
            | AudioError::CannotDecode(_)
            | AudioError::ChangesForm
            | AudioError::TooManyChannels { .. }
            | AudioError::RateOutOfReach { .. } => Reason::Format,
            AudioError::CutShort | AudioError::CutOff { .. } => Reason::CutOff,
            AudioError::Damaged => Reason::Damaged,
            AudioError::TooLarge { .. } | AudioError::TooLong { .. } => Reason::TooLarge,
            AudioError::BeyondEnd { .. } => Reason::Segment,
            AudioError::Missing | AudioError::Unreadable(_) => Reason::Unreadable,
        },
        SessionError::NoSpeech => Reason::NoSpeech,
        SessionError::Speech(SpeechError::NoWords { .. }) => Reason::NoWords,
        SessionError::Request(RequestError::Practitioner) => Reason::Practitioner,
        SessionError::Request(RequestError::Wish { key: "segment", .. }) => Reason::Segment,
        SessionError::Request(_) | SessionError::Sidecar(_) => Reason::Sidecar,
        _ => Reason::Fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_never_the_recordings_fault() {
        let full = || io::Error::from(ErrorKind::StorageFull);
        let error = SessionError::from(ReportError::from(full()));
        assert_eq!(Trouble::from(&error), Trouble::Standstill(Cause::DiskFull));
        assert_eq!(Trouble::from(full()), Trouble::Standstill(Cause::DiskFull));
    }

    #[test]
    fn words_lead_back_to_their_reason() {
        for reason in Reason::ALL {
            assert_eq!(Reason::of_word(reason.word()), Some(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.word());
        }
        for cause in Cause::ALL {
            assert_eq!(serde_json::to_value(cause).unwrap(), cause.word());
        }
    }
}
