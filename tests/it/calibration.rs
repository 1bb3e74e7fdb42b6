//! Learning from a group's own coded sessions: golden fits, what is learnt and what is left, files, and their use.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gensvar::agreement::bootstrap::Plan;
use gensvar::agreement::calibrate::{CalibrateError, best_threshold, calibrate, fit_platt, kappa};
use gensvar::coding::calibration::{Adjustment, Head, log_odds};
use gensvar::coding::calibration_file::{self, CalibrationError, CalibrationFile, FittedHead};
use gensvar::models::store::Store;
use proptest::prelude::*;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ending, files, fixture, gensvar, run_demo};

/// A table of the golden file: probability, yes, weight.
fn cases(table: &Value) -> Vec<(f64, bool, f64)> {
    let column = |name: &str| table[name].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect::<Vec<_>>();
    let (p, yes, weight) = (column("probability"), column("yes"), column("weight"));
    (0..p.len()).map(|at| (p[at], yes[at] > 0.5, weight[at])).collect()
}

fn golden() -> Vec<Value> {
    serde_json::from_str(&fs_err::read_to_string(fixture("agreement/calibration/golden.json")).unwrap()).unwrap()
}

/// κ of a threshold.
fn kappa_at(cases: &[(f64, bool, f64)], threshold: f64) -> f64 {
    let mut table = [0.0; 4];
    cases.iter().for_each(|(p, yes, weight)| {
        table[2 * usize::from(*yes) + usize::from(*p >= threshold)] += weight;
    });
    kappa(&table).unwrap()
}

#[test]
fn platt_scaling_and_thresholds_are_those_of_scikit_learn() {
    let golden = golden();
    assert_eq!(golden.len(), 4);
    for table in golden {
        let cases = cases(&table);
        let (a, b) = fit_platt(cases.iter().map(|(p, yes, weight)| (log_odds(*p), *yes, *weight))).unwrap();
        let (wanted_a, wanted_b) = (table["a"].as_f64().unwrap(), table["b"].as_f64().unwrap());
        assert!((a - wanted_a).abs() < 1e-6 && (b - wanted_b).abs() < 1e-6, "{a} {b} for {wanted_a} {wanted_b}");
        let best = best_threshold(cases.iter().copied(), 0.5).unwrap();
        assert!((kappa_at(&cases, best - 1e-9) - table["best_kappa"].as_f64().unwrap()).abs() < 1e-9, "{best}");
        assert!((kappa_at(&cases, 0.5) - table["kappa_at_half"].as_f64().unwrap()).abs() < 1e-9);
    }
}

proptest! {
    #[test]
    fn a_fit_is_finite_or_there_is_none(
        cases in prop::collection::vec((0.0..=1.0_f64, any::<bool>(), 0.1..2.0_f64), 0..60), same in any::<bool>(),
    ) {
        let x = |p: f64| if same { 0.3 } else { log_odds(p) };
        if let Some((a, b)) = fit_platt(cases.iter().map(|(p, yes, weight)| (x(*p), *yes, *weight))) {
            prop_assert!(a.is_finite() && b.is_finite() && !same);
            // At the maximum of the likelihood as many are expected as were found.
            let sum = |value: &dyn Fn(&(f64, bool, f64)) -> f64| cases.iter().map(|case| case.2 * value(case)).sum::<f64>();
            let expected = sum(&|case| 1.0 / (1.0 + (-(a * x(case.0) + b)).exp()));
            let found = sum(&|case| f64::from(u8::from(case.1)));
            prop_assert!((expected - found).abs() < 1e-6, "{expected} for {found}");
        }
        if let Some(threshold) = best_threshold(cases.iter().copied(), 0.5) {
            prop_assert!(threshold > 0.0 && threshold < 1.0);
        }
    }
}

/// Numbers that look drawn.
struct Chance(Xoshiro256PlusPlus);

impl Chance {
    fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Nearly normal.
    fn spread(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// Invented sessions: two people, and a model whose log odds for Q are those of the truth times `slope` plus `shift`,
/// and exactly true for GI; Seek is rare.
struct Study {
    folder: TempDir,
}

impl Study {
    fn invent(seed: u64, sessions: usize, slope: f64, shift: f64) -> Self {
        let mut chance = Chance(Xoshiro256PlusPlus::seed_from_u64(seed));
        let mut reference = "session,turn,coder,codes\n".to_owned();
        let mut estimate = "session,turn,speaker,codes,p_GI,p_Q,p_Seek\n".to_owned();
        for session in 0..sessions {
            for turn in 0..40 {
                // As many yes as no: then the best threshold of a calibrated estimate is 0.5, and nothing can be gained.
                let odds = [chance.spread() * 1.6, chance.spread() * 1.6, chance.spread() - 5.5];
                let truth = odds.map(|odds| 1.0 / (1.0 + (-odds).exp()));
                for coder in ["A", "B"] {
                    // Each decides alone, by the same chances.
                    let named = ["GI", "Q", "Seek"].iter().zip(truth).filter(|(_, p)| chance.share() < *p);
                    let codes: Vec<&str> = named.map(|(name, _)| *name).collect();
                    writeln!(reference, "s{session},{turn},{coder},{}", codes.join(";")).unwrap();
                }
                let q = 1.0 / (1.0 + (-(slope * odds[1] + shift)).exp());
                writeln!(estimate, "s{session},{turn},counsellor,,{:.4},{q:.4},{:.4}", truth[0], truth[2]).unwrap();
            }
        }
        let folder = TempDir::new().unwrap();
        fs_err::write(folder.path().join("reference.csv"), reference).unwrap();
        fs_err::write(folder.path().join("estimate.csv"), estimate).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn calibrate(&self) -> Result<CalibrationFile, CalibrateError> {
        let plan = Plan { draws: 500, ..Plan::default() };
        calibrate(&[self.path("reference.csv")], &[self.path("estimate.csv")], "model".to_owned(), &[0.5; 10], &plan)
    }
}

fn head(file: &CalibrationFile, head: Head) -> FittedHead {
    file.heads.iter().find(|of| of.head == head).unwrap().clone()
}

#[test]
fn what_is_calibrated_stays_as_it_is_and_what_is_not_is_put_right() {
    let file = Study::invent(7, 16, 0.4, 1.8).calibrate().unwrap();
    assert_eq!((file.rests_on.sessions, file.rests_on.units, file.rests_on.coders), (16, 640, 2));
    let question = head(&file, Head::Question);
    let Adjustment::Platt { a, b } = question.adjustment else { panic!("{}", question.because) };
    // The inverse of what was done to it: logit p = 0.4 x + 1.8, so x = 2.5 logit p − 4.5.
    assert!((a - 2.5).abs() < 0.5 && (b + 4.5).abs() < 0.8, "{a} {b}");
    let held_out = question.held_out.unwrap();
    assert!(held_out.brier.low.unwrap() > 0.0 && held_out.kappa.gain.unwrap() > 0.1, "{held_out:?}");
    let error = held_out.calibration_error;
    assert!(error.after.unwrap() < error.before.unwrap() / 2.0, "{error:?}");
    let information = head(&file, Head::Information);
    assert_eq!(information.adjustment, Adjustment::AsIs, "{}", information.because);
    let seek = head(&file, Head::Seek);
    assert_eq!((seek.adjustment, seek.held_out), (Adjustment::AsIs, None));
    assert!(seek.because.contains("too little to learn from"), "{}", seek.because);
    // Codes that the estimate has no column for are not there at all.
    assert_eq!(file.heads.len(), 3);
}

#[test]
fn calibrated_estimates_are_never_said_to_gain() {
    for seed in 20..24 {
        let file = Study::invent(seed, 10, 1.0, 0.0).calibrate().unwrap();
        for head in [Head::Question, Head::Information].map(|of| head(&file, of)) {
            assert_eq!(head.adjustment, Adjustment::AsIs, "{seed}: {}", head.because);
            assert!(head.because.starts_with("as it is"), "{}", head.because);
        }
    }
}

#[test]
fn the_same_files_give_the_same_calibration_whatever_the_order_of_their_rows() {
    let study = Study::invent(3, 9, 0.5, 1.0);
    let first = study.calibrate().unwrap();
    for name in ["reference.csv", "estimate.csv"] {
        let text = fs_err::read_to_string(study.path(name)).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let backwards: Vec<&str> = rows.lines().rev().collect();
        fs_err::write(study.path(name), format!("{header}\n{}\n", backwards.join("\n"))).unwrap();
    }
    let second = study.calibrate().unwrap();
    assert_eq!(first.rests_on, second.rests_on);
    for (a, b) in first.heads.iter().zip(&second.heads) {
        assert_eq!((a.because.as_str(), a.sessions), (b.because.as_str(), b.sessions));
        match (a.adjustment, b.adjustment) {
            // Sums in another order differ in their last digits.
            (Adjustment::Platt { a, b }, Adjustment::Platt { a: c, b: d }) => {
                assert!((a - c).abs() < 1e-9 && (b - d).abs() < 1e-9);
            }
            (a, b) => assert_eq!(a, b),
        }
    }
}

#[test]
fn too_few_sessions_and_estimates_without_probabilities_are_refused_in_words() {
    let few = Study::invent(1, 7, 1.0, 0.0).calibrate().unwrap_err();
    assert!(matches!(few, CalibrateError::TooFew { found: 7 }) && few.to_string().contains("8 at least"), "{few}");
    let study = Study::invent(1, 8, 1.0, 0.0);
    fs_err::copy(study.path("reference.csv"), study.path("estimate.csv")).unwrap();
    assert!(matches!(study.calibrate().unwrap_err(), CalibrateError::NoProbabilities));
    fs_err::write(study.path("estimate.csv"), "session,turn,codes,p_Q\nanother,1,,0.5\n").unwrap();
    assert!(matches!(study.calibrate().unwrap_err(), CalibrateError::NothingShared));
}

#[test]
fn a_protocol_that_nobody_filled_in_is_no_coding() {
    let study = Study::invent(5, 9, 1.0, 0.0);
    let before = study.calibrate().unwrap();
    let mut reference = fs_err::read_to_string(study.path("reference.csv")).unwrap();
    (0..40).for_each(|turn| writeln!(reference, "s0,{turn},C,").unwrap());
    fs_err::write(study.path("reference.csv"), reference).unwrap();
    assert_eq!(study.calibrate().unwrap(), before);
}

#[test]
fn turns_of_a_volley_are_one_unit() {
    let study = Study::invent(5, 9, 1.0, 0.0);
    let fold = |name: &str, with_volley: bool| {
        let text = fs_err::read_to_string(study.path(name)).unwrap();
        let mut lines = text.lines();
        let mut out = format!("{}{}\n", lines.next().unwrap(), if with_volley { ",volley" } else { "" });
        for line in lines {
            let turn: usize = line.split(',').nth(1).unwrap().parse().unwrap();
            let end = if with_volley { format!(",{}", turn / 2) } else { String::new() };
            writeln!(out, "{line}{end}").unwrap();
        }
        fs_err::write(study.path(name), out).unwrap();
    };
    fold("reference.csv", true);
    fold("estimate.csv", false);
    assert_eq!(study.calibrate().unwrap().rests_on.units, 9 * 20);
}

fn agree(study: &Study, more: &[&Path]) -> Ending {
    let mut command = gensvar();
    command.args(["agree", "--draws", "200", "--reference"]).arg(study.path("reference.csv"));
    command.arg("--estimate").arg(study.path("estimate.csv")).arg("--save-calibration").args(more);
    command.output().unwrap().into()
}

/// A calibration saved by the program for the model that ships.
fn saved(study: &Study) -> PathBuf {
    let path = study.path("ours.toml");
    let ending = agree(study, &[&path]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    assert!(ending.stderr.contains("on sessions that took no part"), "{}", ending.stderr);
    path
}

#[test]
fn a_saved_calibration_acts_where_it_is_named_and_nowhere_else() {
    let study = Study::invent(7, 16, 0.4, 6.0);
    let path = saved(&study);
    let transcript = study.path("in.csv");
    fs_err::write(&transcript, "session,turn,speaker,text\na,1,T,Hur har du haft det?\na,2,C,Bra.\na,3,T,Okej.\n")
        .unwrap();
    let code = |calibration: Option<&Path>| {
        let out = study.path("out.csv");
        let mut command = gensvar();
        command.args(["code", "--language", "sv", "--out"]).arg(&out).arg(&transcript);
        calibration.map(|path| command.arg("--calibration").arg(path));
        let ending: Ending = command.output().unwrap().into();
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let mut table = csv::Reader::from_path(&out).unwrap();
        table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let (plain, adjusted) = (code(None), code(Some(&path)));
    let file: CalibrationFile = toml::from_str(&fs_err::read_to_string(&path).unwrap()).unwrap();
    // The sixteenth column is p_Q; every other probability is as it was.
    for (before, after) in plain.iter().zip(&adjusted) {
        for column in (6..23).filter(|column| *column != 16) {
            assert_eq!(before[column], after[column]);
        }
        if let Ok(p) = before[16].parse::<f64>() {
            let wanted = head(&file, Head::Question).adjustment.probability(p);
            assert!((after[16].parse::<f64>().unwrap() - wanted).abs() < 0.01, "{} for {wanted}", after[16]);
        }
    }
    assert_ne!(plain[0][16], adjusted[0][16]);
}

#[test]
fn a_report_names_its_calibration_by_hash_and_sessions_and_is_made_anew_with_it() {
    let study = Study::invent(7, 16, 0.4, 1.8);
    let path = saved(&study);
    let recording = fixture("demo/kort.wav");
    let (plain, _) = run_demo(&[&recording], &[]);
    let (adjusted, ending) = run_demo(&[&recording], &["--calibration", path.to_str().unwrap()]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let of = |folder: &TempDir| {
        let files = files(folder.path());
        let text = |ending: &str| {
            let (_, bytes) = files.iter().find(|(name, _)| name.ends_with(ending)).unwrap();
            String::from_utf8(bytes.clone()).unwrap()
        };
        (serde_json::from_str::<Value>(&text("session.json")).unwrap(), text("report.html"))
    };
    let ((before, _), (after, page)) = (of(&plain), of(&adjusted));
    let sha: String = calibration_file::open(&path, &Store::standard()).unwrap().sha256.chars().take(12).collect();
    let named = after["models"].as_array().unwrap().iter().find(|model| model["task"] == "calibration").unwrap();
    assert_eq!((named["sha256"].as_str().unwrap(), named["sessions"].as_u64()), (sha.as_str(), Some(16)));
    assert!(page.contains("fil som bygger på 16 samtal") && page.contains(&sha));
    assert!(before["models"].as_array().unwrap().iter().all(|model| model["task"] != "calibration"));
    assert_ne!(before["fingerprint"], after["fingerprint"]);
    assert!(!page.contains("ours.toml"));
}

#[test]
fn a_calibration_that_is_none_or_of_another_model_is_refused_before_any_work() {
    let study = Study::invent(7, 16, 0.4, 1.8);
    let path = saved(&study);
    let whole = fs_err::read_to_string(&path).unwrap();
    let refused = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}: {whole}");
        fs_err::write(&path, whole.replacen(from, to, 1)).unwrap();
        calibration_file::open(&path, &Store::standard()).unwrap_err()
    };
    let model = toml::from_str::<CalibrationFile>(&whole).unwrap().rests_on.model;
    assert!(matches!(refused(&model, &"0".repeat(64)), CalibrationError::OtherModel { .. }));
    for (from, to) in [("schema = 1", "schema = 2"), ("schema", "shema"), ("a = ", "a = -"), ("b = -", "b = nan #")] {
        assert!(matches!(refused(from, to), CalibrationError::Bad { .. }), "{to}");
    }
    let mut command = gensvar();
    let recording = fixture("demo/kort.wav");
    let ending: Ending = command
        .args(["run", "--pipeline", "demo", "--calibration"])
        .arg(&path)
        .arg("--out")
        .arg(study.path("reports"))
        .arg(recording)
        .output()
        .unwrap()
        .into();
    assert_eq!(ending.code, 3, "{}", ending.stderr);
    assert!(ending.stderr.contains("ours.toml") && ending.stderr.contains("--save-calibration"), "{}", ending.stderr);
}
