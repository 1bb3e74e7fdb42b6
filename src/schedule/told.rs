//! A transcript that somebody already has, up to where it meets the way of recordings: the privacy door.

use crate::audio::recording::RecordingFile;
use crate::audio::segment::Segment;
use crate::files::read_limited;
use crate::privacy::identified::{RawDialogue, RawTurn};
use crate::report::model::{CodedSegment, SpeakerFacts};
use crate::schedule::error::SessionError;
use crate::schedule::request::Request;
use crate::schedule::session::{Conversation, coded_segment};
use crate::speech::transcripts::{self, Format, TranscriptError};
use crate::units::{Millis, Span};

/// Reads the conversation that `request` wants. Where every turn has its time, the part is chosen as from a
/// recording; without times the whole is taken.
///
/// # Errors
/// The file is no transcript, nobody can be told from anybody, or there is nothing in the part that was named.
pub(super) fn read(file: &RecordingFile, format: Format, request: &Request) -> Result<Conversation, SessionError> {
    let contents = read_limited(file.path(), transcripts::LARGEST).map_err(TranscriptError::from)?;
    let told = transcripts::read(&contents, format, request.language, request.roles)?;
    let mut dialogue = told.dialogue;
    let segment = choose(&mut dialogue, &request.segment, file)?;
    if dialogue.turns.is_empty() {
        return Err(TranscriptError::NothingThere.into());
    }
    let confidence = told.confidence.filter(|_| told.speakers > 1);
    let facts = confidence.map(|confidence| SpeakerFacts { by_channel: false, role_confidence: Some(confidence) });
    Ok(Conversation { dialogue, segment, recording: None, speakers: facts, heard: told.speakers, unreadable: 0 })
}

/// Leaves the turns of the wanted part, with times from its start.
fn choose(
    dialogue: &mut RawDialogue,
    segment: &Segment,
    file: &RecordingFile,
) -> Result<Option<CodedSegment>, SessionError> {
    let ends: Option<Vec<Millis>> = dialogue.turns.iter().map(|turn| turn.span.map(Span::end)).collect();
    let Some(length) = ends.and_then(|ends| ends.into_iter().max()) else {
        if matches!(segment, Segment::Range(_)) {
            return Err(TranscriptError::NoTimes.into());
        }
        // Times of some turns only would be taken for the talking time of all.
        dialogue.turns.iter_mut().for_each(|turn| turn.span = None);
        return Ok(None);
    };
    let (window, chosen) = segment.choose(length, file.hash())?;
    dialogue.turns.retain(|turn| starts_in(turn, window));
    for turn in &mut dialogue.turns {
        turn.span = turn.span.and_then(|span| Span::new(span.start() - window.start(), span.end() - window.start()));
    }
    Ok(Some(coded_segment(window, chosen, length)))
}

fn starts_in(turn: &RawTurn, window: Span) -> bool {
    turn.span.is_some_and(|span| window.start() <= span.start() && span.start() < window.end())
}
