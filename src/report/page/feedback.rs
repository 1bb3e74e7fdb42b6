//! What went well and what to develop, each with examples from the conversation.
//!
//! Only sure examples are shown: an uncertain one would teach the wrong thing. What is said about
//! the figures follows the manual's thresholds and nothing else.

use serde::Serialize;

use crate::coding::coded::CodedUtterance;
use crate::coding::miti::{ClientTalk, Code};
use crate::coding::score::Level;
use crate::privacy::dialogue::Role;
use crate::report::catalogue::fill;
use crate::report::evidence::{self, Place, UNSURE_BELOW};
use crate::report::page::session::{Link, Session, code_class};
use crate::report::page::words::{self, Words};

/// An example with fewer words shows nothing.
const FEWEST_WORDS: usize = 4;
/// As many examples of what went well as one reads with pleasure.
const MOST_EXAMPLES: usize = 5;
/// Suggestions: more than three are none.
const MOST_SUGGESTIONS: usize = 3;
/// How many examples of the same suggestion.
const EXAMPLES_EACH: usize = 2;
/// How much of what the client had said stands before an example, in words.
const CONTEXT_WORDS: usize = 30;
/// An answer this long, in words, shows that a question opened.
const OPENED_WORDS: usize = 15;
/// From this share of the talking time a counsellor is advised to leave more room.
const MUCH_TALK: f64 = 0.6;

/// What went well.
#[derive(Serialize)]
pub(super) struct Strengths {
    lines: Vec<String>,
    examples: Vec<Example>,
}

/// Something to practise.
#[derive(Serialize)]
pub(super) struct Suggestion {
    title: String,
    body: String,
    examples: Vec<Example>,
}

/// Something that was said, with what the client had said before it.
#[derive(Serialize)]
struct Example {
    link: Link,
    code: String,
    /// The code's class in the page's style.
    class: &'static str,
    /// What it shows; empty when the suggestion says it.
    why: String,
    before: Option<Vec<Words>>,
    quote: Vec<Words>,
}

/// What went well, in the figures and in the conversation.
pub(super) fn strengths(session: Session) -> Strengths {
    let words = &session.text.strengths;
    let score = &session.report.score;
    let mut lines = vec![words.recorded.clone()];
    if !session.report.counts_only() {
        lines.extend(reached(score.reflections_to_questions.level, &words.ratio_fair, &words.ratio_good));
        lines.extend(reached(score.complex_reflections.level, &words.complex_fair, &words.complex_good));
    }
    if score.non_adherent == Some(0) {
        lines.push(words.no_non_adherent.clone());
    }
    if let Some(share) = session.client_share().filter(|share| *share >= 0.5) {
        lines.push(fill(&words.client_space, &[("share", &session.text.percent(share))]));
    }
    Strengths { lines, examples: good_examples(session) }
}

/// The line for the level reached, if any.
fn reached(level: Option<Level>, fair: &str, good: &str) -> Option<String> {
    match level? {
        Level::BelowFair => None,
        Level::Fair => Some(fair.to_owned()),
        Level::Good => Some(good.to_owned()),
    }
}

/// The best moments, those that MI rests on most first, one from each turn.
fn good_examples(session: Session) -> Vec<Example> {
    let words = &session.text.strengths;
    let mut moments: Vec<(Place, &String)> = Vec::new();
    let mut add = |places: Vec<Place>, most: usize, why| {
        let mut added = 0;
        for place in places {
            let taken = moments.iter().any(|(moment, _)| moment.turn == place.turn);
            if !taken && added < most {
                moments.push((place, why));
                added += 1;
            }
        }
    };
    let complex = sure_places(session, Code::ComplexReflection);
    let simple = if complex.is_empty() { sure_places(session, Code::SimpleReflection) } else { Vec::new() };
    add(complex, 2, &words.complex);
    add(simple, 1, &words.simple);
    add(followed_change_talk(session), 1, &words.followed);
    add(sure_places(session, Code::Affirm), 1, &words.affirm);
    add(sure_places(session, Code::Emphasize), 1, &words.emphasize);
    add(sure_places(session, Code::Seek), 1, &words.seek);
    add(opening_questions(session), 1, &words.opening);
    moments.truncate(MOST_EXAMPLES);
    moments.into_iter().filter_map(|(place, why)| example(session, place, why)).collect()
}

/// Where `code` was counted and is sure enough to be shown, the surest first.
fn sure_places(session: Session, code: Code) -> Vec<Place> {
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

/// Reflections and questions that answer change talk, the surest change talk first.
fn followed_change_talk(session: Session) -> Vec<Place> {
    if !session.report.reads_client_talk() {
        return Vec::new();
    }
    let answers = [Code::ComplexReflection, Code::SimpleReflection, Code::Question];
    let mut answered: Vec<(f32, Place)> = answers
        .into_iter()
        .flat_map(|code| sure_places(session, code))
        .filter_map(|place| {
            let client = session.before(place.turn).filter(|turn| turn.client_talk == Some(ClientTalk::Change))?;
            let confidence = evidence::client_talk_confidence(client).filter(|c| *c >= UNSURE_BELOW)?;
            Some((confidence, place))
        })
        .collect();
    answered.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    answered.into_iter().map(|(_, place)| place).collect()
}

/// Questions that the client answered at length, the longest answer first.
fn opening_questions(session: Session) -> Vec<Place> {
    let answer = |place: &Place| {
        let next = session.dialogue().turns.get(place.turn + 1).filter(|turn| turn.turn.role == Role::Client)?;
        Some(word_count(&next.turn.text)).filter(|words| *words >= OPENED_WORDS)
    };
    let questions = sure_places(session, Code::Question).into_iter();
    let mut opening: Vec<(usize, Place)> = questions.filter_map(|place| Some((answer(&place)?, place))).collect();
    opening.sort_by_key(|(words, _)| std::cmp::Reverse(*words));
    opening.into_iter().map(|(_, place)| place).collect()
}

/// What to develop: at most three things, what may have hurt first.
pub(super) fn develop(session: Session) -> Vec<Suggestion> {
    let words = &session.text.develop;
    let score = &session.report.score;
    let below = |level: Option<Level>| !session.report.counts_only() && level == Some(Level::BelowFair);
    let mut suggestions = Vec::new();
    let mut add = |title: &String, body: String, places: Vec<Place>| {
        let examples = places.into_iter().take(EXAMPLES_EACH).filter_map(|place| example(session, place, "")).collect();
        suggestions.push(Suggestion { title: title.clone(), body, examples });
    };
    let (confronting, persuading) = (sure_places(session, Code::Confront), sure_places(session, Code::Persuade));
    if !confronting.is_empty() {
        add(&words.confront_title, words.confront.clone(), confronting);
    }
    if !persuading.is_empty() {
        add(&words.persuade_title, words.persuade.clone(), persuading);
    }
    if below(score.reflections_to_questions.level) {
        add(&words.ratio_title, words.ratio.clone(), bare_questions(session));
    }
    if below(score.complex_reflections.level) {
        add(&words.complex_title, words.complex.clone(), sure_places(session, Code::SimpleReflection));
    }
    if let Some(share) = session.client_share().map(|client| 1.0 - client).filter(|share| *share >= MUCH_TALK) {
        let body = fill(&words.space, &[("share", &session.text.percent(share))]);
        add(&words.space_title, body, Vec::new());
    }
    suggestions.truncate(MOST_SUGGESTIONS);
    suggestions
}

/// Questions in volleys without a reflection, those after the longest client turn first: there was
/// something to reflect.
fn bare_questions(session: Session) -> Vec<Place> {
    let turns = &session.dialogue().turns;
    let reflected = |volley: Option<usize>| {
        let of_volley = turns.iter().filter(|turn| turn.volley == volley);
        of_volley
            .flat_map(|turn| &turn.codes)
            .any(|code| matches!(code, Code::SimpleReflection | Code::ComplexReflection))
    };
    let said = |place: &Place| {
        let client = session.before(place.turn).filter(|turn| turn.turn.role == Role::Client)?;
        Some(word_count(&client.turn.text))
    };
    let questions = sure_places(session, Code::Question).into_iter();
    let bare = questions.filter(|place| !reflected(turns[place.turn].volley));
    let mut bare: Vec<(usize, Place)> = bare.filter_map(|place| Some((said(&place)?, place))).collect();
    bare.sort_by_key(|(words, _)| std::cmp::Reverse(*words));
    bare.into_iter().map(|(_, place)| place).collect()
}

fn example(session: Session, place: Place, why: &str) -> Option<Example> {
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

fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}
