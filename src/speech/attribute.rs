//! Who said what (first form).

use std::str::FromStr;

use crate::privacy::dialogue::Role;
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTranscript, RawTurn};
use crate::speech::diarize::Diarization;
use crate::units::Millis;

/// What is known of who is who.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolesHint {
    /// Find out.
    Auto,
    /// .
    First(Role),
    /// .
    Left(Role),
}
/// Not a hint.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` says not who is who")]
pub struct UnknownHint(String);
impl FromStr for RolesHint {
    type Err = UnknownHint;
    fn from_str(s: &str) -> Result<Self, UnknownHint> {
        match s {
            "auto" => Ok(Self::Auto),
            "first=counsellor" => Ok(Self::First(Role::Counsellor)),
            "first=client" => Ok(Self::First(Role::Client)),
            "left=counsellor" => Ok(Self::Left(Role::Counsellor)),
            "right=counsellor" => Ok(Self::Left(Role::Client)),
            _ => Err(UnknownHint(s.to_owned())),
        }
    }
}
/// Told apart.
pub struct Told {
    /// .
    pub dialogue: RawDialogue,
    /// .
    pub confidence: Option<f32>,
    /// .
    pub speakers: usize,
}
fn turns(
    words: Vec<(usize, crate::privacy::identified::RawWord)>,
    speakers: usize,
    language: crate::language::Language,
) -> Told {
    let mut turns: Vec<(usize, RawTurn)> = Vec::new();
    for (who, word) in words {
        match turns.pop() {
            Some((last, turn)) if last == who => {
                let span = turn.span.map(|s| s.join(word.span));
                turns.push((who, RawTurn { role: turn.role, span, text: turn.text.join(word.text) }));
            }
            other => {
                turns.extend(other);
                turns.push((
                    who,
                    RawTurn {
                        role: if who == 0 { Role::Counsellor } else { Role::Client },
                        span: Some(word.span),
                        text: IdentifiedText::new(String::new()).join(word.text),
                    },
                ));
            }
        }
    }
    Told {
        dialogue: RawDialogue { turns: turns.into_iter().map(|t| t.1).collect(), language },
        confidence: Some(0.5),
        speakers,
    }
}
/// .
pub fn by_channel(t: [RawTranscript; 2], _h: RolesHint) -> Told {
    let language = t[0].language;
    let mut words: Vec<_> =
        t.into_iter().enumerate().flat_map(|(i, t)| t.words.into_iter().map(move |w| (i, w))).collect();
    words.sort_by_key(|(_, w)| w.span.start());
    turns(words, 2, language)
}
/// .
pub fn by_voice(t: RawTranscript, d: &Diarization, _h: RolesHint) -> Told {
    let words = t
        .words
        .into_iter()
        .map(|w| {
            let who = d
                .turns
                .iter()
                .max_by_key(|(s, _)| (s.overlap(w.span), std::cmp::Reverse(s.gap(w.span))))
                .map_or(0, |t| t.1);
            (who, w)
        })
        .collect();
    let _ = Millis(0);
    turns(words, d.speakers, t.language)
}
