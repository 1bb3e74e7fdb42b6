use gensvar::agreement::bootstrap::{self, Plan, Resampled, Summaries};
use gensvar::agreement::icc::{Anova, Form};
use gensvar::agreement::intervals::{Estimate, Method};
use gensvar::agreement::many::Metric;
use gensvar::agreement::ratings::Ratings;
use gensvar::agreement::statistic::Statistic;
use gensvar::agreement::sums::{self, Agreement, Layout};
use gensvar::agreement::weights::Weights;

use super::{ratings, scores};

/// Forty sessions of six units and three coders, with gaps; the third coder agrees less.
fn units() -> Vec<(u32, Vec<Option<u8>>)> {
    let cell = |unit: u32, coder: u32| {
        let mixed = unit.wrapping_mul(2_654_435_761) ^ (coder + 1).wrapping_mul(40_503).wrapping_mul(unit + 7);
        let errs = (mixed >> 7) % 10 < 2 + 2 * coder;
        let seen = (unit / 2 + u32::from(errs)) % 2;
        (!(mixed >> 11).is_multiple_of(11)).then_some(u8::try_from(seen).unwrap())
    };
    (0..240).map(|unit| (unit / 6, (0..3).map(|coder| cell(unit, coder)).collect())).collect()
}

fn statistics(agreement: Agreement<'_>) -> Vec<Statistic> {
    let mut all: Vec<Statistic> = agreement.pairs().map(|pair| pair.kappa(Weights::Identity)).collect();
    all.push(agreement.many().and_then(|many| many.alpha(Metric::Nominal)));
    all.push(agreement.many().and_then(|many| many.fleiss()));
    all.push(agreement.many().and_then(|many| many.ac(Weights::Identity)));
    all
}

fn by_sums(units: &[(u32, Vec<Option<u8>>)], plan: &Plan) -> Resampled {
    let table = ratings(2, units);
    let layout = Layout::of(&table);
    bootstrap::of_sums(&sums::by_session(&table), plan, |sums| statistics(layout.read(sums)))
}

fn all(resampled: &Resampled) -> Vec<Estimate> {
    (0..resampled.len()).map(|index| resampled.estimate(index).unwrap()).collect()
}

/// The code in one session only, so that draws without that session have no κ.
fn rare(units: &[(u32, Vec<Option<u8>>)]) -> Vec<(u32, Vec<Option<u8>>)> {
    let never = |row: &[Option<u8>]| row.iter().map(|cell| cell.map(|_| 0)).collect();
    units.iter().map(|(session, row)| (*session, if *session == 7 { row.clone() } else { never(row) })).collect()
}

#[test]
fn sums_of_sessions_are_the_same_as_coding_the_drawn_sessions_anew() {
    let (common, rare) = (units(), rare(&units()));
    for (units, method) in
        [(&common, Method::Percentile), (&common, Method::Bca), (&rare, Method::Percentile), (&rare, Method::Bca)]
    {
        let plan = Plan { draws: 300, method, ..Plan::default() };
        let quick = all(&by_sums(units, &plan));
        let anew = bootstrap::of_sessions(40, &plan, |sessions| {
            let mut drawn = Ratings::new(3, 2).unwrap();
            for session in sessions {
                let units = units.iter().filter(|unit| unit.0 as usize == *session);
                units.for_each(|(_, row)| drawn.push(0, row).unwrap());
            }
            super::on_all(&drawn, statistics)
        });
        for (quick, anew) in quick.iter().zip(all(&anew)) {
            let ends = |estimate: &Estimate| (estimate.interval.unwrap().low, estimate.interval.unwrap().high);
            let ((low, high), (low_anew, high_anew)) = (ends(quick), ends(&anew));
            assert!((low - low_anew).abs() < 1e-9 && (high - high_anew).abs() < 1e-9, "{quick:?} {anew:?}");
            assert_eq!((quick.method, quick.undefined_draws), (method, anew.undefined_draws));
            assert!(low < quick.value.unwrap() && quick.value.unwrap() < high);
        }
    }
}

#[test]
fn a_seed_gives_one_result_on_any_number_of_threads() {
    let plan = Plan { draws: 101, ..Plan::default() };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| all(&by_sums(&units(), &plan)))
    };
    assert_eq!(on(1), on(3));
    let other = all(&by_sums(&units(), &Plan { seed: 2, ..plan }));
    assert_ne!(on(1)[0].interval, other[0].interval);
}

/// Each session counts itself, so a draw's sum says how often each was drawn.
#[test]
fn as_many_sessions_are_drawn_as_there_are_each_as_likely_as_any_other() {
    let (sessions, draws) = (16, 20_000);
    let mut summaries = Summaries::zeros(sessions, sessions);
    (0..sessions).for_each(|session| summaries.row_mut(session)[session] = 1.0);
    let seen = std::sync::Mutex::new(Vec::new());
    let plan = Plan { draws, method: Method::Percentile, ..Plan::default() };
    bootstrap::of_sums(&summaries, &plan, |times| {
        seen.lock().unwrap().push(times.to_vec());
        vec![Ok(times[0])]
    });
    let seen = &seen.into_inner().unwrap()[1..]; // the first is the table itself
    assert_eq!(seen.len(), draws);
    assert!(seen.iter().all(|times| times.iter().sum::<f64>() == sessions as f64));
    let mean = |of: &dyn Fn(&Vec<f64>) -> f64| seen.iter().map(of).sum::<f64>() / draws as f64;
    for session in 0..sessions {
        let (times, squared) = (mean(&|times| times[session]), mean(&|times| times[session].powi(2)));
        // Binomial(16, 1/16): mean 1, variance 15/16; some six standard errors.
        assert!(
            (times - 1.0).abs() < 0.04 && (squared - times * times - 0.9375).abs() < 0.06,
            "{session}: {times} {squared}"
        );
    }
    let different: std::collections::BTreeSet<_> = seen.iter().map(|times| format!("{times:?}")).collect();
    assert!(different.len() > draws * 9 / 10, "{} different draws", different.len());
}

/// SciPy's own draws, 40,000 of them, against ours: equal but for chance.
#[test]
fn intervals_of_own_draws_as_scipy() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/agreement/golden/python.json");
    let python: serde_json::Value = serde_json::from_str(&fs_err::read_to_string(path).unwrap()).unwrap();
    let fine = python["bootstrap"].as_array().unwrap().iter().filter(|said| said["many_bca"].is_array());
    assert_eq!(fine.clone().count(), 4);
    for said in fine {
        let numbers = |key: &str| serde_json::from_value::<Vec<f64>>(said[key].clone()).unwrap();
        let (above, below) = (numbers("above"), numbers("below"));
        let mut summaries = Summaries::zeros(above.len(), 2);
        (0..above.len())
            .for_each(|session| summaries.row_mut(session).copy_from_slice(&[above[session], below[session]]));
        for (method, key) in [(Method::Percentile, "many_percentile"), (Method::Bca, "many_bca")] {
            let plan = Plan { draws: 40_000, level: said["level"].as_f64().unwrap(), method, ..Plan::default() };
            let ratio = bootstrap::of_sums(&summaries, &plan, |sums| vec![Ok(sums[0] / sums[1])]).estimate(0).unwrap();
            let (found, said) = (ratio.interval.unwrap(), numbers(key));
            let width = said[1] - said[0];
            assert!(
                (found.low - said[0]).abs() < 0.03 * width && (found.high - said[1]).abs() < 0.03 * width,
                "{found:?} {said:?}"
            );
        }
    }
}

#[test]
fn a_difference_is_drawn_with_both_from_the_same_sessions() {
    let plan = Plan { draws: 500, ..Plan::default() };
    let drawn = by_sums(&units(), &plan);
    let itself = drawn.difference(0, 0).unwrap();
    assert_eq!(
        (itself.value, itself.interval.map(|interval| (interval.low, interval.high))),
        (Ok(0.0), Ok((0.0, 0.0)))
    );
    let (one, other) = (drawn.estimate(0).unwrap(), drawn.estimate(2).unwrap());
    let (difference, reversed) = (drawn.difference(0, 2).unwrap(), drawn.difference(2, 0).unwrap());
    assert_eq!(difference.value.unwrap(), one.value.unwrap() - other.value.unwrap());
    let (interval, reversed) = (difference.interval.unwrap(), reversed.interval.unwrap());
    assert!((interval.low + reversed.high).abs() < 1e-9 && (interval.high + reversed.low).abs() < 1e-9);

    // The same statistic made inside the draws gives the same interval.
    let table = ratings(2, &units());
    let layout = Layout::of(&table);
    let inside = bootstrap::of_sums(&sums::by_session(&table), &plan, |sums| {
        let all = statistics(layout.read(sums));
        vec![all[0].and_then(|one| all[2].map(|other| one - other))]
    });
    assert_eq!(inside.estimate(0), Some(difference));
    assert_eq!(drawn.difference(0, 99), None);
}

#[test]
fn codes_side_by_side_are_drawn_as_each_alone() {
    let table = ratings(2, &units());
    let layout = Layout::of(&table);
    let plan = Plan { draws: 50, ..Plan::default() };
    let alone = by_sums(&units(), &plan);
    let one = sums::by_session(&table);
    let together = Summaries::beside(&[one.clone(), one]);
    let drawn = bootstrap::of_sums(&together, &plan, |sums| {
        sums.chunks_exact(layout.width()).flat_map(|code| statistics(layout.read(code))).collect()
    });
    assert_eq!(drawn.len(), 2 * alone.len());
    assert_eq!(all(&drawn)[alone.len()..], all(&alone));
}

#[test]
fn session_scores_are_drawn_by_picking_sessions() {
    let rows: Vec<Vec<Option<f64>>> = (0..30)
        .map(|session| {
            vec![
                Some(f64::from(session % 7)),
                Some(f64::from((session * 3) % 7)),
                Some(f64::from(session % 7 + session % 2)),
            ]
        })
        .collect();
    let scores = scores(&rows);
    let plan = Plan { draws: 400, ..Plan::default() };
    let drawn = bootstrap::of_sessions(scores.sessions(), &plan, |sessions| {
        let picked = scores.pick(sessions);
        assert!(picked.sessions() == sessions.len());
        vec![Anova::of(&picked).and_then(|anova| anova.icc(Form::AgreementSingle)), picked.pair(0, 2).spearman()]
    });
    for estimate in all(&drawn) {
        let (value, interval) = (estimate.value.unwrap(), estimate.interval.unwrap());
        assert!(interval.low < value && value < interval.high && estimate.undefined_draws == 0.0, "{estimate:?}");
    }
}
