//! Which adjustment a decision gets: none, a threshold or Platt scaling, by cross-validation over sessions.

use super::evidence::Case;
use super::{FOLDS, platt};
use crate::agreement::pairs::PairTable;
use crate::agreement::statistic::Statistic;
use crate::agreement::weights::Weights;
use crate::coding::calibration::{Adjustment, log_odds};

/// Less is not worth an exception from the model's own threshold.
const WORTHWHILE: f64 = 0.01;
/// By how much a threshold's κ must beat that of Platt scaling, which also puts the probabilities right.
const DEARER: f64 = 0.05;
/// Groups of the inner cross-validation.
const INNER_FOLDS: usize = 5;
/// Thresholds are looked for in steps of 1 %.
const STEPS: usize = 100;

/// A two-by-two table, people's no and yes down, the estimate's across.
pub(super) type Table = [f64; 4];

/// Where a case falls.
pub(super) fn place(yes: bool, estimated: bool) -> usize {
    2 * usize::from(yes) + usize::from(estimated)
}

/// Cohen's κ of a table.
///
/// # Errors
/// When both said the same throughout.
pub fn kappa(table: &[f64; 4]) -> Statistic {
    PairTable::new(table, &[0.0, 1.0], false).kappa(Weights::Identity)
}

/// What was learnt from a set of cases.
#[derive(Clone, Copy)]
struct Candidates {
    threshold: Option<Adjustment>,
    platt: Option<Adjustment>,
}

/// The best choice for these cases, fitted to all of them. `order` holds each session's place in a random order.
pub(super) fn choose(cases: &[&Case], order: &[usize], own: f64) -> Adjustment {
    let folds = folds(cases, order, INNER_FOLDS);
    let [mut as_is, mut by_threshold, mut by_platt] = [Scored::default(); 3];
    for fold in 0..INNER_FOLDS {
        let kept: Vec<&Case> = pick(cases, &folds, |of| of != fold);
        let learnt = Candidates::fit(&kept, own);
        for case in pick(cases, &folds, |of| of == fold) {
            as_is.add(case, Adjustment::AsIs, own);
            by_threshold.add(case, learnt.threshold.unwrap_or_default(), own);
            by_platt.add(case, learnt.platt.unwrap_or_default(), own);
        }
    }
    let all = Candidates::fit(cases, own);
    let (before, threshold, platt) = (as_is.kappa(), by_threshold.kappa(), by_platt.kappa());
    if platt >= before - WORTHWHILE && by_platt.brier < as_is.brier && platt >= threshold - DEARER {
        all.platt.unwrap_or_default()
    } else if threshold > before + WORTHWHILE {
        all.threshold.unwrap_or_default()
    } else {
        Adjustment::AsIs
    }
}

impl Candidates {
    fn fit(cases: &[&Case], own: f64) -> Self {
        let odds = cases.iter().map(|case| (log_odds(case.probability), case.yes, case.weight));
        let platt = platt::fit(odds).map(|(a, b)| Adjustment::Platt { a, b }).filter(|platt| platt.is_sound());
        let given = cases.iter().map(|case| (case.probability, case.yes, case.weight));
        let threshold = best_threshold(given, own).map(|threshold| Adjustment::Threshold { threshold });
        Self { threshold, platt }
    }
}

/// The threshold with the best κ, of cases (probability, yes, weight), in steps of 1 %; of equals the nearest to `own`.
/// `None` where no threshold gives a κ.
pub fn best_threshold(cases: impl Iterator<Item = (f64, bool, f64)>, own: f64) -> Option<f64> {
    let mut bins = [[0.0; 2]; STEPS];
    let step = |probability: f64| ((probability * STEPS as f64 + 1e-9) as usize).min(STEPS - 1);
    for (probability, yes, weight) in cases {
        bins[step(probability)][usize::from(yes)] += weight;
    }
    let sum = |bins: &[[f64; 2]]| bins.iter().fold([0.0; 2], |sum, bin| [sum[0] + bin[0], sum[1] + bin[1]]);
    let tried = (1..STEPS).filter_map(|at| {
        let ([no_below, yes_below], [no_above, yes_above]) = (sum(&bins[..at]), sum(&bins[at..]));
        let kappa = kappa(&[no_below, no_above, yes_below, yes_above]).ok()?;
        Some((kappa, at as f64 / STEPS as f64))
    });
    let nearer = |a: f64, b: f64| (b - own).abs().total_cmp(&(a - own).abs());
    tried.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| nearer(a.1, b.1))).map(|(_, threshold)| threshold)
}

/// How an adjustment did on cases that took no part.
#[derive(Clone, Copy, Default)]
struct Scored {
    table: Table,
    brier: f64,
}

impl Scored {
    fn add(&mut self, case: &Case, adjustment: Adjustment, own: f64) {
        let adjusted = adjustment.probability(case.probability);
        self.table[place(case.yes, adjustment.is_yes(adjusted, own))] += case.weight;
        self.brier += case.weight * (adjusted - f64::from(u8::from(case.yes))).powi(2);
    }

    /// κ, and 0 where it has none: nothing was found beyond chance.
    fn kappa(&self) -> f64 {
        kappa(&self.table).unwrap_or(0.0)
    }
}

/// The fold of each case: sessions in their random order, dealt out like cards.
pub(super) fn folds(cases: &[&Case], order: &[usize], count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = cases.iter().map(|case| order[case.session as usize]).collect();
    let mut sessions = places.clone();
    sessions.sort_unstable();
    sessions.dedup();
    let count = count.min(sessions.len().max(1));
    for place in &mut places {
        *place = sessions.partition_point(|before| before < place) % count;
    }
    places
}

/// The cases whose fold is wanted.
pub(super) fn pick<'c>(cases: &[&'c Case], folds: &[usize], wanted: impl Fn(usize) -> bool) -> Vec<&'c Case> {
    cases.iter().zip(folds).filter(|(_, fold)| wanted(**fold)).map(|(case, _)| *case).collect()
}

/// The folds of the outer cross-validation.
pub(super) fn outer_folds(cases: &[&Case], order: &[usize]) -> Vec<usize> {
    folds(cases, order, FOLDS)
}
