//! Transcripts that somebody already has, as conversations that nobody has masked yet.
//!
//! | file | reads |
//! |---|---|
//! | [`csv`] | a row a turn: the table of `gensvar code` |
//! | `cues` | WebVTT and SubRip: text on the screen from one time to another |
//! | `json` | one conversation with its turns, or what Whisper wrote |
//! | `markup`, `prefix` | tags in subtitles, speakers before a colon |
//! | `labels` | what stands for a speaker: a role, a name, neither |
//! | `gather` | who says what, and who is who |
//!
//! Whatever the file says goes into sealed text as soon as it is cut out of the file; names of speakers are
//! handed to the privacy door, to be hidden wherever they are said. Errors name lines, never words.

pub mod csv;
mod cues;
mod error;
mod gather;
mod json;
mod labels;
mod markup;
mod moment;
mod prefix;

use std::path::Path;

pub use error::TranscriptError;

use crate::language::Language;
use crate::speech::attribute::{Attributed, RolesHint};

/// The largest transcript that is read, in bytes: a day of speech is 1 MB of text, and JSON with a time for each
/// word some 30 times that.
pub const LARGEST: u64 = 64 << 20;

/// How a transcript is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// WebVTT (W3C), as Teams and Zoom write it.
    Vtt,
    /// SubRip.
    Srt,
    /// The table of `gensvar code`.
    Csv,
    /// One object with `turns` or `segments`.
    Json,
}

impl Format {
    /// The format of a file, by the ending of its name: unlike sound, text does not say what it is.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "vtt" => Some(Self::Vtt),
            "srt" => Some(Self::Srt),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Reads a transcript of one conversation. Who is who is told by what the speakers are called; where that says
/// nothing, by `roles`, else by who asks and who talks. `language` is the one spoken; `None` where the file has to
/// say it.
///
/// # Errors
/// On the first thing that is wrong, with its line; when nobody can be told from anybody.
pub fn read(
    file: &[u8],
    format: Format,
    language: Option<Language>,
    roles: RolesHint,
) -> Result<Attributed, TranscriptError> {
    let text = text(file)?;
    let (gathered, stated) = match format {
        Format::Vtt => (cues::read(text, cues::Kind::Vtt)?, None),
        Format::Srt => (cues::read(text, cues::Kind::Srt)?, None),
        Format::Csv => (csv::read(text)?, None),
        Format::Json => json::read(text)?,
    };
    gathered.told(language.or(stated).ok_or(TranscriptError::NoLanguage)?, roles)
}

/// The file's text, without a byte order mark.
fn text(file: &[u8]) -> Result<&str, TranscriptError> {
    let text = std::str::from_utf8(file).map_err(|e| TranscriptError::NotUtf8 {
        line: 1 + file.iter().take(e.valid_up_to()).filter(|&&byte| byte == b'\n').count(),
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
}
