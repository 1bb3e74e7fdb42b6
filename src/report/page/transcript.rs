//! The conversation turn by turn, with the codes as tags.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::coding::coded::CodedTurn;
use crate::coding::miti::{ClientTalk, Code};
use crate::report::evidence::{self, Place, UNSURE_BELOW};
use crate::report::page::session::{Session, code_class, role_class};
use crate::report::page::words::{self, Words};

/// One turn.
#[derive(Serialize)]
pub(super) struct Entry {
    anchor: String,
    label: String,
    speaker: String,
    /// The speaker's class in the page's style.
    class: &'static str,
    utterances: Vec<Utterance>,
    /// What holds for the turn as a whole: client talk, or codes of a transcript coded by turns.
    tags: Vec<Tag>,
}

/// One utterance.
#[derive(Serialize)]
struct Utterance {
    /// Empty for a turn that was not split: the turn's own anchor serves.
    anchor: String,
    words: Vec<Words>,
    tag: Option<Tag>,
}

/// An estimate, as shown beside the words.
#[derive(Serialize)]
struct Tag {
    name: String,
    class: &'static str,
    /// How sure it is, as a percentage; `None` when not told.
    confidence: Option<String>,
    unsure: bool,
    /// Whether the same code was already counted in this volley.
    repeated: bool,
}

/// Every turn of the conversation.
pub(super) fn entries(session: Session) -> Vec<Entry> {
    let counted = Code::ALL.into_iter().flat_map(|code| evidence::places(session.dialogue(), code));
    let counted: BTreeSet<String> = counted.map(Place::anchor).collect();
    let turns = session.dialogue().turns.iter().enumerate();
    turns.map(|(index, turn)| entry(session, index, turn, &counted)).collect()
}

fn entry(session: Session, index: usize, turn: &CodedTurn, counted: &BTreeSet<String>) -> Entry {
    let anchor = Place { turn: index, utterance: None }.anchor();
    let mut tags: Vec<Tag> = client_talk(session, turn).into_iter().collect();
    if counted.contains(&anchor) {
        tags.extend(turn.codes.iter().filter(|code| session.shows(**code)).map(|code| code_tag(session, *code, None)));
    }
    Entry {
        label: session.label(index),
        speaker: session.text.person(turn.turn.role).to_owned(),
        class: role_class(turn.turn.role),
        utterances: utterances(session, index, turn, counted),
        anchor,
        tags,
    }
}

fn utterances(session: Session, index: usize, turn: &CodedTurn, counted: &BTreeSet<String>) -> Vec<Utterance> {
    if turn.utterances.is_empty() {
        return vec![Utterance { anchor: String::new(), words: words::cut(&turn.turn.text), tag: None }];
    }
    let numbered = turn.utterances.iter().enumerate();
    numbered
        .map(|(number, utterance)| {
            let anchor = Place { turn: index, utterance: Some(number) }.anchor();
            let shown = utterance.code.filter(|code| session.shows(*code));
            let mut tag = shown.map(|code| code_tag(session, code, Some(utterance.confidence)));
            if let Some(tag) = &mut tag {
                tag.repeated = !counted.contains(&anchor);
            }
            Utterance { words: words::cut(&utterance.text), tag, anchor }
        })
        .collect()
}

fn code_tag(session: Session, code: Code, confidence: Option<f32>) -> Tag {
    tag(session, session.text.code(code), code_class(code), confidence)
}

/// The tag of change or sustain talk; neutral talk has none, and nobody's has without a goal.
fn client_talk(session: Session, turn: &CodedTurn) -> Option<Tag> {
    let names = &session.text.client_talk;
    let (name, class) = match turn.client_talk.filter(|_| session.report.reads_client_talk())? {
        ClientTalk::Change => (&names.change, "change"),
        ClientTalk::Sustain => (&names.sustain, "sustain"),
        ClientTalk::Neutral => return None,
    };
    Some(tag(session, name, class, evidence::client_talk_confidence(turn)))
}

fn tag(session: Session, name: &str, class: &'static str, confidence: Option<f32>) -> Tag {
    Tag {
        name: name.to_owned(),
        class,
        confidence: confidence.map(|confidence| session.text.percent(f64::from(confidence))),
        unsure: confidence.is_some_and(|confidence| confidence < UNSURE_BELOW),
        repeated: false,
    }
}
