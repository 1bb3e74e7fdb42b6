//! Where in the conversation a code stands: the evidence behind every count, and how sure it is.

use crate::coding::coded::{CodedDialogue, CodedTurn, CodedUtterance};
use crate::coding::miti::{ClientTalk, Code};

/// Below this confidence the classifier itself holds its choice to be wrong more often than right.
pub(super) const UNSURE_BELOW: f32 = 0.5;

/// A place in the conversation, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) turn: usize,
    /// The utterance within the turn; `None` for the turn as a whole.
    pub(super) utterance: Option<usize>,
}

impl Place {
    /// The place's id in the page.
    pub(super) fn anchor(self) -> String {
        match self.utterance {
            Some(utterance) => format!("t{}-{utterance}", self.turn),
            None => format!("t{}", self.turn),
        }
    }

    /// The utterance that stands there.
    pub(super) fn utterance(self, dialogue: &CodedDialogue) -> Option<&CodedUtterance> {
        dialogue.turns.get(self.turn)?.utterances.get(self.utterance?)
    }

    /// Whether the code at this place is a guess that is more likely wrong than right.
    pub(super) fn unsure(self, dialogue: &CodedDialogue) -> bool {
        self.utterance(dialogue).is_some_and(|utterance| utterance.confidence < UNSURE_BELOW)
    }
}

/// The places that the count of `code` rests on, one for each time it was counted: the volley's
/// surest utterance with that code, or the turn when no utterance carries it.
pub(super) fn places(dialogue: &CodedDialogue, code: Code) -> Vec<Place> {
    let counted = dialogue.turns.iter().enumerate().filter(|(_, turn)| turn.codes.contains(&code));
    counted.map(|(index, _)| surest(dialogue, index, code)).collect()
}

/// The surest utterance with `code` in the volley that begins at turn `first`.
fn surest(dialogue: &CodedDialogue, first: usize, code: Code) -> Place {
    let volley = dialogue.turns[first].volley;
    let of_volley = |turn: &CodedTurn| volley.is_some() && turn.volley == volley;
    let mut best: Option<(f32, Place)> = None;
    for (t, turn) in dialogue.turns.iter().enumerate().skip(first).filter(|(t, turn)| *t == first || of_volley(turn)) {
        for (u, utterance) in turn.utterances.iter().enumerate().filter(|(_, u)| u.code == Some(code)) {
            if best.is_none_or(|(confidence, _)| utterance.confidence > confidence) {
                best = Some((utterance.confidence, Place { turn: t, utterance: Some(u) }));
            }
        }
    }
    best.map_or(Place { turn: first, utterance: None }, |(_, place)| place)
}

/// How sure the classifier is of what it says about a client's turn, 0-1; `None` when it gave no
/// probabilities.
pub(super) fn client_talk_confidence(turn: &CodedTurn) -> Option<f32> {
    let [change, sustain, neutral] = turn.probabilities.client_talk?;
    Some(match turn.client_talk? {
        ClientTalk::Change => change,
        ClientTalk::Sustain => sustain,
        ClientTalk::Neutral => neutral,
    })
}
