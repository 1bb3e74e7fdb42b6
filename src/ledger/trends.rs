//! How the measures move from term to term: for one practitioner, a unit, all. Groups that are too small are not
//! shown, nor what could be worked out by subtracting one group from another.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::coding::miti::Code;
use crate::coding::score::Ratio;
use crate::ledger::sessions::Session;
use crate::ledger::term::Term;

/// Measures over some sessions. Ratios leave out recordings under ten minutes (MITI 4.2.1, section B) and are pooled:
/// all reflections to all questions, not the mean of ratios. `None`: nothing to say it from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// R:Q.
    pub reflections_to_questions: Option<f64>,
    /// %CR, 0-1.
    pub complex_reflections: Option<f64>,
    /// Change talk of change and sustain talk, 0-1, where a goal was named.
    pub change_talk: Option<f64>,
    /// Questions in ten minutes.
    pub questions: Option<f64>,
    /// Reflections in ten minutes.
    pub reflections: Option<f64>,
    /// MI-adherent behaviours in ten minutes, where estimated.
    pub adherent: Option<f64>,
    /// MI-non-adherent behaviours in ten minutes, where estimated.
    pub non_adherent: Option<f64>,
}

/// A group's term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// `2026-H2`.
    pub term: String,
    /// Practitioners with feedback; `None` when the group is too small to be shown.
    pub practitioners: Option<usize>,
    /// Sessions with feedback; `None` when the group is too small.
    pub sessions: Option<usize>,
    /// The measures; `None` when the group is too small.
    pub measures: Option<Measures>,
}

impl Measures {
    /// The measures over one practitioner's sessions.
    pub fn pooled(sessions: &[&Session]) -> Self {
        let figures: Vec<_> = sessions.iter().map(|session| &session.figures).collect();
        let long: Vec<_> = figures.iter().filter(|figures| !figures.counts_only).collect();
        let ratio = |parts: Vec<(usize, usize)>| {
            let (over, under) = parts.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
            (under > 0).then(|| over as f64 / under as f64)
        };
        let pair = |ratio: &Ratio| (ratio.numerator, ratio.denominator);
        let rate = |codes: &[Code]| {
            let timed = figures.iter().filter_map(|f| Some((sum(&f.counts, codes)?, f.minutes.filter(|m| *m > 0.0)?)));
            let (sum, minutes) = timed.fold((0, 0.0), |(sum, all), (n, minutes)| (sum + n, all + minutes));
            (minutes > 0.0).then(|| sum as f64 * 10.0 / minutes)
        };
        Self {
            reflections_to_questions: ratio(long.iter().map(|f| pair(&f.reflections_to_questions)).collect()),
            complex_reflections: ratio(long.iter().map(|f| pair(&f.complex_reflections)).collect()),
            change_talk: ratio(long.iter().filter_map(|f| f.change_talk.as_ref().map(pair)).collect()),
            questions: rate(&[Code::Question]),
            reflections: rate(&[Code::SimpleReflection, Code::ComplexReflection]),
            adherent: rate(&[Code::Seek, Code::Affirm, Code::Emphasize]),
            non_adherent: rate(&[Code::Persuade, Code::Confront]),
        }
    }

    /// The mean of several practitioners' measures: each weighs the same, however much she recorded. A measure that
    /// fewer than `smallest` of them have is left out.
    fn mean(of: &[Self], smallest: usize) -> Self {
        let mean = |field: fn(&Self) -> Option<f64>| {
            let values: Vec<f64> = of.iter().filter_map(field).collect();
            (values.len() >= smallest).then(|| values.iter().sum::<f64>() / values.len() as f64)
        };
        Self {
            reflections_to_questions: mean(|m| m.reflections_to_questions),
            complex_reflections: mean(|m| m.complex_reflections),
            change_talk: mean(|m| m.change_talk),
            questions: mean(|m| m.questions),
            reflections: mean(|m| m.reflections),
            adherent: mean(|m| m.adherent),
            non_adherent: mean(|m| m.non_adherent),
        }
    }
}

fn sum(counts: &[(Code, Option<usize>)], codes: &[Code]) -> Option<usize> {
    codes.iter().map(|code| counts.iter().find(|(of, _)| of == code).and_then(|(_, count)| *count)).sum()
}

/// Sessions by their term.
type Terms<'a> = BTreeMap<Term, Vec<&'a Session>>;

fn by_term<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Terms<'a> {
    let mut terms = Terms::new();
    for session in sessions {
        if let Ok(day) = session.date.parse() {
            terms.entry(Term::of(day)).or_default().push(session);
        }
    }
    terms
}

/// One practitioner's own terms: always shown, to her and her coach.
pub fn of_one(sessions: &[Session], practitioner: &str) -> Vec<Point> {
    let own = by_term(sessions.iter().filter(|session| session.practitioner == practitioner));
    let point = |(term, sessions): (Term, Vec<&Session>)| Point {
        term: term.to_string(),
        practitioners: Some(1),
        sessions: Some(sessions.len()),
        measures: Some(Measures::pooled(&sessions)),
    };
    own.into_iter().map(point).collect()
}

/// The terms of all practitioners together, and of each unit. A group with fewer than `smallest` practitioners in a
/// term is not shown for that term; neither is the smallest shown unit when what all have beside the shown units
/// would be such a group.
pub fn of_groups(
    sessions: &[Session],
    unit_of: &BTreeMap<String, Option<String>>,
    smallest: usize,
) -> (Vec<Point>, BTreeMap<String, Vec<Point>>) {
    let mut all = Vec::new();
    let mut units: BTreeMap<String, Vec<Point>> = BTreeMap::new();
    for (term, sessions) in by_term(sessions) {
        let mut groups: BTreeMap<&str, Vec<&Session>> = BTreeMap::new();
        for session in &sessions {
            if let Some(unit) = unit_of.get(&session.practitioner).and_then(Option::as_deref) {
                groups.entry(unit).or_default().push(session);
            }
        }
        let hidden = hidden(&groups, people(&sessions).len(), smallest);
        all.push(point(term, &sessions, people(&sessions).len() >= smallest, smallest));
        for (unit, sessions) in &groups {
            let shown = !hidden.contains(unit);
            units.entry((*unit).to_owned()).or_default().push(point(term, sessions, shown, smallest));
        }
    }
    (all, units)
}

/// The units that must not be shown.
fn hidden<'a>(groups: &BTreeMap<&'a str, Vec<&Session>>, everybody: usize, smallest: usize) -> BTreeSet<&'a str> {
    let size = |unit: &str| people(&groups[unit]).len();
    let mut hidden: BTreeSet<&str> = groups.keys().copied().filter(|unit| size(unit) < smallest).collect();
    loop {
        let shown: Vec<&str> = groups.keys().copied().filter(|unit| !hidden.contains(unit)).collect();
        let rest = everybody - shown.iter().map(|unit| size(unit)).sum::<usize>();
        match shown.iter().min_by_key(|unit| size(unit)) {
            Some(unit) if rest > 0 && rest < smallest => hidden.insert(unit),
            _ => return hidden,
        };
    }
}

fn people<'a>(sessions: &[&'a Session]) -> BTreeSet<&'a str> {
    sessions.iter().map(|session| session.practitioner.as_str()).collect()
}

fn point(term: Term, sessions: &[&Session], shown: bool, smallest: usize) -> Point {
    if !shown {
        return Point { term: term.to_string(), practitioners: None, sessions: None, measures: None };
    }
    let people = people(sessions);
    let own = |id: &&str| {
        let own: Vec<&Session> = sessions.iter().copied().filter(|session| session.practitioner == **id).collect();
        Measures::pooled(&own)
    };
    let each: Vec<Measures> = people.iter().map(own).collect();
    Point {
        term: term.to_string(),
        practitioners: Some(people.len()),
        sessions: Some(sessions.len()),
        measures: Some(Measures::mean(&each, smallest)),
    }
}
