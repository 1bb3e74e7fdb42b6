//! Is the estimate as good as a human? It is put in each coder's place: its agreement with the other coders against
//! the agreement of the coder whose place it takes, on the same units and from the same bootstrap draws.

use serde::Serialize;

use super::align::Units;
use super::intervals::Estimate;
use super::nominal::{Between, Tables};
use super::questions::{self, Answers, Ask, Of, Pair, Questions};
use super::rated::IccSums;
use super::ratings::BadRatings;
use super::scores::Scores;
use super::statistic::Statistic;
use super::variables::Variable;

/// An estimate is no worse than a human when its κ or ICC is surely not lower by more than this.
pub const MARGIN: f64 = 0.10;
/// With fewer sessions an interval by resampling sessions is no ground for a verdict.
pub const FEWEST_SESSIONS: usize = 10;

/// What follows from the difference between the estimate and a human coder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The interval of the difference lies above 0.
    Better,
    /// It lies above −[`MARGIN`].
    NoWorse,
    /// It lies above −[`MARGIN`] and below 0: lower, but by less than the margin.
    SlightlyLower,
    /// It lies below 0 and reaches below −[`MARGIN`].
    Worse,
    /// It holds both 0 and −[`MARGIN`]: nothing follows.
    Undecided,
    /// Fewer than [`FEWEST_SESSIONS`] sessions.
    TooFewSessions,
    /// One of the figures or the interval has no value.
    NoFigure,
}

/// The estimate beside the humans on one variable or measure.
#[derive(Clone, Debug)]
pub struct Place<F = Estimate> {
    /// Sessions that two humans and the estimate coded.
    pub sessions: usize,
    /// The mean over pairs of humans: Cohen's κ, or ICC(A,1) of session figures.
    pub humans: F,
    /// The mean over humans of the estimate's agreement with them.
    pub estimate: F,
    /// `estimate` − `humans`.
    pub difference: Estimate,
    /// What follows.
    pub verdict: Verdict,
    /// By human: its mean agreement with the other humans, the estimate's with the same, the difference.
    pub each: Vec<(usize, F, F, Estimate)>,
}

/// Two means that are compared: of humans among themselves, and of the estimate in a human's place.
pub(super) struct Asked {
    sessions: usize,
    humans: Ask,
    estimate: Ask,
    each: Vec<(usize, Ask, Ask)>,
}

/// Asks about a variable. Only units that two humans coded are compared, as the estimate may have more.
pub(super) fn ask_variable(
    questions: &mut Questions,
    variable: Variable,
    units: &Units,
    humans: &[usize],
    estimate: usize,
    masks: &[u16],
) -> Result<Asked, BadRatings> {
    let among = Between { reference: humans.to_vec(), estimate: None };
    let against = Between { reference: humans.to_vec(), estimate: Some(estimate) };
    let of = |coders: &[usize]| variable.ratings(units, coders, masks, Some(humans));
    let of_humans = Tables::of(&among, of, |ratings| questions.nominal_set(ratings))?.pairs;
    let of_estimate = Tables::of(&against, of, |ratings| questions.nominal_set(ratings))?.pairs;
    let kappa = |pair: &Pair| {
        let pair = pair.clone();
        move |sums: &[f64]| pair.statistic(sums, Of::Kappa)
    };
    let of_humans = among.pairs().into_iter().zip(of_humans.iter().map(kappa)).collect();
    let of_estimate = humans.iter().copied().zip(of_estimate.iter().map(kappa)).collect();
    let sessions = shared_sessions(units.rows().filter_map(|(unit, cells)| {
        let rated = |coder: &usize| variable.category(unit, &cells[*coder]).is_some();
        (rated(&estimate) && humans.iter().filter(|coder| rated(coder)).count() > 1).then_some(unit.session)
    }));
    Ok(ask(questions, sessions, humans, of_humans, of_estimate))
}

/// Asks about a measure, on sessions that two humans scored.
pub(super) fn ask_measure(questions: &mut Questions, scores: &Scores, humans: &[usize], estimate: usize) -> Asked {
    let among = Between { reference: humans.to_vec(), estimate: None }.pairs();
    let mut icc = |coders: &[usize]| {
        let sums_of = IccSums::of(questions, scores, coders, Some(humans));
        move |sums: &[f64]| sums_of.icc(sums)
    };
    let of_humans = among.into_iter().map(|(a, b)| ((a, b), icc(&[a, b]))).collect();
    let of_estimate = humans.iter().map(|&coder| (coder, icc(&[coder, estimate]))).collect();
    let complete = |row: &&[Option<f64>]| {
        row[estimate].is_some() && humans.iter().filter(|coder| row[**coder].is_some()).count() > 1
    };
    let sessions = scores.rows().filter(complete).count();
    ask(questions, sessions, humans, of_humans, of_estimate)
}

fn shared_sessions(sessions: impl Iterator<Item = u32>) -> usize {
    sessions.collect::<std::collections::HashSet<u32>>().len()
}

fn ask<S>(
    questions: &mut Questions,
    sessions: usize,
    humans: &[usize],
    of_humans: Vec<((usize, usize), S)>,
    of_estimate: Vec<(usize, S)>,
) -> Asked
where
    S: Fn(&[f64]) -> Statistic + Clone + Send + Sync + 'static,
{
    let mut mean = |over: Vec<S>| questions.ask(move |sums| questions::mean(&over, |statistic| statistic(sums)));
    let all_humans = mean(of_humans.iter().map(|(_, statistic)| statistic.clone()).collect());
    let all_estimate = mean(of_estimate.iter().map(|(_, statistic)| statistic.clone()).collect());
    let each = humans.iter().map(|&coder| {
        let own = of_humans.iter().filter(|((a, b), _)| *a == coder || *b == coder);
        let others = of_estimate.iter().filter(|(other, _)| *other != coder);
        let own = mean(own.map(|(_, statistic)| statistic.clone()).collect());
        (coder, own, mean(others.map(|(_, statistic)| statistic.clone()).collect()))
    });
    let each = each.collect();
    Asked { sessions, humans: all_humans, estimate: all_estimate, each }
}

/// Reads the answers.
pub(super) fn answered(asked: &Asked, answers: &Answers) -> Place {
    let difference = answers.difference(asked.estimate, asked.humans);
    let each = |(coder, own, other): &(usize, Ask, Ask)| {
        (*coder, answers.estimate(*own), answers.estimate(*other), answers.difference(*other, *own))
    };
    Place {
        sessions: asked.sessions,
        humans: answers.estimate(asked.humans),
        estimate: answers.estimate(asked.estimate),
        verdict: verdict(&difference, asked.sessions),
        difference,
        each: asked.each.iter().map(each).collect(),
    }
}

/// What follows. That a difference is not shown is never taken for equality.
pub fn verdict(difference: &Estimate, sessions: usize) -> Verdict {
    let (Ok(_), Ok(interval)) = (difference.value, difference.interval) else { return Verdict::NoFigure };
    match (interval.low, interval.high) {
        _ if sessions < FEWEST_SESSIONS => Verdict::TooFewSessions,
        (low, _) if low > 0.0 => Verdict::Better,
        (low, high) if low > -MARGIN && high < 0.0 => Verdict::SlightlyLower,
        (low, _) if low > -MARGIN => Verdict::NoWorse,
        (_, high) if high < 0.0 => Verdict::Worse,
        _ => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::intervals::Method;
    use crate::agreement::statistic::Interval;

    #[test]
    fn a_difference_that_is_not_shown_is_no_equality() {
        let of = |low, high, sessions| {
            let interval = Ok(Interval { low, high });
            let estimate =
                Estimate { value: Ok(f64::midpoint(low, high)), interval, method: Method::Bca, undefined_draws: 0.0 };
            verdict(&estimate, sessions)
        };
        assert_eq!(of(0.01, 0.2, 30), Verdict::Better);
        assert_eq!(of(-0.09, 0.2, 30), Verdict::NoWorse);
        assert_eq!(of(-0.09, -0.01, 30), Verdict::SlightlyLower);
        assert_eq!(of(-0.3, -0.01, 30), Verdict::Worse);
        assert_eq!(of(-0.11, 0.2, 30), Verdict::Undecided);
        assert_eq!(of(0.01, 0.2, 9), Verdict::TooFewSessions);
    }
}
