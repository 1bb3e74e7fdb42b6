//! The session's summary scores, held against the manual's thresholds.

use serde::Serialize;

use crate::coding::miti::Code;
use crate::coding::score::{Level, Ratio};
use crate::coding::uncertainty::Interval;
use crate::phrases::fill;
use crate::report::page::session::Session;
use crate::report::plots::{self, Bullet};
use crate::report::reliability;
use crate::report::svg::Svg;

/// The thresholds *fair* and *good* of the manual (MITI 4.2.1, section H; expert opinion).
const RATIO_THRESHOLDS: (f64, f64) = (1.0, 2.0);
const COMPLEX_THRESHOLDS: (f64, f64) = (0.40, 0.50);
/// Where the scale of reflections per question ends: twice *good*, so that two reports look alike.
const RATIO_TOP: f64 = 4.0;

/// A proportion or ratio.
#[derive(Serialize)]
pub(super) struct Measure {
    title: String,
    value: String,
    /// The counts it rests on.
    of: String,
    level: Option<String>,
    /// Whether the manual's *fair* is reached.
    reached: bool,
    interval: Option<String>,
    /// Whether experts agree only moderately on what it counts.
    disputed: bool,
    plot: Option<Svg>,
}

/// The summary scores; none for a part that is too short for more than counts.
pub(super) fn measures(session: Session) -> Vec<Measure> {
    if session.report.counts_only() {
        return Vec::new();
    }
    let mut measures = vec![reflections_to_questions(session), complex_reflections(session)];
    measures.extend(session.report.reads_client_talk().then(|| change_talk(session)));
    measures
}

fn reflections_to_questions(session: Session) -> Measure {
    let words = &session.text.figures;
    let ratio = &session.report.score.reflections_to_questions;
    let show = |value: f64| fill(&words.ratio_value, &[("n", &session.text.number(value, 1))]);
    let counted = [Code::Question, Code::SimpleReflection, Code::ComplexReflection];
    let mut measure = measure(session, &words.ratio, ratio, &counted, &words.ratio_of);
    let Some(value) = ratio.value else { return measure };
    let interval = session.report.score.intervals.reflections_to_questions;
    measure.value = show(value);
    measure.interval = told(session, interval, |end| session.text.number(end, 1));
    measure.plot = Some(against_thresholds(session, &measure, value, interval, RATIO_THRESHOLDS, RATIO_TOP, |value| {
        format!("{value:.0}:1")
    }));
    measure
}

fn complex_reflections(session: Session) -> Measure {
    let words = &session.text.figures;
    let share = &session.report.score.complex_reflections;
    let counted = [Code::SimpleReflection, Code::ComplexReflection];
    let mut measure = measure(session, &words.complex, share, &counted, &words.complex_of);
    let Some(value) = share.value else { return measure };
    let interval = session.report.score.intervals.complex_reflections;
    measure.value = session.text.percent(value);
    measure.disputed = reliability::of_code(Code::ComplexReflection, session.report.language).disputed;
    measure.interval = told(session, interval, |end| session.text.percent(end));
    measure.plot = Some(against_thresholds(session, &measure, value, interval, COMPLEX_THRESHOLDS, 1.0, |value| {
        session.text.percent(value)
    }));
    measure
}

/// The share of change talk; the manual has no threshold for it.
fn change_talk(session: Session) -> Measure {
    let words = &session.text.figures;
    let share = &session.report.score.change_talk;
    let mut measure = measure(session, &words.change_talk, share, &[], &words.change_talk_of);
    let Some(value) = share.value else { return measure };
    measure.value = session.text.percent(value);
    measure.disputed = reliability::of_client_talk(session.report.language).disputed;
    measure.interval = told(session, session.report.score.intervals.change_talk, |end| session.text.percent(end));
    measure.plot = Some(plots::shares(&[("change", value), ("sustain", 1.0 - value)], &measure.spoken()));
    measure
}

/// A measure with everything but its value, or with the reason why it has none. `counted` are the
/// codes without which it cannot be told.
fn measure(session: Session, title: &str, ratio: &Ratio, counted: &[Code], of: &str) -> Measure {
    let words = &session.text.figures;
    let estimated = counted.iter().all(|code| session.count(*code).is_some());
    let (numerator, denominator) = (ratio.numerator.to_string(), ratio.denominator.to_string());
    Measure {
        title: title.to_owned(),
        value: if estimated { words.no_value.clone() } else { words.not_estimated.clone() },
        of: if estimated {
            fill(of, &[("numerator", &numerator), ("denominator", &denominator)])
        } else {
            String::new()
        },
        level: ratio.level.and_then(|level| level_name(session, level)),
        reached: ratio.level.is_some_and(|level| level >= Level::Fair),
        interval: None,
        disputed: false,
        plot: None,
    }
}

impl Measure {
    /// The measure for those who hear the page.
    fn spoken(&self) -> String {
        format!("{}: {}", self.title, self.value)
    }
}

fn against_thresholds(
    session: Session,
    measure: &Measure,
    value: f64,
    interval: Option<Interval>,
    (fair, good): (f64, f64),
    top: f64,
    show: impl Fn(f64) -> String,
) -> Svg {
    let words = &session.text.figures;
    plots::bullet(&Bullet {
        description: &measure.spoken(),
        value,
        interval: interval.map(|of| (of.low, of.high.unwrap_or(top))),
        fair,
        good,
        top,
        fair_label: &format!("{} {}", words.fair, show(fair)),
        good_label: &format!("{} {}", words.good, show(good)),
    })
}

/// The level in words; the strengths form names only levels that were reached.
fn level_name(session: Session, level: Level) -> Option<String> {
    let words = &session.text.figures;
    match level {
        Level::BelowFair => session.full().then(|| words.below_fair.clone()),
        Level::Fair => Some(words.fair.clone()),
        Level::Good => Some(words.good.clone()),
    }
}

/// Where a person's figure may lie, in words. Without an interval nothing, or, where only this figure has none, that it
/// rests on too little.
fn told(session: Session, interval: Option<Interval>, show: impl Fn(f64) -> String) -> Option<String> {
    let (words, intervals) = (&session.text.figures, &session.report.score.intervals);
    match interval {
        Some(Interval { low, high: Some(high) }) => {
            Some(fill(&words.interval, &[("from", &show(low)), ("to", &show(high))]))
        }
        Some(Interval { low, high: None }) => Some(fill(&words.interval_open, &[("from", &show(low))])),
        None => intervals.counts.iter().any(|(_, of)| of.is_some()).then(|| words.no_interval.clone()),
    }
}
