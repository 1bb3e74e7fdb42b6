//! How often each code was counted, with the evidence behind every count.

use serde::Serialize;

use crate::coding::miti::Code;
use crate::coding::uncertainty::Interval;
use crate::phrases::fill;
use crate::report::evidence;
use crate::report::page::session::{Link, Session};
use crate::report::plots;
use crate::report::reliability;
use crate::report::svg::Svg;

/// Codes that belong together.
#[derive(Serialize)]
pub(super) struct Group {
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
    /// Where a person's count may lie.
    interval: Option<String>,
    unsure: Option<String>,
    /// What to bear in mind when reading the count.
    cautions: Vec<String>,
    bar: Option<Svg>,
    places: Vec<Link>,
}

/// The counts, grouped by what they mean for MI.
pub(super) fn groups(session: Session) -> Vec<Group> {
    let words = &session.text.figures;
    let score = &session.report.score;
    let sum = |sum: Option<usize>, interval: Option<Interval>| {
        let told = fill(&words.sum, &[("n", &sum?.to_string())]);
        Some(interval.and_then(|of| counted(session, of)).map_or(told.clone(), |between| format!("{told}, {between}")))
    };
    let groups: [(&String, Option<String>, &[Code]); 4] = [
        (&words.listening, None, &[Code::Question, Code::SimpleReflection, Code::ComplexReflection]),
        (&words.adherent, sum(score.adherent, score.intervals.adherent), &[Code::Affirm, Code::Seek, Code::Emphasize]),
        (&words.information, None, &[Code::GivingInformation, Code::PersuadeWithPermission]),
        (&words.non_adherent, sum(score.non_adherent, score.intervals.non_adherent), &[Code::Persuade, Code::Confront]),
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
    let count = session.count(code);
    let places = if count.is_some() { evidence::places(session.dialogue(), code) } else { Vec::new() };
    let unsure = places.iter().filter(|place| place.unsure(session.dialogue())).count();
    Row {
        name: name.to_owned(),
        count,
        interval: session
            .report
            .score
            .intervals
            .count(code)
            .filter(|_| count.is_some())
            .and_then(|of| counted(session, of)),
        unsure: (unsure > 0).then(|| fill(&words.unsure, &[("n", &unsure.to_string())])),
        cautions: if count.is_some() { cautions(session, code) } else { Vec::new() },
        bar: count.map(|count| plots::bar(count as f64 / most as f64, "count", &format!("{name}: {count}"))),
        places: places.into_iter().map(|place| session.link(place)).collect(),
    }
}

/// Where a person's count may lie, in words; nothing where it can only be one number.
fn counted(session: Session, interval: Interval) -> Option<String> {
    let high = interval.high.filter(|high| *high > interval.low)?;
    let (from, to) = (session.text.number(interval.low, 0), session.text.number(high, 0));
    Some(fill(&session.text.figures.count_interval, &[("from", &from), ("to", &to)]))
}

/// What to bear in mind when reading the count of `code`.
fn cautions(session: Session, code: Code) -> Vec<String> {
    let words = &session.text.figures;
    let known = reliability::of_code(code, session.report.language);
    let measured = |kappa: f64| fill(&words.kappa, &[("n", &session.text.number(kappa, 2))]);
    let kappa = Some(known.program.map_or(words.unmeasured.clone(), measured));
    let experts = |kappa: f64| fill(&words.disputed_kappa, &[("n", &session.text.number(kappa, 2))]);
    let disputed = known.disputed.then(|| known.humans.map_or(words.disputed.clone(), experts));
    let perhaps = (code == Code::Persuade && session.permission_unknown()).then(|| words.perhaps_permitted.clone());
    [disputed, perhaps, kappa].into_iter().flatten().collect()
}
