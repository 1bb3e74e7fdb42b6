//! Examples from the conversation. Only sure ones are shown: an uncertain one would teach the wrong
//! thing.

use serde::Serialize;

use crate::coding::coded::CodedUtterance;
use crate::coding::miti::Code;
use crate::privacy::dialogue::Role;
use crate::report::evidence::{self, Place, UNSURE_BELOW};
use crate::report::page::session::{Link, Session, code_class};
use crate::report::page::words::{self, Words};

/// An example with fewer words shows nothing.
const FEWEST_WORDS: usize = 4;
/// How much of what the client had said stands before an example, in words.
const CONTEXT_WORDS: usize = 30;

/// Something that was said, with what the client had said before it.
#[derive(Serialize)]
pub(super) struct Example {
    link: Link,
    code: String,
    /// The code's class in the page's style.
    class: &'static str,
    /// What it shows; empty when the suggestion says it.
    why: String,
    before: Option<Vec<Words>>,
    quote: Vec<Words>,
}

/// The example at `place`; `why` says what it shows. `None` where no code stands.
pub(super) fn example(session: Session, place: Place, why: &str) -> Option<Example> {
    let utterance = place.utterance(session.dialogue())?;
    let code = utterance.code?;
    let before = session.before(place.turn).filter(|turn| turn.turn.role == Role::Client);
    Some(Example {
        link: session.link(place),
        code: session.text.code(code).to_owned(),
        class: code_class(code),
        why: why.to_owned(),
        before: before.map(|turn| words::cut(&words::ending(&turn.turn.text, CONTEXT_WORDS))),
        quote: words::cut(&utterance.text),
    })
}

/// Where `code` was counted and is sure enough to be shown, the surest first.
pub(super) fn sure_places(session: Session, code: Code) -> Vec<Place> {
    let dialogue = session.dialogue();
    let confidence = |place: &Place| place.utterance(dialogue).filter(|u| is_sure(u)).map(|u| u.confidence);
    let places = evidence::places(dialogue, code).into_iter();
    let mut sure: Vec<(f32, Place)> = places.filter_map(|place| Some((confidence(&place)?, place))).collect();
    sure.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    sure.into_iter().map(|(_, place)| place).collect()
}

/// Whether an utterance may stand as an example.
fn is_sure(utterance: &CodedUtterance) -> bool {
    utterance.confidence >= UNSURE_BELOW && word_count(&utterance.text) >= FEWEST_WORDS
}

/// How many words were said.
pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}
