//! The languages of conversations and of reports.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language that gensvar listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Swedish.
    #[serde(rename = "sv")]
    Swedish,
    /// Norwegian bokmål.
    #[serde(rename = "nb")]
    Bokmal,
    /// Norwegian nynorsk; reports about it are written in bokmål.
    #[serde(rename = "nn")]
    Nynorsk,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language, in the order in which lists show them.
    pub const ALL: [Self; 4] = [Self::Swedish, Self::Bokmal, Self::Nynorsk, Self::English];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Swedish => "sv",
            Self::Bokmal => "nb",
            Self::Nynorsk => "nn",
            Self::English => "en",
        }
    }

    /// The code by which Whisper's vocabulary knows the language (it has `no` for bokmål).
    pub fn whisper_code(self) -> &'static str {
        match self {
            Self::Bokmal => "no",
            other => other.code(),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not the code of a language that gensvar knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown language `{0}`: use sv, nb, nn or en")]
pub struct UnknownLanguage(String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "sv" => Ok(Self::Swedish),
            "nb" | "no" => Ok(Self::Bokmal),
            "nn" => Ok(Self::Nynorsk),
            "en" => Ok(Self::English),
            _ => Err(UnknownLanguage(code.to_owned())),
        }
    }
}
