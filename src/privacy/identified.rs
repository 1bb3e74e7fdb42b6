//! What is said before personal data are gone: sealed text that only this folder can open.
//!
//! Speech recognition fills these types and moves them on; they have a redacting `Debug`, no
//! `Serialize`, no `Display` and no `Clone`, so identified speech can reach no file, log, error
//! text or progress line. This is the one module of `privacy` that lower stages may name.
//!
//! ```compile_fail
//! # use gensvar::privacy::identified::IdentifiedText;
//! println!("{}", IdentifiedText::new("hemligt".to_owned()));
//! ```
//! ```compile_fail
//! # use gensvar::privacy::identified::IdentifiedText;
//! serde_json::to_string(&IdentifiedText::new("hemligt".to_owned()));
//! ```
//! ```compile_fail
//! # use gensvar::privacy::identified::IdentifiedText;
//! let copy = IdentifiedText::new("hemligt".to_owned()).clone();
//! ```
//! ```compile_fail
//! # use gensvar::privacy::identified::IdentifiedText;
//! let read = IdentifiedText::new("hemligt".to_owned()).reveal();
//! ```

use std::fmt;

use crate::language::Language;
use crate::privacy::dialogue::Role;
use crate::units::Span;

/// Text that may hold personal data.
pub struct IdentifiedText(String);

impl IdentifiedText {
    /// Seals `text`; from here on only `privacy` can read it.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the stage that takes personal data out.
    pub(in crate::privacy) fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// How many words it has.
    pub fn word_count(&self) -> usize {
        self.0.split_whitespace().count()
    }

    /// Whether it ends as a question does: a cue to who leads the conversation.
    pub fn is_question(&self) -> bool {
        self.0.trim_end().ends_with('?')
    }

    /// Whether it is only a sound of listening, which speakers make while another goes on.
    pub fn is_backchannel(&self) -> bool {
        let words = plain_words(&self.0);
        !words.is_empty() && words.iter().all(|word| BACKCHANNELS.contains(&word.as_str()))
    }

    /// The share of this text's words that `other` has too, 0-1: how one hears the same speech in two channels.
    pub fn shared_words(&self, other: &Self) -> f32 {
        let (own, theirs) = (plain_words(&self.0), plain_words(&other.0));
        let shared = own.iter().filter(|word| theirs.contains(word)).count();
        shared as f32 / own.len().max(1) as f32
    }

    /// Puts `next` after this text, with a space between.
    pub fn join(mut self, next: Self) -> Self {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(next.0.trim());
        self
    }
}

/// Sounds of listening as recognisers write them: Swedish, Norwegian, English.
const BACKCHANNELS: [&str; 26] = [
    "aha", "ah", "hm", "hmm", "ja", "jaa", "jaha", "jo", "jodå", "mhm", "mm", "mmm", "nej", "nä", "nei", "oj", "okay",
    "ok", "okej", "precis", "right", "uh", "uhm", "yeah", "yes", "åh",
];

/// The words in lower case, without punctuation.
fn plain_words(text: &str) -> Vec<String> {
    let plain = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    text.split_whitespace().map(plain).filter(|word: &String| !word.is_empty()).collect()
}

impl fmt::Debug for IdentifiedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[sealed: {} words]", self.word_count())
    }
}

/// One recognised word, with its place in the excerpt.
#[derive(Debug)]
pub struct RawWord {
    /// The word as recognised, punctuation included.
    pub text: IdentifiedText,
    /// When it was said, from the start of the excerpt.
    pub span: Span,
    /// The recogniser's own probability, 0-1.
    pub probability: f32,
}

/// The words of one channel, in order of time.
#[derive(Debug)]
pub struct RawTranscript {
    /// The words.
    pub words: Vec<RawWord>,
    /// The language that was given or detected.
    pub language: Language,
}

/// What one speaker said without a change of speaker.
#[derive(Debug)]
pub struct RawTurn {
    /// Who spoke.
    pub role: Role,
    /// When, from the start of the excerpt; `None` for transcripts without times.
    pub span: Option<Span>,
    /// What was said.
    pub text: IdentifiedText,
}

/// A conversation with its speakers, before personal data are gone.
#[derive(Debug)]
pub struct RawDialogue {
    /// The turns, in order of time.
    pub turns: Vec<RawTurn>,
    /// The language spoken.
    pub language: Language,
    /// Names that are known from elsewhere than the talk, such as a transcript's names of its speakers: hidden
    /// wherever they are said.
    pub named: Vec<IdentifiedText>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_word_of_it() {
        let sealed = IdentifiedText::new("Anna Svensson".to_owned());
        assert_eq!(format!("{sealed:?}"), "[sealed: 2 words]");
    }

    #[test]
    fn texts_are_compared_without_case_and_punctuation() {
        let text = |text: &str| IdentifiedText::new(text.to_owned());
        assert!(text("Mm, mm.").is_backchannel());
        assert!(!text("Mm, kanske.").is_backchannel());
        assert!((text("Ja, det går bra").shared_words(&text("det går, bra nu")) - 0.75).abs() < 1e-6);
    }
}
