//! Why a recording cannot be heard, and what to do about it.
//!
//! A file name is personal data, so no text here holds one: whoever prints an error at the terminal
//! puts the path that the user typed in front of it.

use std::io::ErrorKind;

use crate::severity::{Severe, Severity};
use crate::units::Millis;

/// One recording cannot be worked on; the others go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudioError {
    /// Nothing has this name.
    #[error("there is no such file; check the name, and that its drive is connected")]
    Missing,
    /// A folder, a device, a pipe.
    #[error("this is not a file; name the recording itself")]
    NotAFile,
    /// The operating system refuses.
    #[error("the file cannot be read ({0}); check its permissions and its drive")]
    Unreadable(ErrorKind),
    /// No bytes in it.
    #[error("the file is empty; copy it again from the recorder")]
    Empty,
    /// More bytes than [`Limits::max_bytes`](super::limits::Limits::max_bytes).
    #[error("the file has {bytes} bytes, more than the limit of {limit}; cut it, or save its sound alone")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// What is allowed.
        limit: u64,
    },
    /// The first bytes are of no sound format.
    #[error("this is not a sound recording of a known format; save it as WAV, M4A, MP3 or FLAC")]
    NotAudio,
    /// A container without sound, such as a silent film.
    #[error("the file holds no sound track; check that it is the right file")]
    NoTrack,
    /// A sound track without samples.
    #[error("the recording has no length: it holds no sound; copy it again from the recorder")]
    NoSound,
    /// A format that only ffmpeg decodes, and ffmpeg is not there.
    #[error(
        "{0} needs ffmpeg, which was not found on the PATH; install it (Debian and Ubuntu: \
         `sudo apt install ffmpeg`), or save the recording as WAV or M4A"
    )]
    NeedsFfmpeg(&'static str),
    /// Neither the decoders in the program nor ffmpeg know it.
    #[error("{0} cannot be decoded here, not by ffmpeg either; save the recording as WAV or M4A")]
    CannotDecode(&'static str),
    /// The end is missing, and without it the rest cannot be read.
    #[error("the recording is cut off, and without its end none of it can be read; copy it again from the recorder")]
    CutShort,
    /// Less is there than the file says.
    #[error(
        "the recording is cut off: only its first {there} can be read; copy it again from the recorder, \
         or, if that is all there is, name a part of it, such as `--segment 00:00-{there}`"
    )]
    CutOff {
        /// How much can be read.
        there: Millis,
    },
    /// Too much of it cannot be decoded.
    #[error("the recording is damaged and cannot be decoded; copy it again from the recorder")]
    Damaged,
    /// The sampling rate or the number of channels is not the same throughout.
    #[error("the recording changes its sampling rate or channels on the way; save it anew as WAV or M4A")]
    ChangesForm,
    /// Longer than [`Limits::max_length`](super::limits::Limits::max_length).
    #[error("the recording is longer than the limit of {limit}; cut it into conversations")]
    TooLong {
        /// What is allowed.
        limit: Millis,
    },
    /// More channels than [`Limits::max_channels`](super::limits::Limits::max_channels).
    #[error("the recording has {channels} channels, more than the limit of {limit}; save it in stereo or mono")]
    TooManyChannels {
        /// Its channels.
        channels: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A sampling rate that no speech recording has.
    #[error("the sampling rate of {rate} Hz is out of reach; save the recording at 8000 to 192000 Hz")]
    RateOutOfReach {
        /// Its sampling rate.
        rate: u32,
    },
    /// The part that was named begins after the end.
    #[error("the segment starts at {start}, but the recording is only {length} long; name an earlier part")]
    BeyondEnd {
        /// Where the segment starts.
        start: Millis,
        /// How long the recording is.
        length: Millis,
    },
}

impl Severe for AudioError {
    fn severity(&self) -> Severity {
        Severity::Recording
    }
}
