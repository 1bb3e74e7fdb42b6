//! Subtitles: WebVTT (W3C, *WebVTT: The Web Video Text Tracks Format*) and SubRip, which has no standard.
//!
//! A cue is a line with two times and what is said between them. Real files are written by hand and by many
//! programs, so what a strict reader would drop is kept as speech: text after a blank line belongs to the cue
//! before it, and a sign that opens no known tag is a sign.

use super::error::TranscriptError;
use super::gather::Gathered;
use super::markup::{self, Piece};
use super::moment;
use super::prefix::Prefixes;
use crate::units::Span;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Vtt,
    Srt,
}

/// Between the times of a cue.
const ARROW: &str = "-->";

/// Blocks of WebVTT that are no speech.
const NO_SPEECH: [&str; 3] = ["NOTE", "STYLE", "REGION"];

/// What is said in a stretch of time.
struct Cue<'a> {
    span: Span,
    lines: Vec<&'a str>,
}

/// Who says what. Speakers are named by voice tags, or else by what stands before a colon.
pub(super) fn read(text: &str, kind: Kind) -> Result<Gathered, TranscriptError> {
    let lines: Vec<&str> = lines(text).collect();
    let starts_right = lines.first().is_some_and(|first| first.split_whitespace().next() == Some("WEBVTT"));
    if kind == Kind::Vtt && !starts_right {
        return Err(TranscriptError::NotVtt);
    }
    let cues = cues(&lines, kind)?;
    let pieces: Vec<(Span, Vec<Piece>)> =
        cues.iter().map(|cue| (cue.span, markup::pieces(&cue.lines.join("\n"), kind))).collect();
    let has_voices = pieces.iter().any(|(_, pieces)| pieces.iter().any(|piece| piece.voice.is_some()));
    let prefixes = if has_voices { Prefixes::none() } else { Prefixes::of(pieces.iter().map(|(_, pieces)| pieces)) };
    let mut gathered = Gathered::default();
    for (span, pieces) in &pieces {
        let said: Vec<(Option<String>, String)> = pieces
            .iter()
            .flat_map(|piece| match &piece.voice {
                Some(voice) => vec![(Some(voice.clone()), piece.text.clone())],
                None => prefixes.cut(&piece.text),
            })
            .collect();
        let weights: Vec<usize> = said.iter().map(|(_, text)| text.trim().chars().count()).collect();
        for ((speaker, text), span) in said.iter().zip(moment::shares(*span, &weights)) {
            gathered.say(speaker.as_deref(), span, text);
        }
    }
    Ok(gathered)
}

/// Lines that end in any of the ways in which lines end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn cues<'a>(lines: &[&'a str], kind: Kind) -> Result<Vec<Cue<'a>>, TranscriptError> {
    let mut cues: Vec<Cue> = Vec::new();
    // Nothing is speech before the first times, nor after a note until the next.
    let mut speech = false;
    for (index, &line) in lines.iter().enumerate() {
        let block_starts = index == 0 || lines[index - 1].trim().is_empty();
        if line.contains(ARROW) {
            let span = times(line).ok_or(TranscriptError::BadTime { line: index as u64 + 1 })?;
            cues.push(Cue { span, lines: Vec::new() });
            speech = true;
        } else if block_starts && kind == Kind::Vtt && opens_no_speech(line) {
            speech = false;
        } else if let (Some(cue), true) = (cues.last_mut(), speech && !is_name_of_cue(lines, index)) {
            cue.lines.push(line);
        }
    }
    Ok(cues)
}

fn opens_no_speech(line: &str) -> bool {
    NO_SPEECH
        .iter()
        .any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])))
}

/// Whether the line is the number or the name of the cue whose times come next: it is alone before them, or it is
/// a number where the blank line was forgotten.
fn is_name_of_cue(lines: &[&str], index: usize) -> bool {
    let before = index.checked_sub(1).is_none_or(|before| lines[before].trim().is_empty());
    let number = !lines[index].trim().is_empty() && lines[index].trim().chars().all(|c| c.is_ascii_digit());
    lines.get(index + 1).is_some_and(|next| next.contains(ARROW)) && (before || number)
}

/// `00:01.000 --> 00:04.000`, with settings after it that say where on a screen the text would stand.
fn times(line: &str) -> Option<Span> {
    let (start, rest) = line.split_once(ARROW)?;
    let end = rest.split_whitespace().next()?;
    moment::span(moment::read(start.trim())?, moment::read(end)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::privacy::dialogue::Role;
    use crate::speech::attribute::{Attributed, RolesHint};
    use crate::units::Millis;

    fn told(text: &str, kind: Kind) -> Result<Attributed, TranscriptError> {
        read(text, kind)?.told(Language::Swedish, RolesHint::Auto)
    }

    fn turns(found: &Attributed) -> Vec<(Role, usize, u64)> {
        let start = |span: Option<Span>| span.map_or(0, |span| span.start().0);
        found.dialogue.turns.iter().map(|turn| (turn.role, turn.text.word_count(), start(turn.span))).collect()
    }

    const VTT: &str = "\
WEBVTT - samtal
Language: sv

NOTE
Behandlare: detta är en anteckning

STYLE
::cue { color: red }

intro-1
00:01.000 --> 00:03.500 align:start position:10%
<v.loud Behandlare Anna>Hej &amp; <i>välkommen</i> in!</v>

00:00:04.000 --> 00:00:06.000
<v Klient>Tack, det
är <00:00:05.000>3 < 4</v>
<v Behandlare Anna>Ja.
";

    #[test]
    fn webvtt_with_voices_settings_notes_and_marks() {
        let found = told(VTT, Kind::Vtt).unwrap();
        let expected = [(Role::Counsellor, 4, 1000), (Role::Client, 6, 4000), (Role::Counsellor, 1, 5714)];
        assert_eq!(turns(&found), expected);
        assert_eq!(found.dialogue.named.len(), 1);
    }

    #[test]
    fn subrip_with_speakers_before_a_colon_and_forgotten_blank_lines() {
        let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\nEva: Hej.\r\n\r\n\
            2\r\n00:00:02,000 --> 00:00:04,000 X1:10\r\n- Bo: Hej hej.\r\n- Eva: Nå?\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n\
            <font color=\"red\">{\\an8}Bo: Jo.</font>\r\n\r\n1984 var det.\r\n";
        let found = told(srt, Kind::Srt).unwrap();
        let words: Vec<usize> = turns(&found).iter().map(|turn| turn.1).collect();
        assert_eq!(words, [1, 2, 1, 4]);
        assert_eq!((found.speakers, found.dialogue.named.len()), (2, 2));
    }

    #[test]
    fn what_is_no_subtitle_is_said_with_its_line() {
        let error = |text, kind| told(text, kind).err().unwrap();
        assert_eq!(error("1\n00:01.000 --> 00:02.000\nHej", Kind::Vtt), TranscriptError::NotVtt);
        assert_eq!(error("WEBVTT\n\n00:02.000 --> 00:01.000\nHej", Kind::Vtt), TranscriptError::BadTime { line: 3 });
        assert_eq!(error("WEBVTT\n\nx --> y\nHej", Kind::Vtt), TranscriptError::BadTime { line: 3 });
        assert_eq!(error("WEBVTT\n\n00:01.000 --> 00:02.000\nHej", Kind::Vtt), TranscriptError::NoSpeakers);
        assert_eq!(error("", Kind::Srt), TranscriptError::Empty);
    }

    #[test]
    fn a_cue_s_length_is_where_it_was() {
        let found = told("1\n00:00:01,000 --> 00:00:03,000\nT: Hej\nK: Hej\n", Kind::Srt).unwrap();
        let ends: Vec<_> = found.dialogue.turns.iter().map(|turn| turn.span.unwrap().end()).collect();
        assert_eq!(ends, [Millis(2000), Millis(3000)]);
    }
}
