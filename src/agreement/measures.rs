//! What of a session is compared: counts, the manual's summary scores, globals; and who scored what.

use std::collections::HashMap;

use super::align::{Align, Units};
use super::codings::Coding;
use super::input::{Input, Side};
use super::protocols::Protocol;
pub(super) use super::protocols::Protocol as Row;
use super::variables::Together;
use super::vocabulary::{Global, Item};
use crate::coding::miti::Code;

/// A number that coders come to for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How often a code was given.
    Count(Code),
    /// How often any of several was given.
    Sum(Together),
    /// Complex reflections of all reflections, 0-1.
    ComplexShare,
    /// Reflections for each question.
    ReflectionsToQuestions,
    /// How many statements were change talk.
    Change,
    /// How many were sustain talk.
    Sustain,
    /// Change talk of change and sustain talk, 0-1.
    ChangeShare,
    /// A global rating.
    Global(Global),
    /// (Partnership + Empathy) / 2.
    Relational,
    /// (Cultivating Change Talk + Softening Sustain Talk) / 2.
    Technical,
}

/// A threshold of the manual (MITI 4.2.1, section H; expert opinion).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// What is held against it.
    pub measure: Measure,
    /// Whether it is *good*, else *fair*.
    pub good: bool,
    /// The threshold: reached from here on.
    pub cut: f64,
}

impl Measure {
    /// Every measure, in the order in which they are told.
    pub fn all() -> Vec<Self> {
        let globals = [Global::Cultivating, Global::Softening, Global::Partnership, Global::Empathy];
        let counts = Code::ALL.into_iter().map(Self::Count);
        let sums = Together::ALL.into_iter().map(Self::Sum);
        let ratios = [Self::ComplexShare, Self::ReflectionsToQuestions, Self::Change, Self::Sustain, Self::ChangeShare];
        let summed = [Self::Technical, Self::Relational];
        counts.chain(sums).chain(ratios).chain(globals.map(Self::Global)).chain(summed).collect()
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count(code) => code.abbreviation(),
            Self::Sum(together) => together.name(),
            Self::ComplexShare => "percent_CR",
            Self::ReflectionsToQuestions => "R:Q",
            Self::Change => "change",
            Self::Sustain => "sustain",
            Self::ChangeShare => "percent_change_talk",
            Self::Global(global) => global.name(),
            Self::Relational => "relational",
            Self::Technical => "technical",
        }
    }

    /// Whether a difference of 1 means something: counts and ratings, not ratios.
    pub fn has_unit(self) -> bool {
        !matches!(self, Self::ComplexShare | Self::ReflectionsToQuestions | Self::ChangeShare)
    }

    /// Whether it is a share of 1.
    pub fn is_share(self) -> bool {
        matches!(self, Self::ComplexShare | Self::ChangeShare)
    }

    /// The measure of one coder's session; `None` where a part of it is missing or nothing stands below the line.
    pub(super) fn of(self, protocol: &Protocol) -> Option<f64> {
        let item = |item: Item| protocol[item.index()];
        let sum = |codes: &[Code]| codes.iter().map(|code| item(Item::Count(*code))).sum::<Option<f64>>();
        let reflections = || sum(Together::Reflection.codes());
        let ratio =
            |above: Option<f64>, below: Option<f64>| above.zip(below.filter(|below| *below > 0.0)).map(|(a, b)| a / b);
        let mean = |a, b| Some((item(Item::Global(a))? + item(Item::Global(b))?) / 2.0);
        match self {
            Self::Count(code) => item(Item::Count(code)),
            Self::Sum(together) => sum(together.codes()),
            Self::ComplexShare => ratio(item(Item::Count(Code::ComplexReflection)), reflections()),
            Self::ReflectionsToQuestions => ratio(reflections(), item(Item::Count(Code::Question))),
            Self::Change => item(Item::Change),
            Self::Sustain => item(Item::Sustain),
            Self::ChangeShare => {
                let (change, sustain) = (item(Item::Change)?, item(Item::Sustain)?);
                ratio(Some(change), Some(change + sustain))
            }
            Self::Global(global) => item(Item::Global(global)),
            Self::Relational => mean(Global::Partnership, Global::Empathy),
            Self::Technical => mean(Global::Cultivating, Global::Softening),
        }
    }
}

impl Decision {
    /// Every threshold.
    pub const ALL: [Self; 8] = {
        const fn at(measure: Measure, good: bool, cut: f64) -> Decision {
            Decision { measure, good, cut }
        }
        [
            at(Measure::Relational, false, 3.5),
            at(Measure::Relational, true, 4.0),
            at(Measure::Technical, false, 3.0),
            at(Measure::Technical, true, 4.0),
            at(Measure::ComplexShare, false, 0.4),
            at(Measure::ComplexShare, true, 0.5),
            at(Measure::ReflectionsToQuestions, false, 1.0),
            at(Measure::ReflectionsToQuestions, true, 2.0),
        ]
    };
}

/// Every session as every coder scored it.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    /// By session, a protocol a coder (the reference's first).
    pub(super) rows: Vec<Vec<Protocol>>,
    /// Coders' sessions of which too many turns were left out for counts.
    pub(super) incomplete: usize,
    /// Coders' sessions whose sheet has other counts than their turns.
    pub(super) contradicted: usize,
}

/// The share of a session's turns that a coder must have coded for counts.
const COMPLETE: f64 = 0.9;

/// What a coder's turns of a session come to.
#[derive(Clone, Debug, Default)]
struct Tally {
    turns: usize,
    coded: bool,
    talked: bool,
    items: [usize; 12],
}

/// Counts turns where no sheet gives counts. Only turns that both sides have are counted (by time: those within the
/// stretch that both cover), so that a coder who was given a part of a session is compared on that part.
pub(super) fn sessions(input: &Input, units: &Units, align: Align, masks: &[u16]) -> Sessions {
    let first = input.reference.coders.0.len();
    let tallies = tallies(input, units, align);
    let mut sessions = Sessions {
        rows: vec![vec![Protocol::default(); units.coders]; input.names.sessions.len()],
        ..Sessions::default()
    };
    for ((coder, session), tally) in &tallies {
        let most =
            (0..units.coders).filter_map(|of| tallies.get(&(of, *session))).map(|of| of.turns).max().unwrap_or(0);
        if align == Align::Turn && (tally.turns as f64) < COMPLETE * most as f64 {
            sessions.incomplete += 1;
            continue;
        }
        let protocol = &mut sessions.rows[*session as usize][*coder];
        for (item, count) in Item::ALL.into_iter().zip(tally.items) {
            let given = match item {
                Item::Count(code) => tally.coded && masks[*coder] & (1 << code as u16) == 0,
                _ => tally.talked,
            };
            protocol[item.index()] = given.then_some(count as f64);
        }
    }
    for (side, offset) in input.sides().zip([0, first]) {
        for ((coder, session), sheet) in &side.protocols.0 {
            let protocol = &mut sessions.rows[*session as usize][offset + usize::from(*coder)];
            let differs =
                |(count, written): (&Option<f64>, &Option<f64>)| count.zip(*written).is_some_and(|(a, b)| a != b);
            sessions.contradicted += usize::from(protocol.iter().zip(sheet).any(differs));
            protocol.iter_mut().zip(sheet).for_each(|(count, written)| *count = written.or(*count));
        }
    }
    sessions
}

fn tallies(input: &Input, units: &Units, align: Align) -> HashMap<(usize, u32), Tally> {
    let first = input.reference.coders.0.len();
    let mut tallies: HashMap<(usize, u32), Tally> = HashMap::new();
    let counts = covered(input, align);
    for (side, offset) in input.sides().zip([0, first]) {
        for row in side.codings.rows.iter().filter(|row| counts(row)) {
            let session = input.names.turns[row.turn as usize];
            let tally = tallies.entry((offset + usize::from(row.coder), session)).or_default();
            tally.turns += 1;
            tally.coded |= row.codes.is_some();
            tally.talked |= row.talk.is_some();
            for code in Code::ALL {
                tally.items[code as usize] += usize::from(row.codes.is_some_and(|set| set & (1 << code as u16) != 0));
            }
            if let Some(talk @ 0..=1) = row.talk {
                tally.items[Code::ALL.len() + usize::from(talk)] += 1;
            }
        }
    }
    debug_assert!(tallies.keys().all(|(coder, _)| *coder < units.coders));
    tallies
}

/// Whether a row counts.
fn covered(input: &Input, align: Align) -> Box<dyn Fn(&Coding) -> bool> {
    let Some(estimate) = &input.estimate else { return Box::new(|_| true) };
    let turns = input.names.turns.clone();
    match align {
        Align::Turn => {
            let has = |side: &Side| {
                let mut has = vec![false; turns.len()];
                side.codings.rows.iter().for_each(|row| has[row.turn as usize] = true);
                has
            };
            let both: Vec<bool> = has(&input.reference).into_iter().zip(has(estimate)).map(|(a, b)| a && b).collect();
            // A side without turns (session sheets only) leaves the other side's turns whole.
            let one_sided = input.reference.codings.rows.is_empty() || estimate.codings.rows.is_empty();
            Box::new(move |row| one_sided || both[row.turn as usize])
        }
        Align::Time => {
            let stretch = |side: &Side| {
                let mut stretches: HashMap<u32, (u32, u32)> = HashMap::new();
                for (session, (start, end)) in
                    side.codings.rows.iter().filter_map(|row| Some((turns[row.turn as usize], row.span?)))
                {
                    let stretch = stretches.entry(session).or_insert((start, end));
                    *stretch = (stretch.0.min(start), stretch.1.max(end));
                }
                stretches
            };
            let (reference, estimate) = (stretch(&input.reference), stretch(estimate));
            Box::new(move |row| {
                let session = turns[row.turn as usize];
                let within = |of: &HashMap<u32, (u32, u32)>, at: u32| {
                    of.get(&session).is_some_and(|(start, end)| (*start..=*end).contains(&at))
                };
                row.span.is_some_and(|(start, end)| {
                    let middle = start + (end - start) / 2;
                    within(&reference, middle) && within(&estimate, middle)
                })
            })
        }
    }
}
