//! How far a session's figures may lie from those that a person would count: drawn from the classifier's
//! probabilities, with an error that all volleys of a session share.
//!
//! Volleys differ in how clear they are, and the probabilities say so. Sessions differ too: in one the classifier
//! finds too much of a code everywhere, in another too little. The recipe learns how much on sessions that took no part
//! in training ([`SessionErrors`]). Each draw takes one such shift for every code, then a yes or no for every volley.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::coding::calibration::ByCode;
use crate::coding::coded::CodedDialogue;
use crate::coding::miti::Code;

/// The share of sessions in which an interval is to hold the human figure.
pub const LEVEL: f64 = 0.90;

const DRAWS: usize = 1000;

/// Same session, same intervals.
const SEED: u64 = 1;

/// Probabilities nearer to 0 or 1 are no better known.
const EDGE: f64 = 1e-4;

/// How the classifier's errors on one code hang together within a session: a shift of all its log odds there.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionError {
    /// The shift's mean.
    pub bias: f64,
    /// Its standard deviation between sessions.
    pub spread: f64,
}

/// The shifts by what they shift: each code, `change` and `sustain`. Where one is missing, so are the intervals that
/// rest on it.
pub type SessionErrors = std::collections::BTreeMap<Shifted, SessionError>;

/// What has a shift of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Talk {
    /// Change talk.
    Change,
    /// Sustain talk.
    Sustain,
}

/// A code of the counsellor, or a kind of the client's talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shifted {
    /// A code.
    Code(Code),
    /// A kind of talk.
    Talk(Talk),
}

impl<'de> Deserialize<'de> for Shifted {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        match name.as_str() {
            "change" => return Ok(Self::Talk(Talk::Change)),
            "sustain" => return Ok(Self::Talk(Talk::Sustain)),
            _ => {}
        }
        let code = Code::ALL.into_iter().find(|code| code.abbreviation() == name);
        code.map(Self::Code).ok_or_else(|| serde::de::Error::custom(format!("{name} is no code and no talk")))
    }
}

/// What a session's figures are drawn from.
#[derive(Clone, Debug, Default)]
pub struct Chances {
    /// The probability of each code in each volley; `None` for a code that is not estimated.
    pub volleys: Vec<ByCode>,
    /// Change, sustain and neutral for each turn of the client.
    pub client: Vec<[f32; 3]>,
}

impl Chances {
    /// Those of a coded conversation. A volley of several turns shows a code as clearly as the clearest of them.
    pub fn of(dialogue: &CodedDialogue) -> Self {
        let mut chances = Self::default();
        for turn in &dialogue.turns {
            chances.client.extend(turn.client_talk.and(turn.probabilities.client_talk));
            let Some(volley) = turn.volley else { continue };
            chances.volleys.resize((volley + 1).max(chances.volleys.len()), ByCode::default());
            clearest(&mut chances.volleys[volley], &turn.probabilities.codes);
        }
        chances
    }
}

/// Takes the larger probability of each code into `volley`.
pub fn clearest(volley: &mut ByCode, turn: &ByCode) {
    for (so_far, here) in volley.iter_mut().zip(turn) {
        *so_far = so_far.map_or(*here, |so_far| Some(so_far.max(here.unwrap_or(0.0))));
    }
}

/// Where a person's figure lies in [`LEVEL`] of all sessions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end; `None` when there is none, as of a ratio whose denominator may be 0.
    pub high: Option<f64>,
}

impl Interval {
    /// Whether `figure` lies in it.
    pub fn holds(&self, figure: f64) -> bool {
        self.low <= figure && self.high.is_none_or(|high| figure <= high)
    }

    /// The same, widened where the estimate itself lies outside.
    fn around(self, estimate: Option<f64>) -> Self {
        let Some(estimate) = estimate else { return self };
        Self { low: self.low.min(estimate), high: self.high.map(|high| high.max(estimate)) }
    }
}

/// The intervals of a session's figures; `None` where the model knows nothing of its errors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Of each count.
    pub counts: Vec<(Code, Option<Interval>)>,
    /// Of reflections to questions.
    pub reflections_to_questions: Option<Interval>,
    /// Of the share of complex reflections.
    pub complex_reflections: Option<Interval>,
    /// Of Seek + AF + Emphasize.
    pub adherent: Option<Interval>,
    /// Of Persuade + Confront.
    pub non_adherent: Option<Interval>,
    /// Of the share of change talk.
    pub change_talk: Option<Interval>,
}

impl Intervals {
    /// Of a code's count.
    pub fn count(&self, code: Code) -> Option<Interval> {
        self.counts.iter().find(|(of, _)| *of == code).and_then(|(_, interval)| *interval)
    }
}

/// The figures as estimated, which the intervals are to include.
#[derive(Clone, Copy, Debug, Default)]
pub struct Estimated {
    /// Of each of [`Code::ALL`]; `None` for a code that is not estimated.
    pub counts: [Option<f64>; 10],
    /// Reflections to questions.
    pub reflections_to_questions: Option<f64>,
    /// The share of complex reflections.
    pub complex_reflections: Option<f64>,
    /// The share of change talk.
    pub change_talk: Option<f64>,
}

/// One draw: how often each code and each kind of talk.
#[derive(Clone, Copy, Default)]
struct Draw {
    counts: [u32; 10],
    change: u32,
    sustain: u32,
}

/// The intervals of the figures `estimated` for a session.
pub fn intervals(chances: &Chances, errors: &SessionErrors, estimated: &Estimated) -> Intervals {
    let draws = draws(chances, errors);
    let known = |codes: &[Code]| {
        codes
            .iter()
            .all(|code| estimated.counts[*code as usize].is_some() && errors.contains_key(&Shifted::Code(*code)))
    };
    let sum = |codes: &[Code]| {
        let estimate = codes.iter().map(|code| estimated.counts[*code as usize]).sum::<Option<f64>>();
        let drawn = draws.iter().map(|draw| Some(f64::from(draw.sum(codes))));
        known(codes).then(|| between(drawn)).flatten().map(|interval| interval.around(estimate))
    };
    let ratio = |above: &[Code], below: &[Code], estimate: Option<f64>| {
        let drawn = draws.iter().map(|draw| quotient(draw.sum(above), draw.sum(below)));
        (known(above) && known(below)).then(|| between(drawn)).flatten().map(|interval| interval.around(estimate))
    };
    let talk = [Talk::Change, Talk::Sustain].iter().all(|talk| errors.contains_key(&Shifted::Talk(*talk)));
    let change = draws.iter().map(|draw| quotient(draw.change, draw.change + draw.sustain));
    let reflections = [Code::SimpleReflection, Code::ComplexReflection];
    Intervals {
        counts: Code::ALL.map(|code| (code, sum(&[code]))).to_vec(),
        reflections_to_questions: ratio(&reflections, &[Code::Question], estimated.reflections_to_questions),
        complex_reflections: ratio(&[Code::ComplexReflection], &reflections, estimated.complex_reflections),
        adherent: sum(&[Code::Seek, Code::Affirm, Code::Emphasize]),
        non_adherent: sum(&[Code::Persuade, Code::Confront]),
        change_talk: talk.then(|| between(change)).flatten().map(|interval| interval.around(estimated.change_talk)),
    }
}

impl Draw {
    fn sum(&self, codes: &[Code]) -> u32 {
        codes.iter().map(|code| self.counts[*code as usize]).sum()
    }
}

/// A ratio; infinite over 0, none of nothing.
fn quotient(above: u32, below: u32) -> Option<f64> {
    (above > 0 || below > 0).then(|| f64::from(above) / f64::from(below))
}

/// The middle [`LEVEL`] of what was drawn. None when most draws had no value: there is too little to say.
fn between(drawn: impl Iterator<Item = Option<f64>>) -> Option<Interval> {
    let mut drawn: Vec<f64> = drawn.flatten().collect();
    if drawn.len() < DRAWS / 2 {
        return None;
    }
    drawn.sort_by(f64::total_cmp);
    let last = (drawn.len() - 1) as f64;
    let tail = (1.0 - LEVEL) / 2.0;
    let (low, high) = (drawn[(tail * last).floor() as usize], drawn[((1.0 - tail) * last).ceil() as usize]);
    low.is_finite().then(|| Interval { low, high: Some(high).filter(|high| high.is_finite()) })
}

fn draws(chances: &Chances, errors: &SessionErrors) -> Vec<Draw> {
    let mut chance = Chance(Xoshiro256PlusPlus::seed_from_u64(SEED));
    (0..DRAWS).map(|_| draw(chances, errors, &mut chance)).collect()
}

/// Codes that share a place in a volley share one throw.
const PLACES: [&[Code]; 8] = [
    &[Code::GivingInformation],
    &[Code::Persuade, Code::PersuadeWithPermission],
    &[Code::Question],
    &[Code::SimpleReflection, Code::ComplexReflection],
    &[Code::Affirm],
    &[Code::Seek],
    &[Code::Emphasize],
    &[Code::Confront],
];

fn draw(chances: &Chances, errors: &SessionErrors, chance: &mut Chance) -> Draw {
    let mut draw = Draw::default();
    let codes = Code::ALL.map(|code| chance.shift(errors.get(&Shifted::Code(code))));
    let talk = [Talk::Change, Talk::Sustain].map(|talk| chance.shift(errors.get(&Shifted::Talk(talk))));
    for volley in &chances.volleys {
        for place in PLACES {
            let shifted =
                place.iter().map(|code| volley[*code as usize].map_or(0.0, |p| moved(p, codes[*code as usize])));
            if let Some(which) = chance.one_of(shifted) {
                draw.counts[place[which] as usize] += 1;
            }
        }
    }
    for [change, sustain, _] in &chances.client {
        match chance.one_of([moved(*change, talk[0]), moved(*sustain, talk[1])].into_iter()) {
            Some(0) => draw.change += 1,
            Some(_) => draw.sustain += 1,
            None => {}
        }
    }
    draw
}

/// A probability with its log odds moved by `shift`.
fn moved(probability: f32, shift: f64) -> f64 {
    let inside = f64::from(probability).clamp(EDGE, 1.0 - EDGE);
    1.0 / (1.0 + (-((inside / (1.0 - inside)).ln() + shift)).exp())
}

/// Where the throws come from.
struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// Between 0 and 1, never 0.
    fn throw(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// A session's shift (Box & Muller 1958).
    fn shift(&mut self, error: Option<&SessionError>) -> f64 {
        let (radius, angle) = ((-2.0 * self.throw().ln()).sqrt(), std::f64::consts::TAU * self.throw());
        error.map_or(0.0, |error| error.bias + error.spread * radius * angle.cos())
    }

    /// At most one of what has these probabilities; those that add up to more than 1 share it.
    fn one_of(&mut self, probabilities: impl Iterator<Item = f64> + Clone) -> Option<usize> {
        let whole = probabilities.clone().sum::<f64>().max(1.0);
        let mut left = self.throw() * whole;
        probabilities.into_iter().position(|probability| {
            left -= probability;
            left <= 0.0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(bias: f64, spread: f64) -> SessionErrors {
        let codes = Code::ALL.map(Shifted::Code).into_iter();
        let talk = [Talk::Change, Talk::Sustain].map(Shifted::Talk);
        codes.chain(talk).map(|of| (of, SessionError { bias, spread })).collect()
    }

    /// Volleys with these probabilities of a question, and of a simple and a complex reflection.
    fn chances(volleys: &[(f32, f32, f32)]) -> Chances {
        let by_code = |&(question, simple, complex): &(f32, f32, f32)| {
            let mut codes = [Some(0.0); 10];
            codes[Code::Question as usize] = Some(question);
            codes[Code::SimpleReflection as usize] = Some(simple);
            codes[Code::ComplexReflection as usize] = Some(complex);
            codes
        };
        Chances { volleys: volleys.iter().map(by_code).collect(), client: Vec::new() }
    }

    fn none() -> Estimated {
        Estimated { counts: [Some(0.0); 10], ..Estimated::default() }
    }

    #[test]
    fn what_is_certain_has_no_width_and_what_is_even_odds_that_of_coins() {
        let intervals = intervals(&chances(&[(1.0, 0.0, 0.0); 40]), &errors(0.0, 0.0), &none());
        // Estimated 0, drawn 40 (or 39, once in 250 draws): widened to include the estimate.
        assert_eq!(intervals.count(Code::Question), Some(Interval { low: 0.0, high: Some(40.0) }));
        let even = Estimated { counts: [Some(20.0); 10], ..none() };
        let Interval { low, high } =
            super::intervals(&chances(&[(0.5, 0.0, 0.0); 40]), &errors(0.0, 0.0), &even).count(Code::Question).unwrap();
        // 5 % and 95 % of a binomial of 40 throws of a coin: 15 and 25.
        assert!((low - 15.0).abs() <= 1.0 && (high.unwrap() - 25.0).abs() <= 1.0, "{low} {high:?}");
    }

    #[test]
    fn a_ratio_over_perhaps_nothing_has_no_upper_end() {
        let few = chances(&[(0.3, 0.9, 0.05), (0.2, 0.5, 0.4), (0.1, 0.8, 0.1)]);
        let found = intervals(&few, &errors(0.0, 0.3), &none());
        assert_eq!(found.reflections_to_questions.map(|interval| interval.high), Some(None));
        let nothing = intervals(&Chances::default(), &errors(0.0, 0.3), &none());
        assert_eq!((nothing.reflections_to_questions, nothing.complex_reflections), (None, None));
        assert_eq!(nothing.count(Code::Question), Some(Interval { low: 0.0, high: Some(0.0) }));
    }

    #[test]
    fn without_knowledge_of_the_errors_there_are_no_intervals() {
        let found = intervals(&chances(&[(0.5, 0.2, 0.2)]), &SessionErrors::new(), &none());
        assert_eq!((found.count(Code::Question), found.reflections_to_questions), (None, None));
    }

    /// Sessions made as the model says they are made: nine intervals of ten hold the person's figures.
    #[test]
    fn intervals_hold_the_human_figure_in_nine_of_ten_simulated_sessions() {
        let errors = errors(0.3, 0.8);
        let mut chance = Chance(Xoshiro256PlusPlus::seed_from_u64(7));
        let (mut held, mut asked) = (0, 0);
        for _ in 0..60 {
            let volleys: Vec<(f32, f32, f32)> = (0..60)
                .map(|_| {
                    let (question, complex) = (chance.throw() as f32, 0.6 * chance.throw() as f32);
                    (question, 0.4 * chance.throw() as f32, complex)
                })
                .collect();
            let chances = chances(&volleys);
            let human = draw(&chances, &errors, &mut chance);
            // No estimate inside, so that nothing is widened.
            let found = between_all(&chances, &errors);
            for code in [Code::Question, Code::SimpleReflection, Code::ComplexReflection] {
                held += usize::from(found(code).holds(f64::from(human.sum(&[code]))));
                asked += 1;
            }
        }
        let share = f64::from(u32::try_from(held).unwrap()) / f64::from(asked);
        assert!((0.84..=0.98).contains(&share), "{share}");
    }

    fn between_all(chances: &Chances, errors: &SessionErrors) -> impl Fn(Code) -> Interval {
        let draws = draws(chances, errors);
        move |code| between(draws.iter().map(|draw| Some(f64::from(draw.sum(&[code]))))).unwrap()
    }

    #[test]
    fn the_same_session_has_the_same_intervals() {
        let session = chances(&[(0.4, 0.2, 0.3); 30]);
        let twice = [0, 1].map(|_| intervals(&session, &errors(0.1, 0.5), &none()));
        assert_eq!(twice[0], twice[1]);
    }
}
