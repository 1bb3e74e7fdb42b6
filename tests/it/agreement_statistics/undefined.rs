use gensvar::agreement::bootstrap::{self, Plan};
use gensvar::agreement::detection::Detection;
use gensvar::agreement::icc::{self, Anova, Form};
use gensvar::agreement::intervals::Method;
use gensvar::agreement::many::Metric;
use gensvar::agreement::pairs;
use gensvar::agreement::ratings::{BadRatings, Ratings};
use gensvar::agreement::scores::Scores;
use gensvar::agreement::statistic::{Side, Undefined};
use gensvar::agreement::sums::{self, Layout};
use gensvar::agreement::weights::Weights;

use super::{on_all, ratings, scores};

#[test]
fn a_code_never_used_has_no_kappa_but_a_reason() {
    let never = ratings(2, &[(0, vec![Some(0); 3]), (1, vec![Some(0); 3]), (1, vec![Some(0), None, Some(0)])]);
    on_all(&never, |agreement| {
        let (pair, many) = (agreement.pair(0, 1).unwrap(), agreement.many().unwrap());
        let reason = Err(Undefined::OneCategory { category: 0 });
        assert_eq!(pair.kappa(Weights::Identity), reason);
        assert_eq!(many.fleiss(), reason);
        assert_eq!(many.alpha(Metric::Nominal), reason);
        let detection = Detection::of(&pair, 1);
        assert_eq!(detection.precision(), Err(Undefined::NeverUsed { by: Side::Estimate }));
        assert_eq!(detection.recall(), Err(Undefined::NeverUsed { by: Side::Reference }));
        assert_eq!(detection.f1(), Err(Undefined::NeverUsed { by: Side::Either }));
        assert_eq!((pair.percent(), pair.pabak(), many.ac(Weights::Identity)), (Ok(1.0), Ok(1.0), Ok(1.0)));
    });
    let always = ratings(2, &[(0, vec![Some(1); 2])]);
    on_all(&always, |agreement| {
        let kappa = agreement.pair(0, 1).unwrap().kappa(Weights::Identity);
        assert_eq!(kappa, Err(Undefined::OneCategory { category: 1 }));
    });
}

#[test]
fn one_coder_and_coders_who_share_no_unit() {
    on_all(&ratings(2, &[(0, vec![Some(1)])]), |agreement| {
        assert_eq!(agreement.many().err(), Some(Undefined::OneCoder));
        assert_eq!(agreement.pairs().count(), 0);
    });
    on_all(&ratings(2, &[(0, vec![Some(1), None]), (0, vec![None, Some(0)])]), |agreement| {
        assert_eq!(agreement.pair(1, 1).err(), Some(Undefined::OneCoder));
        assert_eq!(agreement.pair(0, 2).err(), Some(Undefined::OneCoder));
        let (pair, many) = (agreement.pair(0, 1).unwrap(), agreement.many().unwrap());
        for statistic in [pair.percent(), pair.kappa(Weights::Linear), pair.pabak()] {
            assert_eq!(statistic, Err(Undefined::NothingShared));
        }
        for statistic in [many.percent(), many.fleiss(), many.alpha(Metric::Ordinal), many.ac(Weights::Ordinal)] {
            assert_eq!(statistic, Err(Undefined::NothingShared));
        }
    });
    assert_eq!(pairs::mean(&[]), Err(Undefined::OneCoder));
    assert_eq!(pairs::mean(&[Err(Undefined::NothingShared), Ok(0.5), Ok(0.7)]), Ok(0.6));
}

#[test]
fn tables_without_units_categories_or_coders() {
    for (coders, categories) in [(0, 0), (0, 2), (2, 0), (2, 1), (3, 255)] {
        on_all(&Ratings::new(coders, categories).unwrap(), |agreement| {
            assert!(agreement.pairs().all(|pair| pair.kappa(Weights::Quadratic).is_err() && pair.pabak().is_err()));
            assert!(agreement.many().is_err() || agreement.many().unwrap().ac(Weights::Identity).is_err());
        });
    }
    on_all(&ratings(1, &[(0, vec![Some(0); 2])]), |agreement| {
        let reason = Err(Undefined::OneCategory { category: 0 });
        assert_eq!(
            (agreement.pair(0, 1).unwrap().pabak(), agreement.many().unwrap().ac(Weights::Identity)),
            (reason, reason)
        );
    });
    assert_eq!(Ratings::new(2, 256).err(), Some(BadRatings::TooManyCategories(256)));
    assert_eq!(Ratings::new(2, 2).unwrap().push(0, &[Some(2), None]), Err(BadRatings::UnknownCategory));
    assert_eq!(Ratings::new(2, 2).unwrap().push(0, &[None]), Err(BadRatings::RowLength { found: 1, coders: 2 }));
    assert_eq!(Scores::new(1).push(&[Some(f64::NAN)]), Err(BadRatings::NotANumber));
    assert_eq!(Scores::new(1).push(&[Some(1e60)]), Err(BadRatings::NotANumber));
    assert_eq!(Ratings::with_values(2, vec![1.0, 1.0]).err(), Some(BadRatings::NotAscending));
}

#[test]
fn sessions_that_do_not_differ_have_no_icc() {
    let icc = |rows: &[[f64; 2]], form| {
        Anova::of(&scores(&rows.iter().map(|row| row.map(Some).to_vec()).collect::<Vec<_>>()))?.icc(form)
    };
    let constant = [[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]];
    let biased = [[0.1, 0.7], [0.1, 0.7], [0.1, 0.7]];
    for form in Form::ALL {
        assert_eq!(icc(&constant, form), Err(Undefined::NoVariance));
        assert_eq!(icc(&constant[..1], form), Err(Undefined::TooFew { found: 1, needed: 2 }));
    }
    assert_eq!(icc(&biased, Form::ConsistencySingle), Err(Undefined::NoVariance));
    assert_eq!(icc(&biased, Form::AgreementSingle), Ok(0.0));
    assert_eq!(icc(&[[1.0, 0.0], [0.0, 1.0]], Form::AgreementSingle), Err(Undefined::NoVariance));
    assert_eq!(Anova::of(&scores(&[vec![Some(1.0)], vec![Some(2.0)]])).err(), Some(Undefined::OneCoder));
    let never_both = scores(&[vec![Some(1.0), None], vec![None, Some(2.0)]]);
    assert_eq!(Anova::of(&never_both).err(), Some(Undefined::TooFew { found: 0, needed: 2 }));
    assert_eq!(icc::alpha(&never_both), Err(Undefined::NothingShared));
    assert_eq!(icc::alpha(&scores(&[vec![Some(0.1); 3], vec![Some(0.1); 3]])), Err(Undefined::NoVariance));
}

#[test]
fn pairs_of_too_few_sessions_or_without_variance() {
    let none = scores(&[vec![Some(1.0), None]]).pair(0, 1);
    assert_eq!(
        (none.bias(), none.within(1.0), none.spearman()),
        (Err(Undefined::NothingShared), Err(Undefined::NothingShared), Err(Undefined::NothingShared))
    );
    let one = scores(&[vec![Some(1.0), Some(3.0)]]).pair(0, 1);
    let too_few = Undefined::TooFew { found: 1, needed: 2 };
    assert_eq!((one.bias(), one.within(1.0)), (Ok(2.0), Ok(0.0)));
    assert_eq!((one.bland_altman(0.95).err(), one.kendall()), (Some(too_few), Err(too_few)));
    let flat = scores(&[vec![Some(1.0), Some(3.0)], vec![Some(1.0), Some(4.0)]]).pair(0, 1);
    assert_eq!((flat.spearman(), flat.kendall()), (Err(Undefined::NoVariance), Err(Undefined::NoVariance)));
    let same = scores(&[vec![Some(1.0), Some(2.0)], vec![Some(3.0), Some(4.0)]]).pair(0, 1).bland_altman(0.95).unwrap();
    assert_eq!((same.bias, same.lower, same.upper, same.deviation), (1.0, 1.0, 1.0, 0.0));
    assert_eq!(scores(&[vec![Some(1.0)]]).pair(0, 9).sessions(), 0);
}

#[test]
fn a_bootstrap_says_what_it_could_not_draw() {
    let plan = Plan { draws: 200, ..Plan::default() };
    // The code was used in one session of four: some draws miss it.
    let rare = ratings(
        2,
        &[
            (0, vec![Some(1), Some(1)]),
            (0, vec![Some(0), Some(1)]),
            (1, vec![Some(0); 2]),
            (2, vec![Some(0); 2]),
            (3, vec![Some(0); 2]),
        ],
    );
    let of_kappa = |table: &Ratings, plan: &Plan| {
        let layout = Layout::of(table);
        let kappa = |sums: &[f64]| vec![layout.read(sums).pair(0, 1).and_then(|pair| pair.kappa(Weights::Identity))];
        bootstrap::of_sums(&sums::by_session(table), plan, kappa).estimate(0).unwrap()
    };
    let drawn = of_kappa(&rare, &plan);
    let share_without = 0.75_f64.powi(4);
    assert!((drawn.undefined_draws - share_without).abs() < 0.1, "{drawn:?}");
    let interval = drawn.interval.unwrap();
    assert!(interval.low.is_finite() && interval.low <= interval.high);

    let one_session = ratings(2, &[(0, vec![Some(1), Some(1)]), (0, vec![Some(0), Some(1)]), (0, vec![Some(0); 2])]);
    let alone = of_kappa(&one_session, &plan);
    assert!(alone.value.is_ok());
    assert_eq!(alone.interval, Err(Undefined::NoDraw));
    assert_eq!(of_kappa(&rare, &Plan { draws: 0, ..plan }).interval, Err(Undefined::NoDraw));
    let never = ratings(2, &[(0, vec![Some(0); 2]), (1, vec![Some(0); 2])]);
    assert_eq!(of_kappa(&never, &plan).interval, Err(Undefined::OneCategory { category: 0 }));
    let nobody = of_kappa(&Ratings::new(2, 2).unwrap(), &plan);
    assert_eq!((nobody.value, nobody.interval), (Err(Undefined::NothingShared), Err(Undefined::NothingShared)));

    // Perfect agreement in every session: every draw that has a value is 1, so BCa has none.
    let perfect =
        ratings(2, &[(0, vec![Some(1); 2]), (0, vec![Some(0); 2]), (1, vec![Some(1); 2]), (1, vec![Some(0); 2])]);
    let perfect = of_kappa(&perfect, &plan);
    assert_eq!((perfect.value, perfect.method), (Ok(1.0), Method::Percentile));
    assert_eq!(perfect.interval.map(|interval| (interval.low, interval.high)), Ok((1.0, 1.0)));
}
