//! What to develop, for those who ask for it: few things, each with examples.

use serde::Serialize;

use crate::coding::miti::Code;
use crate::coding::score::Level;
use crate::phrases::fill;
use crate::privacy::dialogue::Role;
use crate::report::evidence::Place;
use crate::report::page::example::{Example, example, sure_places, word_count};
use crate::report::page::session::Session;

/// Suggestions: more than three are none.
const MOST_SUGGESTIONS: usize = 3;
/// How many examples of the same suggestion.
const EXAMPLES_EACH: usize = 2;
/// From this share of the talking time a counsellor is advised to leave more room.
const MUCH_TALK: f64 = 0.6;

/// Something to practise.
#[derive(Serialize)]
pub(super) struct Suggestion {
    title: String,
    body: String,
    examples: Vec<Example>,
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
        let perhaps = if session.permission_unknown() { words.perhaps_permitted.as_str() } else { "" };
        add(&words.persuade_title, format!("{} {perhaps}", words.persuade), persuading);
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
