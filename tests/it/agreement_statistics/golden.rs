use std::path::Path;

use gensvar::agreement::detection::Detection;
use gensvar::agreement::icc::{self, Anova, Form};
use gensvar::agreement::intervals;
use gensvar::agreement::many::Metric;
use gensvar::agreement::ratings::Ratings;
use gensvar::agreement::statistic::{Interval, Statistic};
use gensvar::agreement::weights::Weights;
use serde_json::Value;

use super::{on_all, scores};

const WEIGHTS: [(&str, Weights); 4] = [
    ("identity", Weights::Identity),
    ("linear", Weights::Linear),
    ("quadratic", Weights::Quadratic),
    ("ordinal", Weights::Ordinal),
];

/// Statistics to 1e-9; intervals to 1e-6.
const CLOSE: f64 = 1e-9;
const CLOSE_INTERVAL: f64 = 1e-6;

fn golden(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/agreement/golden").join(name);
    serde_json::from_str(&fs_err::read_to_string(path).unwrap()).unwrap()
}

/// The tables of one kind, each with what Python and R said of it.
fn tables(kind: &str) -> Vec<[Value; 3]> {
    let [tables, python, r] = ["tables.json", "python.json", "r.json"].map(|name| golden(name)[kind].take());
    let all: Vec<_> = (0..tables.as_array().unwrap().len())
        .map(|index| [&tables, &python, &r].map(|file| file[index].clone()))
        .collect();
    assert!(all.len() > 40);
    for [table, python, r] in &all {
        assert!(table["name"] == python["name"] && table["name"] == r["name"]);
    }
    all
}

/// Counts what was compared, so that a comparison of nothing fails.
#[derive(Default)]
struct Compared(usize);

impl Compared {
    #[track_caller]
    fn equal(&mut self, found: Statistic, said: &Value, what: &str) {
        let Some(said) = said.as_f64() else {
            assert!(found.is_err(), "{what}: {found:?}, where there is no figure");
            return;
        };
        let found = found.unwrap_or_else(|reason| panic!("{what}: {reason}, not {said}"));
        assert!((found - said).abs() <= CLOSE * said.abs().max(1.0), "{what}: {found}, not {said}");
        self.0 += 1;
    }
}

#[track_caller]
fn interval_equal(found: Interval, low: &Value, high: &Value, what: &str) {
    for (found, said) in [(found.low, low), (found.high, high)] {
        let said = said.as_f64().unwrap();
        assert!((found - said).abs() <= CLOSE_INTERVAL * said.abs().max(1.0), "{what}: {found}, not {said}");
    }
}

fn ratings_of(table: &Value) -> Ratings {
    let rows: Vec<Vec<Option<u8>>> = serde_json::from_value(table["rows"].clone()).unwrap();
    let mut ratings =
        Ratings::with_values(rows[0].len(), serde_json::from_value(table["values"].clone()).unwrap()).unwrap();
    rows.iter().zip(0..).for_each(|(row, unit)| ratings.push(unit, row).unwrap());
    ratings
}

#[test]
fn many_coders_as_irrcac_krippendorff_and_statsmodels() {
    let mut compared = Compared::default();
    for [table, python, _] in tables("ratings") {
        let (said, name) = (&python["many"], &table["name"]);
        on_all(&ratings_of(&table), |agreement| {
            let many = agreement.many().unwrap();
            compared.equal(many.percent(), &said["percent"], &format!("{name} percent"));
            compared.equal(many.fleiss(), &said["fleiss"], &format!("{name} fleiss"));
            for (metric, key) in [
                (Metric::Nominal, "alpha_nominal"),
                (Metric::Ordinal, "alpha_ordinal"),
                (Metric::Interval, "alpha_interval"),
            ] {
                compared.equal(many.alpha(metric), &said[key], &format!("{name} {key}"));
            }
            for (key, weights) in WEIGHTS {
                compared.equal(many.ac(weights), &said[format!("ac_{key}")], &format!("{name} ac {key}"));
            }
        });
    }
    assert!(compared.0 > 350, "{}", compared.0);
}

#[test]
fn pairs_as_scikit_learn_statsmodels_and_irrcac() {
    let mut compared = Compared::default();
    for [table, python, _] in tables("ratings") {
        let ratings = ratings_of(&table);
        for said in python["pairs"].as_array().unwrap() {
            let coders: [usize; 2] = serde_json::from_value(said["coders"].clone()).unwrap();
            let what = format!("{} {coders:?}", table["name"]);
            on_all(&ratings, |agreement| {
                let pair = agreement.pair(coders[0], coders[1]).unwrap();
                compared.equal(pair.percent(), &said["percent"], &what);
                compared.equal(pair.pabak(), &said["pabak"], &what);
                for (key, weights) in WEIGHTS {
                    compared.equal(pair.kappa(weights), &said[format!("kappa_{key}")], &format!("{what} {key}"));
                }
                for category in 0..pair.categories() {
                    let detection = Detection::of(&pair, category);
                    compared.equal(detection.precision(), &said["precision"][category], &what);
                    compared.equal(detection.recall(), &said["recall"][category], &what);
                    compared.equal(detection.f1(), &said["f1"][category], &what);
                }
            });
        }
    }
    assert!(compared.0 > 3000, "{}", compared.0);
}

#[test]
fn kappa_as_vcd_and_psych() {
    let mut compared = 0;
    for [table, _, r] in tables("ratings") {
        let equal_steps = table["values"]
            .as_array()
            .unwrap()
            .windows(2)
            .all(|two| two[1].as_f64() == two[0].as_f64().map(|x| x + 1.0));
        let weighted = [("kappa", Weights::Identity), ("linear", Weights::Linear), ("quadratic", Weights::Quadratic)];
        for (key, weights) in weighted.into_iter().filter(|(key, _)| equal_steps || *key == "kappa") {
            let Some(said) = r[key].as_f64() else { continue };
            let found = on_all(&ratings_of(&table), |agreement| agreement.pair(0, 1)?.kappa(weights)).unwrap();
            assert!((found - said).abs() <= CLOSE, "{} {key}: {found}, not {said}", table["name"]);
            compared += 1;
        }
    }
    assert!(compared > 40, "{compared}");
}

/// The names under which pingouin and psych (as make.R writes it) tell the forms.
const FORMS: [(Form, &str, &str); 6] = [
    (Form::OneWaySingle, "ICC(1,1)", "ICC(1)"),
    (Form::AgreementSingle, "ICC(A,1)", "ICC(A,1)"),
    (Form::ConsistencySingle, "ICC(C,1)", "ICC(C,1)"),
    (Form::OneWayMean, "ICC(1,k)", "ICC(k)"),
    (Form::AgreementMean, "ICC(A,k)", "ICC(A,k)"),
    (Form::ConsistencyMean, "ICC(C,k)", "ICC(C,k)"),
];

#[test]
fn icc_and_its_intervals_as_psych_and_pingouin() {
    let mut compared = Compared::default();
    for [table, python, r] in tables("scores") {
        let anova = Anova::of(&scores(&serde_json::from_value::<Vec<_>>(table["rows"].clone()).unwrap())).unwrap();
        assert_eq!(anova.sessions() as u64, python["complete"].as_u64().unwrap());
        for (form, pingouin, psych) in FORMS {
            for said in [&python["icc"][pingouin], &r["icc"][psych]] {
                let what = format!("{} {}", table["name"], form.name());
                compared.equal(anova.icc(form), &said[0], &what);
                interval_equal(anova.interval(form, 0.95).unwrap(), &said[1], &said[2], &what);
            }
        }
    }
    assert!(compared.0 > 480, "{}", compared.0);
}

#[test]
fn session_scores_as_scipy_r_and_krippendorff() {
    let mut compared = Compared::default();
    for [table, python, r] in tables("scores") {
        let what = &table["name"].to_string();
        let scores = scores(&serde_json::from_value::<Vec<_>>(table["rows"].clone()).unwrap());
        compared.equal(icc::alpha(&scores), &python["alpha"], what);
        let pair = scores.pair(0, 1);
        for said in [&python, &r] {
            compared.equal(pair.spearman(), &said["spearman"], what);
            compared.equal(pair.kendall(), &said["kendall"], what);
        }
        compared.equal(pair.within(1.0), &python["within_1"], what);
        let (found, said) = (pair.bland_altman(0.95).unwrap(), &python["bland_altman"]);
        compared.equal(pair.bias(), &said["bias"][0], what);
        for (key, value, interval) in [
            ("bias", found.bias, found.bias_interval),
            ("lower", found.lower, found.lower_interval),
            ("upper", found.upper, found.upper_interval),
        ] {
            compared.equal(Ok(value), &said[key][0], what);
            interval_equal(interval, &said[key][1], &said[key][2], what);
        }
    }
    assert!(compared.0 > 380, "{}", compared.0);
}

#[test]
fn intervals_of_given_draws_as_scipy() {
    let python = golden("python.json");
    for said in python["bootstrap"].as_array().unwrap() {
        let numbers = |key: &str| serde_json::from_value::<Vec<f64>>(said[key].clone()).unwrap();
        let (level, value) = (said["level"].as_f64().unwrap(), said["value"].as_f64().unwrap());
        let mut draws = numbers("draws");
        draws.sort_by(f64::total_cmp);
        let percentile = intervals::percentile(&draws, level).unwrap();
        interval_equal(percentile, &said["percentile"][0], &said["percentile"][1], "percentile");
        let bca = intervals::bca(&draws, value, &numbers("left_out"), level).unwrap();
        interval_equal(bca, &said["bca"][0], &said["bca"][1], "BCa");
    }
}

/// What the authors themselves printed.
#[test]
fn published_figures() {
    let ratings: Vec<_> = tables("ratings").into_iter().map(|[table, ..]| ratings_of(&table)).collect();
    let [fleiss, krippendorff, cohen] = [0, 1, 2].map(|index| &ratings[index]);
    let printed =
        |found: Statistic, said: f64| assert!((found.unwrap() - said).abs() < 5.1e-4, "{found:?}, not {said}");
    on_all(fleiss, |agreement| printed(agreement.many().unwrap().fleiss(), 0.430));
    on_all(krippendorff, |agreement| {
        let many = agreement.many().unwrap();
        printed(many.alpha(Metric::Nominal), 0.743);
        printed(many.alpha(Metric::Ordinal), 0.815);
        printed(many.alpha(Metric::Interval), 0.849);
        printed(many.ac(Weights::Identity), 0.775);
    });
    on_all(cohen, |agreement| printed(agreement.pair(0, 1).unwrap().kappa(Weights::Identity), 0.492));
    let shrout_fleiss = tables("scores").swap_remove(0)[0]["rows"].take();
    let anova = Anova::of(&scores(&serde_json::from_value::<Vec<_>>(shrout_fleiss).unwrap())).unwrap();
    for (form, said) in Form::ALL.into_iter().zip([0.17, 0.29, 0.71, 0.44, 0.62, 0.91]) {
        assert!((anova.icc(form).unwrap() - said).abs() < 5.1e-3, "{}", form.shrout_fleiss());
    }
}
