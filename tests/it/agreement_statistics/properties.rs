use gensvar::agreement::icc::{self, Anova, Form};
use gensvar::agreement::many::Metric;
use gensvar::agreement::statistic::Statistic;
use gensvar::agreement::sums::Agreement;
use gensvar::agreement::weights::Weights;
use proptest::prelude::*;

use super::{on_all, ratings, scores};

const WEIGHTS: [Weights; 4] = [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal];
const METRICS: [Metric; 3] = [Metric::Nominal, Metric::Ordinal, Metric::Interval];

type Rows = Vec<(u32, Vec<Option<u8>>)>;

/// Categories and units with gaps, of two to five coders in up to four sessions.
fn tables() -> impl Strategy<Value = (u8, Rows)> {
    (2..5_u8, 2..6_usize).prop_flat_map(|(categories, coders)| {
        let cell = prop_oneof![1 => Just(None), 5 => (0..categories).prop_map(Some)];
        let row = (0..4_u32, prop::collection::vec(cell, coders));
        (Just(categories), prop::collection::vec(row, 1..25))
    })
}

/// All statistics that do not ask which coder is which.
fn of_many(agreement: Agreement<'_>) -> Vec<Statistic> {
    let many = agreement.many().unwrap();
    let mut all = vec![many.percent(), many.fleiss()];
    all.extend(METRICS.map(|metric| many.alpha(metric)));
    all.extend(WEIGHTS.map(|weights| many.ac(weights)));
    all
}

fn of_pair(agreement: Agreement<'_>, first: usize, second: usize) -> Vec<Statistic> {
    let pair = agreement.pair(first, second).unwrap();
    let mut all = vec![pair.percent(), pair.pabak()];
    all.extend(WEIGHTS.map(|weights| pair.kappa(weights)));
    all
}

fn all(categories: u8, rows: &Rows) -> Vec<Statistic> {
    let both = |agreement: Agreement<'_>| [of_many(agreement), of_pair(agreement, 0, 1)].concat();
    on_all(&ratings(usize::from(categories), rows), both)
}

fn of_scores(rows: &[Vec<Option<f64>>]) -> Vec<Statistic> {
    let scores = scores(rows);
    let anova = Anova::of(&scores);
    let mut all: Vec<Statistic> = Form::ALL.iter().map(|form| anova.and_then(|anova| anova.icc(*form))).collect();
    all.push(icc::alpha(&scores));
    all
}

fn close(one: &Statistic, other: &Statistic) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        _ => one.is_err() == other.is_err(),
    }
}

fn all_close(one: &[Statistic], other: &[Statistic]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| close(one, other))
}

proptest! {
    #[test]
    fn figures_are_finite_and_at_most_one((categories, rows) in tables()) {
        for figure in all(categories, &rows).into_iter().flatten() {
            prop_assert!(figure.is_finite() && figure <= 1.0, "{figure}");
        }
        on_all(&ratings(usize::from(categories), &rows), |agreement| {
            for pair in agreement.pairs() {
                for weights in WEIGHTS {
                    prop_assert!(pair.kappa(weights).is_ok_and(|kappa| kappa >= -1.0 - 1e-12) || pair.kappa(weights).is_err());
                }
                prop_assert!(pair.percent().is_ok_and(|share| share >= 0.0) || pair.units() == 0.0);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_pair_is_the_same_from_either_side((categories, rows) in tables()) {
        on_all(&ratings(usize::from(categories), &rows), |agreement| {
            prop_assert!(all_close(&of_pair(agreement, 0, 1), &of_pair(agreement, 1, 0)));
            let (one, other) = (agreement.pair(0, 1).unwrap(), agreement.pair(1, 0).unwrap());
            prop_assert_eq!(one.count(0, 1), other.count(1, 0));
            Ok(())
        })?;
    }

    #[test]
    fn nothing_depends_on_the_order_of_units_coders_or_sessions((categories, rows) in tables()) {
        let of = |rows: &Rows| on_all(&ratings(usize::from(categories), rows), of_many);
        let backwards: Rows = rows.iter().rev().map(|(session, row)| (3 - session, row.iter().rev().copied().collect())).collect();
        prop_assert!(all_close(&of(&rows), &of(&backwards)));
    }

    /// Nominal statistics do not know the categories' order; the others stand a scale on its head.
    #[test]
    fn categories_may_change_places((categories, rows) in tables()) {
        let renamed = |name: &dyn Fn(u8) -> u8| -> Rows {
            rows.iter().map(|(session, row)| (*session, row.iter().map(|cell| cell.map(name)).collect())).collect()
        };
        prop_assert!(all_close(&all(categories, &rows), &all(categories, &renamed(&|category| categories - 1 - category))));
        let nominal = |rows: &Rows| on_all(&ratings(usize::from(categories), rows), |agreement| {
            let (many, pair) = (agreement.many().unwrap(), agreement.pair(0, 1).unwrap());
            [many.fleiss(), many.alpha(Metric::Nominal), many.ac(Weights::Identity), pair.kappa(Weights::Identity)]
        });
        prop_assert!(all_close(&nominal(&rows), &nominal(&renamed(&|category| (category + 1) % categories))));
    }

    #[test]
    fn coders_who_agree_on_everything_agree_perfectly((categories, rows) in tables()) {
        let agreed: Rows = rows.iter().map(|(session, row)| (*session, vec![row[0]; row.len()])).collect();
        let used: std::collections::BTreeSet<u8> = agreed.iter().filter_map(|(_, row)| row[0]).collect();
        for figure in all(categories, &agreed) {
            prop_assert!(figure == Ok(1.0) || (figure.is_err() && used.len() < 2), "{figure:?}");
        }
    }

    /// Not α: its n − 1 tells small samples from large ones.
    #[test]
    fn units_coded_twice_over_change_nothing_but_alpha((categories, rows) in tables()) {
        let twice: Rows = [rows.clone(), rows.clone()].concat();
        let (once, twice) = (all(categories, &rows), all(categories, &twice));
        for (index, (once, twice)) in once.iter().zip(&twice).enumerate() {
            prop_assert!(close(once, twice) || (2..5).contains(&index), "{index}: {once:?} {twice:?}");
        }
    }

    #[test]
    fn a_unit_that_nobody_coded_changes_nothing((categories, rows) in tables()) {
        let mut more = rows.clone();
        more.push((9, vec![None; rows[0].1.len()]));
        prop_assert!(all_close(&all(categories, &rows), &all(categories, &more)));
    }

    /// On complete tables of two coders who use categories alike, the many-coder figures know their two-coder kin.
    #[test]
    fn with_two_categories_all_weights_and_metrics_are_one(rows in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, 0..2_u8), 3), 1..20)) {
        let rows: Rows = rows.into_iter().map(|row| (0, row)).collect();
        on_all(&ratings(2, &rows), |agreement| {
            let (many, pair) = (agreement.many().unwrap(), agreement.pair(0, 2).unwrap());
            for weights in WEIGHTS {
                prop_assert!(close(&many.ac(weights), &many.ac(Weights::Identity)));
                prop_assert!(close(&pair.kappa(weights), &pair.kappa(Weights::Identity)));
            }
            for metric in METRICS {
                prop_assert!(close(&many.alpha(metric), &many.alpha(Metric::Nominal)));
            }
            Ok(())
        })?;
    }

    #[test]
    fn icc_knows_neither_order_nor_unit_of_measurement(
        rows in prop::collection::vec(prop::collection::vec(0..12_i32, 3), 2..15),
        shift in -50..50_i32, scale in 1..9_i32,
    ) {
        let of = |cell: &dyn Fn(i32) -> i32| -> Vec<Vec<Option<f64>>> {
            rows.iter().map(|row| row.iter().map(|score| Some(f64::from(cell(*score)))).collect()).collect()
        };
        let plain = of(&|score| score);
        let figures = of_scores(&plain);
        prop_assert!(figures.iter().flatten().all(|figure| figure.is_finite() && *figure <= 1.0 + 1e-12));
        prop_assert!(all_close(&figures, &of_scores(&of(&|score| score * scale + shift))));
        let turned: Vec<Vec<_>> = plain.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        prop_assert!(all_close(&figures, &of_scores(&turned)));
        if let Ok(anova) = Anova::of(&scores(&plain)) {
            for form in Form::ALL {
                let (Ok(value), Ok(interval)) = (anova.icc(form), anova.interval(form, 0.9)) else { continue };
                // The approximation for absolute agreement may miss a negative coefficient.
                prop_assert!(value < 0.0 || (interval.low <= value + 1e-9 && value <= interval.high + 1e-9), "{form:?} {value} {interval:?}");
            }
        }
    }

    #[test]
    fn a_constant_bias_costs_agreement_but_not_consistency(
        scores_of_one in prop::collection::vec(0..10_i32, 3..12), bias in 1..5_i32,
    ) {
        prop_assume!(scores_of_one.iter().any(|score| *score != scores_of_one[0]));
        let rows: Vec<Vec<Option<f64>>> =
            scores_of_one.iter().map(|score| vec![Some(f64::from(*score)), Some(f64::from(score + bias))]).collect();
        let table = scores(&rows);
        let anova = Anova::of(&table).unwrap();
        prop_assert!(close(&anova.icc(Form::ConsistencySingle), &Ok(1.0)));
        prop_assert!(anova.icc(Form::AgreementSingle).unwrap() < 1.0);
        let pair = table.pair(0, 1);
        prop_assert_eq!((pair.bias(), pair.spearman(), pair.kendall()), (Ok(f64::from(bias)), Ok(1.0), Ok(1.0)));
        prop_assert_eq!(pair.within(1.0), Ok(if bias == 1 { 1.0 } else { 0.0 }));
    }

    #[test]
    fn ranks_turn_with_the_order(pairs in prop::collection::vec((0..6_i32, 0..6_i32), 2..40)) {
        let of = |sign: i32| {
            let rows: Vec<_> = pairs.iter().map(|(a, b)| vec![Some(f64::from(*a)), Some(f64::from(sign * b))]).collect();
            scores(&rows).pair(0, 1)
        };
        let (straight, turned) = (of(1), of(-1));
        for (one, other) in [(straight.spearman(), turned.spearman()), (straight.kendall(), turned.kendall())] {
            prop_assert!(close(&one, &other.map(|figure| -figure)));
            prop_assert!(one.is_err() || one.unwrap().abs() <= 1.0);
        }
    }

    #[test]
    fn decisions_by_threshold_are_counts_of_cuts(values in prop::collection::vec((1..6_i32, 1..6_i32), 1..20)) {
        let rows: Vec<_> = values.iter().map(|(a, b)| vec![Some(f64::from(*a)), Some(f64::from(*b))]).collect();
        let decided = scores(&rows).decisions(&[3.5, 4.0]).unwrap();
        let good = values.iter().filter(|(a, b)| *a >= 4 && *b >= 4).count() as f64;
        on_all(&decided, |agreement| {
            let pair = agreement.pair(0, 1).unwrap();
            prop_assert_eq!((pair.count(2, 2), pair.categories()), (good, 3));
            prop_assert_eq!(pair.units(), values.len() as f64);
            Ok(())
        })?;
        prop_assert!(scores(&rows).ratings(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap().units() == values.len());
    }
}
