//! One conversation as JSON: `{"lang","turns":[{"speaker","text","start","end"}]}`, as `gensvar deid` reads it, or
//! `{"language","segments":[…]}` with the same keys, as Whisper and its kin write it. Other keys are passed over.

use serde::Deserialize;

use super::error::TranscriptError;
use super::gather::Gathered;
use super::moment;
use crate::language::Language;
use crate::units::Span;

/// A file. It holds what was said, so there is no `Debug`.
#[derive(Deserialize)]
struct File {
    #[serde(alias = "language")]
    lang: Option<String>,
    #[serde(alias = "segments")]
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    speaker: Option<String>,
    text: String,
    start: Option<f64>,
    end: Option<f64>,
}

/// The conversation, and its language where the file names one that gensvar knows.
pub(super) fn read(text: &str) -> Result<(Gathered, Option<Language>), TranscriptError> {
    // The parser's own message may quote the text.
    let file: File =
        serde_json::from_str(text).map_err(|e| TranscriptError::NotJson { line: e.line(), column: e.column() })?;
    let mut gathered = Gathered::default();
    for (number, turn) in file.turns.iter().enumerate() {
        let span = span(turn).ok_or(TranscriptError::BadTurnTime { turn: number + 1 })?;
        gathered.say(turn.speaker.as_deref(), span, &turn.text);
    }
    Ok((gathered, file.lang.and_then(|code| code.to_lowercase().parse().ok())))
}

/// The turn's times, if it has both; `None` when they make no sense.
fn span(turn: &Turn) -> Option<Option<Span>> {
    let Some((start, end)) = turn.start.zip(turn.end) else { return Some(None) };
    moment::span(moment::of_seconds(start)?, moment::of_seconds(end)?).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::attribute::RolesHint;
    use crate::units::Millis;

    #[test]
    fn both_forms_are_read_and_whisper_s_other_keys_passed_over() {
        let own = r#"{"id":7,"lang":"nb","turns":[{"speaker":"client","text":"Hei"},{"speaker":"T","text":"Hei du"}]}"#;
        let (gathered, language) = read(own).ok().unwrap();
        assert_eq!(language, Some(Language::Bokmal));
        assert_eq!(gathered.told(Language::Bokmal, RolesHint::Auto).unwrap().dialogue.turns.len(), 2);
        let whisper = r#"{"text":" Hej.","segments":[{"id":0,"seek":0,"start":0.0,"end":1.5,"text":" Hej.","tokens":[1],
            "temperature":0.0,"speaker":"SPEAKER_00"}],"language":"sv"}"#;
        let (gathered, language) = read(whisper).ok().unwrap();
        assert_eq!(language, Some(Language::Swedish));
        let turns = gathered.told(Language::Swedish, RolesHint::Auto).unwrap().dialogue.turns;
        assert_eq!(turns[0].span, Span::new(Millis(0), Millis(1500)));
    }

    #[test]
    fn what_is_wrong_is_placed_and_never_quoted() {
        let error = |text| read(text).err().unwrap();
        assert!(matches!(error("{\"turns\":\n[{\"text\":4}]}"), TranscriptError::NotJson { line: 2, .. }));
        assert!(matches!(error("{}"), TranscriptError::NotJson { .. }));
        let backwards = r#"{"turns":[{"text":"a"},{"text":"b","start":2,"end":1}]}"#;
        assert_eq!(error(backwards), TranscriptError::BadTurnTime { turn: 2 });
        assert!(!error(r#"{"turns":["Hemlig"]}"#).to_string().contains("Hemlig"));
    }
}
