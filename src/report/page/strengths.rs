//! What went well: levels that were reached, and the best moments of the conversation.

use serde::Serialize;

use crate::coding::miti::{ClientTalk, Code};
use crate::coding::score::Level;
use crate::phrases::fill;
use crate::privacy::dialogue::Role;
use crate::report::evidence::{self, Place, UNSURE_BELOW};
use crate::report::page::example::{Example, example, sure_places, word_count};
use crate::report::page::session::Session;

/// As many examples of what went well as one reads with pleasure.
const MOST_EXAMPLES: usize = 5;
/// An answer this long, in words, shows that a question opened.
const OPENED_WORDS: usize = 15;

/// What went well.
#[derive(Serialize)]
pub(super) struct Strengths {
    lines: Vec<String>,
    examples: Vec<Example>,
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
