//! What choosing and fitting is worth on sessions that took no part, with intervals by session.

use super::choose::{Table, choose, kappa, outer_folds, pick, place};
use super::evidence::Case;
use crate::agreement::bootstrap::{self, Plan, Resampled, Summaries};
use crate::agreement::detection::Detection;
use crate::agreement::pairs::PairTable;
use crate::agreement::statistic::{Statistic, Undefined};
use crate::coding::calibration::Adjustment;
use crate::coding::calibration_file::{Compared, HeldOut};

/// Bins of the calibration error (Naeini et al. 2015).
const BINS: usize = 10;

/// A case's adjusted probability and whether that is a yes, learnt from other sessions.
pub(super) type Predicted = (f64, bool);

/// Every case by what the sessions outside its fold chose and fitted.
pub(super) fn predict(cases: &[Case], order: &[usize], own: f64) -> Vec<Predicted> {
    let all: Vec<&Case> = cases.iter().collect();
    let folds = outer_folds(&all, order);
    let count = folds.iter().max().map_or(0, |last| last + 1);
    let chosen: Vec<Adjustment> =
        (0..count).map(|fold| choose(&pick(&all, &folds, |of| of != fold), order, own)).collect();
    let each = cases.iter().zip(&folds);
    each.map(|(case, fold)| {
        let adjusted = chosen[*fold].probability(case.probability);
        (adjusted, chosen[*fold].is_yes(adjusted, own))
    })
    .collect()
}

/// The sums of one way of estimating: its table, the weight, the squared errors, and the bins' errors.
const WIDTH: usize = 4 + 2 + BINS;
/// Statistics of each way.
const STATISTICS: usize = 4;

/// Compares the estimate as it is with `predicted`.
pub(super) fn measure(cases: &[Case], predicted: &[Predicted], own: f64, plan: &Plan) -> HeldOut {
    let sessions = cases.iter().map(|case| case.session as usize + 1).max().unwrap_or(0);
    let mut present = vec![None; sessions];
    let mut count = 0;
    for case in cases {
        present[case.session as usize].get_or_insert_with(|| {
            count += 1;
            count - 1
        });
    }
    let mut sums = Summaries::zeros(count, 2 * WIDTH);
    for (case, after) in cases.iter().zip(predicted) {
        let Some(session) = present[case.session as usize] else { continue };
        let row = sums.row_mut(session);
        let (of_before, of_after) = row.split_at_mut(WIDTH);
        add(of_before, case, (case.probability, Adjustment::AsIs.is_yes(case.probability, own)));
        add(of_after, case, *after);
    }
    let resampled = bootstrap::of_sums(&sums, plan, |sums| {
        let (before, after) = sums.split_at(WIDTH);
        [figures(before), figures(after)].concat()
    });
    HeldOut {
        kappa: compared(&resampled, 0, true),
        f1: compared(&resampled, 1, true),
        brier: compared(&resampled, 2, false),
        calibration_error: compared(&resampled, 3, false),
    }
}

fn add(sums: &mut [f64], case: &Case, (probability, is_yes): Predicted) {
    let error = f64::from(u8::from(case.yes)) - probability;
    sums[place(case.yes, is_yes)] += case.weight;
    sums[4] += case.weight;
    sums[5] += case.weight * error * error;
    sums[6 + ((probability * BINS as f64) as usize).min(BINS - 1)] += case.weight * error;
}

/// κ, F1, Brier score, calibration error.
fn figures(sums: &[f64]) -> Vec<Statistic> {
    let table: Table = [sums[0], sums[1], sums[2], sums[3]];
    let share = |sum: f64| if sums[4] > 0.0 { Ok(sum / sums[4]) } else { Err(Undefined::NothingShared) };
    let found = Detection::of(&PairTable::new(&table, &[0.0, 1.0], false), 1);
    let bins: f64 = sums[6..].iter().map(|error| error.abs()).sum();
    let figures = [kappa(&table), found.f1(), share(sums[5]), share(bins)];
    debug_assert_eq!(figures.len(), STATISTICS);
    figures.to_vec()
}

/// A figure before and after; `up`: whether more is better.
fn compared(resampled: &Resampled, at: usize, up: bool) -> Compared {
    let value = |at| resampled.estimate(at).and_then(|estimate| estimate.value.ok()).map(rounded);
    let (first, second) = if up { (at + STATISTICS, at) } else { (at, at + STATISTICS) };
    let gain = resampled.difference(first, second);
    let interval = gain.and_then(|gain| gain.interval.ok());
    Compared {
        before: value(at),
        after: value(at + STATISTICS),
        gain: gain.and_then(|gain| gain.value.ok()).map(rounded),
        low: interval.map(|interval| rounded(interval.low)),
        high: interval.map(|interval| rounded(interval.high)),
    }
}

/// Six decimals are more than the data can tell.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
