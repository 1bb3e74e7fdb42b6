//! The session's figures: summary scores against the manual's thresholds, counts with their
//! evidence, talking time.

use serde::Serialize;

use crate::coding::miti::Code;
use crate::coding::score::{Level, Ratio};
use crate::report::catalogue::fill;
use crate::report::evidence;
use crate::report::interval;
use crate::report::page::session::{Fact, Link, Session};
use crate::report::plots::{self, Bullet, Svg};
use crate::report::reliability;
use crate::units::Millis;

/// The thresholds *fair* and *good* of the manual (MITI 4.2.1, section H; expert opinion).
const RATIO_THRESHOLDS: (f64, f64) = (1.0, 2.0);
const COMPLEX_THRESHOLDS: (f64, f64) = (0.40, 0.50);
/// Where the scale of reflections per question ends: twice *good*, so that two reports look alike.
const RATIO_TOP: f64 = 4.0;

/// The part of the page with figures.
#[derive(Serialize)]
pub(super) struct Figures {
    measures: Vec<Measure>,
    groups: Vec<Group>,
    talk_time: Option<TalkTime>,
}

/// A proportion or ratio.
#[derive(Serialize)]
struct Measure {
    title: String,
    value: String,
    /// The counts it rests on.
    of: String,
    level: Option<String>,
    /// Whether the manual's *fair* is reached.
    reached: bool,
    interval: Option<String>,
    plot: Option<Svg>,
}

/// Codes that belong together.
#[derive(Serialize)]
struct Group {
    name: String,
    sum: Option<String>,
    rows: Vec<Row>,
}

/// One code's count.
#[derive(Serialize)]
struct Row {
    name: String,
    /// `None` when the code is not estimated: never shown as zero.
    count: Option<usize>,
    unsure: Option<String>,
    disputed: bool,
    bar: Option<Svg>,
    places: Vec<Link>,
}

/// How the talking time was shared.
#[derive(Serialize)]
struct TalkTime {
    plot: Svg,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    class: &'static str,
    fact: Fact,
}

/// All figures of the session.
pub(super) fn figures(session: Session) -> Figures {
    Figures { measures: measures(session), groups: groups(session), talk_time: talk_time(session) }
}

/// The summary scores; none for a part that is too short for more than counts.
fn measures(session: Session) -> Vec<Measure> {
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
    let interval = interval::of_ratio(ratio);
    measure.value = show(value);
    measure.interval =
        interval.map(|(low, high)| between(session, &session.text.number(low, 1), &session.text.number(high, 1)));
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
    let interval = interval::of_share(share);
    measure.value = session.text.percent(value);
    measure.interval = interval.map(|ends| percents(session, ends));
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
    measure.interval = interval::of_share(share).map(|ends| percents(session, ends));
    measure.plot = Some(plots::shares(&[("change", value), ("sustain", 1.0 - value)], &measure.spoken()));
    measure
}

/// A measure with everything but its value, or with the reason why it has none. `counted` are the
/// codes without which it cannot be told.
fn measure(session: Session, title: &str, ratio: &Ratio, counted: &[Code], of: &str) -> Measure {
    let words = &session.text.figures;
    let estimated = counted.iter().all(|code| count(session, *code).is_some());
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
    interval: Option<(f64, f64)>,
    (fair, good): (f64, f64),
    top: f64,
    show: impl Fn(f64) -> String,
) -> Svg {
    let words = &session.text.figures;
    plots::bullet(&Bullet {
        description: &measure.spoken(),
        value,
        interval,
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

fn percents(session: Session, (low, high): (f64, f64)) -> String {
    between(session, &session.text.number(100.0 * low, 0), &session.text.percent(high))
}

fn between(session: Session, from: &str, to: &str) -> String {
    fill(&session.text.figures.interval, &[("from", from), ("to", to)])
}

/// The counts, grouped by what they mean for MI.
fn groups(session: Session) -> Vec<Group> {
    let words = &session.text.figures;
    let score = &session.report.score;
    let sum = |sum: Option<usize>| sum.map(|sum| fill(&words.sum, &[("n", &sum.to_string())]));
    let groups: [(&String, Option<String>, &[Code]); 4] = [
        (&words.listening, None, &[Code::Question, Code::SimpleReflection, Code::ComplexReflection]),
        (&words.adherent, sum(score.adherent), &[Code::Affirm, Code::Seek, Code::Emphasize]),
        (&words.information, None, &[Code::GivingInformation, Code::PersuadeWithPermission]),
        (&words.non_adherent, sum(score.non_adherent), &[Code::Persuade, Code::Confront]),
    ];
    let most = score.counts.iter().filter_map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let shown = groups.into_iter().filter(|(_, _, codes)| codes.iter().all(|code| session.shows(*code)));
    shown
        .map(|(name, sum, codes)| Group {
            name: name.clone(),
            sum,
            rows: codes.iter().map(|code| row(session, *code, most)).collect(),
        })
        .collect()
}

fn row(session: Session, code: Code, most: usize) -> Row {
    let words = &session.text.figures;
    let name = session.text.code(code);
    let count = count(session, code);
    let places = if count.is_some() { evidence::places(session.dialogue(), code) } else { Vec::new() };
    let unsure = places.iter().filter(|place| place.unsure(session.dialogue())).count();
    Row {
        name: name.to_owned(),
        count,
        unsure: (unsure > 0).then(|| fill(&words.unsure, &[("n", &unsure.to_string())])),
        disputed: count.is_some() && reliability::of_code(code).disputed,
        bar: count.map(|count| plots::bar(count as f64 / most as f64, "count", &format!("{name}: {count}"))),
        places: places.into_iter().map(|place| session.link(place)).collect(),
    }
}

/// How often `code` was counted; `None` when it is not estimated.
fn count(session: Session, code: Code) -> Option<usize> {
    session.report.score.counts.iter().find(|(of, _)| *of == code).and_then(|(_, count)| *count)
}

/// The talking time; `None` for transcripts without times.
fn talk_time(session: Session) -> Option<TalkTime> {
    let time = &session.report.score.talk_time;
    let all = (time.counsellor + time.client + time.other).seconds();
    let people = &session.text.people;
    let parts = [
        ("counsellor", &people.counsellor, time.counsellor),
        ("client", &people.client, time.client),
        ("other", &people.other, time.other),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(_, _, time)| time.0 > 0).collect();
    let shares: Vec<(&str, f64)> = parts.iter().map(|(class, _, time)| (*class, time.seconds() / all)).collect();
    let part = |(class, name, time): (&'static str, &String, Millis)| {
        let share = session.text.percent(time.seconds() / all);
        Part { class, fact: Fact { name: name.clone(), value: format!("{share} ({time})") } }
    };
    let plot = plots::shares(&shares, &session.text.figures.talk_time);
    (!parts.is_empty()).then(|| TalkTime { plot, parts: parts.into_iter().map(part).collect() })
}
