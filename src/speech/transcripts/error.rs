//! What is wrong with a transcript. What it says is personal data: messages name lines, never words.

use crate::files::ReadError;
use crate::severity::{Severe, Severity};

/// A transcript cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TranscriptError {
    /// The file itself cannot be read.
    #[error("the transcript: {0}")]
    Unreadable(#[from] ReadError),
    /// Bytes that are no text.
    #[error("the transcript is not UTF-8 (first wrong byte on line {line}); save it as UTF-8, in Excel as «CSV UTF-8»")]
    NotUtf8 {
        /// Where.
        line: usize,
    },
    /// Nobody says anything.
    #[error(
        "the transcript holds no speech; a table needs the header session,turn,speaker,text and a row a turn, \
         subtitles a line such as 00:01.000 --> 00:04.000 before each text"
    )]
    Empty,
    /// Subtitles without the line by which WebVTT begins.
    #[error("the transcript does not begin with WEBVTT, as a .vtt file must; is it a .srt file by another name?")]
    NotVtt,
    /// A column that must be there is not.
    #[error("the transcript has no column `{column}`; its header must name session,turn,speaker,text")]
    MissingColumn {
        /// Which.
        column: &'static str,
    },
    /// A row that is no row of this table.
    #[error(
        "line {line} of the transcript has another number of columns than the header; quote texts that contain the separator"
    )]
    BadRow {
        /// Where.
        line: u64,
    },
    /// Somebody else than the two.
    #[error(
        "line {line} of the transcript: the speaker is none of counsellor, client, other (or T, C, therapist, clinician)"
    )]
    UnknownSpeaker {
        /// Where.
        line: u64,
    },
    /// A time that cannot be read.
    #[error(
        "line {line} of the transcript: start and end are seconds (12.5) or a clock time (1:02:12.5), and start comes first"
    )]
    BadTime {
        /// Where.
        line: u64,
    },
    /// Not the JSON that is read here.
    #[error(
        "the transcript is not one object with `turns` or `segments`, each with a `text` (line {line}, column {column})"
    )]
    NotJson {
        /// Where.
        line: usize,
        /// Where in the line.
        column: usize,
    },
    /// A turn's times in JSON.
    #[error("turn {turn} of the transcript: start and end are seconds, and start comes first")]
    BadTurnTime {
        /// Counted from 1.
        turn: usize,
    },
    /// More conversations than one.
    #[error(
        "the transcript holds {sessions} sessions, and a report is about one: cut it up, or code it with `gensvar code`"
    )]
    Several {
        /// How many.
        sessions: usize,
    },
    /// Nothing says who speaks.
    #[error(
        "the transcript does not say who speaks: begin each turn with the speaker, as in `Behandlare: …` and `Klient: …`"
    )]
    NoSpeakers,
    /// Nothing says which language it is.
    #[error("text alone does not tell its language here: name it with --language sv, nb, nn or en")]
    NoLanguage,
    /// A part was named and there are no times to find it by.
    #[error("the transcript has no times, so no part of it can be named: leave --segment out")]
    NoTimes,
    /// Nothing is said in the part that was named.
    #[error("nothing is said in that part of the transcript: name another with --segment")]
    NothingThere,
}

impl Severe for TranscriptError {
    fn severity(&self) -> Severity {
        Severity::Recording
    }
}
