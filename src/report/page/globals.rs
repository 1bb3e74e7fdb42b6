//! MITI's global scores as ranges, or why there are none.

use serde::Serialize;

use crate::coding::globals::{Global, Globals, Range};
use crate::phrases::fill;
use crate::report::page::session::{Fact, Session};

/// What the page tells of the globals.
#[derive(Serialize)]
pub(super) struct Indicative {
    ranges: Vec<Fact>,
    /// Why there are no ranges.
    absent: Option<String>,
}

/// The indicative globals; the strengths form leaves them out, because some are low.
pub(super) fn indicative(session: Session) -> Option<Indicative> {
    let words = &session.text.globals;
    let absent = match &session.report.score.globals {
        _ if !session.full() => return None,
        _ if session.report.counts_only() => &words.too_short,
        Globals::NotLearnt => &words.not_learnt,
        Globals::TooShort => &words.too_short,
        Globals::TooFewVolleys => &words.too_few_volleys,
        Globals::Ranges(ranges) => {
            let ranges = ranges.iter().map(|(global, range)| fact(session, *global, *range)).collect();
            return Some(Indicative { ranges, absent: None });
        }
    };
    Some(Indicative { ranges: Vec::new(), absent: Some(absent.clone()) })
}

fn fact(session: Session, global: Global, range: Range) -> Fact {
    let words = &session.text.globals;
    let name = match global {
        Global::ChangeTalk => &words.change_talk,
        Global::SustainTalk => &words.sustain_talk,
        Global::Partnership => &words.partnership,
        Global::Empathy => &words.empathy,
    };
    let step = |end: f64| session.text.number(end, usize::from(end.fract() != 0.0));
    Fact { name: name.clone(), value: fill(&words.range, &[("from", &step(range.low)), ("to", &step(range.high))]) }
}
