//! The figures of a comparison, as JSON and as a table.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::read::{CLIENT, Compared, Kind, MAIN, Volley};
use crate::agreement::detection::Detection;
use crate::agreement::icc::{Anova, Form};
use crate::agreement::ratings::{BadRatings, Ratings};
use crate::agreement::scores::Scores;
use crate::agreement::sums::{self, Layout};
use crate::agreement::weights::Weights;
use crate::coding::miti::Code;
use crate::coding::uncertainty::{Chances, Estimated, Interval, Intervals, SessionErrors, intervals};
use crate::report::model::SCHEMA;

/// Units of which each has one of several categories for both.
struct Agreed {
    n: usize,
    accuracy: Option<f64>,
    kappa: Option<f64>,
    /// F1 of each category; `None` where neither used it.
    f1: Vec<Option<f64>>,
    precision: Vec<Option<f64>>,
    recall: Vec<Option<f64>>,
}

impl Agreed {
    /// Of (human, ours) in `categories` categories.
    fn of(pairs: &[(usize, usize)], categories: usize) -> Result<Self, BadRatings> {
        let mut ratings = Ratings::new(2, categories)?;
        let cell = |category: usize| u8::try_from(category).ok();
        for &(human, ours) in pairs {
            ratings.push(0, &[cell(human), cell(ours)])?;
        }
        let (layout, sums) = (Layout::of(&ratings), sums::by_session(&ratings).total());
        let table = (sums.len() == layout.width()).then(|| layout.read(&sums)).and_then(|read| read.pair(0, 1).ok());
        let detection = |category| table.as_ref().map(|table| Detection::of(table, category));
        let each = |value: fn(&Detection) -> Option<f64>| {
            (0..categories).map(|category| detection(category).as_ref().and_then(value)).collect()
        };
        Ok(Self {
            n: pairs.len(),
            accuracy: table.and_then(|table| table.percent().ok()),
            kappa: table.and_then(|table| table.kappa(Weights::Identity).ok()),
            f1: each(|of| of.f1().ok()),
            precision: each(|of| of.precision().ok()),
            recall: each(|of| of.recall().ok()),
        })
    }

    /// The mean F1 of the categories that either used.
    fn macro_f1(&self) -> Option<f64> {
        let known: Vec<f64> = self.f1.iter().flatten().copied().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }

    fn as_json(&self, names: &[&str]) -> Value {
        let f1: Map<String, Value> =
            names.iter().zip(&self.f1).map(|(name, f1)| (name.to_string(), json!(f1))).collect();
        json!({ "n": self.n, "accuracy": self.accuracy, "macro_f1": self.macro_f1(), "kappa": self.kappa, "f1": f1 })
    }
}

/// Expected calibration error in ten bins of equal width, of (probability, whether it came true).
fn calibration_error(chances: &[(f64, bool)]) -> Option<f64> {
    let mut bins = [(0.0, 0.0); 10];
    for (chance, right) in chances {
        let bin = &mut bins[((chance * 10.0) as usize).min(9)];
        *bin = (bin.0 + chance, bin.1 + f64::from(u8::from(*right)));
    }
    (!chances.is_empty())
        .then(|| bins.iter().map(|(said, came)| (said - came).abs()).sum::<f64>() / chances.len() as f64)
}

/// A session figure by both, with our interval.
struct Figure {
    name: String,
    human: Option<f64>,
    ours: Option<f64>,
    interval: Option<Interval>,
}

impl Figure {
    /// Whether the interval holds the human figure; `None` where one of them is missing.
    fn held(&self) -> Option<bool> {
        Some(self.interval?.holds(self.human?))
    }
}

/// All that was measured.
pub(super) struct Measured {
    told: Value,
}

impl Measured {
    /// The figures of `compared`, with intervals by `errors`.
    pub(super) fn of(compared: &Compared, errors: &SessionErrors) -> Self {
        let told = told(compared, errors);
        Self { told: told.expect("categories and figures are within the tables' bounds") }
    }

    /// For other programs.
    pub(super) fn as_json(&self) -> &Value {
        &self.told
    }

    /// For people.
    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let show = |value: &Value| value.as_f64().map_or("-".to_owned(), |value| format!("{value:.3}"));
        for part in ["single", "main", "client"] {
            let of = &self.told[part];
            let (accuracy, f1, kappa) = (show(&of["accuracy"]), show(&of["macro_f1"]), show(&of["kappa"]));
            let n = of["n"].to_string();
            writeln!(out, "{part:<10} n {n:<6} accuracy {accuracy}  macro-F1 {f1}  kappa {kappa}")?;
        }
        writeln!(out, "\n{:<10} {:>6} {:>6} {:>7} {:>7} {:>7}", "code", "human", "ours", "kappa", "F1", "ECE")?;
        for (code, of) in self.told["codes"].as_object().into_iter().flatten() {
            let (kappa, f1, ece) = (show(&of["kappa"]), show(&of["f1"]), show(&of["ece"]));
            let (human, ours) = (of["human"].to_string(), of["ours"].to_string());
            writeln!(out, "{code:<10} {human:>6} {ours:>6} {kappa:>7} {f1:>7} {ece:>7}")?;
        }
        writeln!(out, "\n{:<26} {:>9} {:>9} {:>9}", "figure of a session", "sessions", "ICC(A,1)", "covered")?;
        for (name, of) in self.told["figures"].as_object().into_iter().flatten() {
            let (icc, covered) = (show(&of["icc"]), show(&of["covered"]));
            writeln!(out, "{name:<26} {:>9} {icc:>9} {covered:>9}", of["sessions"].to_string())?;
        }
        writeln!(out, "\nall intervals that hold the human figure: {}", show(&self.told["covered"]))
    }
}

fn told(compared: &Compared, errors: &SessionErrors) -> Result<Value, BadRatings> {
    let mut names = vec!["NC"];
    names.extend(Code::ALL.map(Code::abbreviation));
    let single: Vec<(usize, usize)> = compared.volleys.iter().filter_map(single).collect();
    let mut codes = Map::new();
    for code in Code::ALL {
        codes.insert(code.abbreviation().to_owned(), presence(&compared.volleys, code)?);
    }
    let sessions: Vec<Vec<Figure>> =
        (0..compared.sessions.len()).map(|session| figures(compared, session, errors)).collect();
    let held: Vec<bool> = sessions.iter().flatten().filter_map(Figure::held).collect();
    let each = compared.sessions.iter().zip(&sessions).map(|(name, figures)| {
        let of = figures.iter().map(|figure| (figure.name.clone(), one(figure))).collect::<Map<_, _>>();
        json!({ "session": name, "figures": of })
    });
    Ok(json!({
        "schema": SCHEMA,
        "missing": compared.missing,
        "volleys": compared.volleys.len(),
        "single": Agreed::of(&single, names.len())?.as_json(&names),
        "codes": codes,
        "main": kinds(&compared.main, &MAIN)?,
        "client": kinds(&compared.client, &CLIENT)?,
        "figures": over_sessions(&sessions),
        "covered": share(&held),
        "sessions": each.collect::<Vec<_>>(),
    }))
}

/// A volley to which the person gave one code or none: its class, and that of our most probable code.
fn single(volley: &Volley) -> Option<(usize, usize)> {
    let class = |code: Option<&Code>| code.map_or(0, |code| *code as usize + 1);
    let chance = |code: &Code| volley.chances[*code as usize].unwrap_or(0.0);
    let ours = volley.ours.iter().max_by(|a, b| chance(a).total_cmp(&chance(b)));
    (volley.human.len() <= 1).then(|| (class(volley.human.first()), class(ours)))
}

/// Whether a volley has `code` or not.
fn presence(volleys: &[Volley], code: Code) -> Result<Value, BadRatings> {
    let has = |codes: &[Code]| usize::from(codes.contains(&code));
    let pairs: Vec<(usize, usize)> = volleys.iter().map(|v| (has(&v.human), has(&v.ours))).collect();
    let chances: Vec<(f64, bool)> = volleys
        .iter()
        .filter_map(|volley| Some((f64::from(volley.chances[code as usize]?), volley.human.contains(&code))))
        .collect();
    let agreed = Agreed::of(&pairs, 2)?;
    Ok(json!({
        "human": pairs.iter().map(|(human, _)| human).sum::<usize>(),
        "ours": pairs.iter().map(|(_, ours)| ours).sum::<usize>(),
        "kappa": agreed.kappa,
        "f1": agreed.f1[1],
        "precision": agreed.precision[1],
        "recall": agreed.recall[1],
        "ece": calibration_error(&chances),
    }))
}

fn kinds<const N: usize>(turns: &[Kind<N>], names: &[&str; N]) -> Result<Value, BadRatings> {
    let pairs: Vec<(usize, usize)> = turns.iter().map(|turn| (turn.human, turn.ours)).collect();
    let chances: Vec<(f64, bool)> =
        turns.iter().map(|turn| (f64::from(turn.chances[turn.ours]), turn.human == turn.ours)).collect();
    let mut told = Agreed::of(&pairs, N)?.as_json(names);
    told["ece"] = json!(calibration_error(&chances));
    Ok(told)
}

/// What one side counted in a session.
#[derive(Default)]
struct Counted {
    codes: [usize; 10],
    change: usize,
    sustain: usize,
}

impl Counted {
    fn of(compared: &Compared, session: usize, codes: fn(&Volley) -> &[Code], talk: fn(&Kind<3>) -> usize) -> Self {
        let mut counted = Self::default();
        for volley in compared.volleys.iter().filter(|volley| volley.session == session) {
            codes(volley).iter().for_each(|code| counted.codes[*code as usize] += 1);
        }
        let said =
            |kind: usize| compared.client.iter().filter(|turn| turn.session == session && talk(turn) == kind).count();
        (counted.change, counted.sustain) = (said(0), said(1));
        counted
    }

    fn sum(&self, codes: &[Code]) -> usize {
        codes.iter().map(|code| self.codes[*code as usize]).sum()
    }

    fn ratio(above: usize, below: usize) -> Option<f64> {
        (below > 0).then(|| above as f64 / below as f64)
    }

    /// By name, in the order of [`interval_of`].
    fn figures(&self) -> Vec<(String, Option<f64>)> {
        let reflections = [Code::SimpleReflection, Code::ComplexReflection];
        let codes = Code::ALL.map(|code| (code.abbreviation().to_owned(), Some(self.sum(&[code]) as f64)));
        let summed = [
            ("reflections_to_questions", Self::ratio(self.sum(&reflections), self.sum(&[Code::Question]))),
            ("complex_reflections", Self::ratio(self.sum(&[Code::ComplexReflection]), self.sum(&reflections))),
            ("adherent", Some(self.sum(&[Code::Seek, Code::Affirm, Code::Emphasize]) as f64)),
            ("non_adherent", Some(self.sum(&[Code::Persuade, Code::Confront]) as f64)),
            ("change_talk", Self::ratio(self.change, self.change + self.sustain)),
        ];
        codes.into_iter().chain(summed.map(|(name, figure)| (name.to_owned(), figure))).collect()
    }
}

fn interval_of(intervals: &Intervals) -> Vec<Option<Interval>> {
    let summed = [
        intervals.reflections_to_questions,
        intervals.complex_reflections,
        intervals.adherent,
        intervals.non_adherent,
        intervals.change_talk,
    ];
    Code::ALL.map(|code| intervals.count(code)).into_iter().chain(summed).collect()
}

fn figures(compared: &Compared, session: usize, errors: &SessionErrors) -> Vec<Figure> {
    let human = Counted::of(compared, session, |volley| &volley.human, |turn| turn.human).figures();
    let ours = Counted::of(compared, session, |volley| &volley.ours, |turn| turn.ours).figures();
    let volleys = || compared.volleys.iter().filter(|volley| volley.session == session);
    let known = |code: Code| volleys().any(|volley| volley.chances[code as usize].is_some());
    let chances = Chances {
        volleys: volleys().map(|volley| volley.chances).collect(),
        client: compared.client.iter().filter(|turn| turn.session == session).map(|turn| turn.chances).collect(),
    };
    let named = |name: &str| ours.iter().find(|(of, _)| of == name).and_then(|(_, figure)| *figure);
    let estimated = Estimated {
        counts: Code::ALL.map(|code| named(code.abbreviation()).filter(|_| known(code))),
        reflections_to_questions: named("reflections_to_questions"),
        complex_reflections: named("complex_reflections"),
        change_talk: named("change_talk"),
    };
    let intervals = interval_of(&intervals(&chances, errors, &estimated));
    let both = human.into_iter().zip(&ours).zip(intervals);
    both.map(|(((name, human), (_, ours)), interval)| Figure { name, human, ours: *ours, interval }).collect()
}

fn one(figure: &Figure) -> Value {
    let (low, high) =
        (figure.interval.map(|interval| interval.low), figure.interval.and_then(|interval| interval.high));
    json!({ "human": figure.human, "ours": figure.ours, "low": low, "high": high, "held": figure.held() })
}

/// Each figure over all sessions: ICC(A,1), mean difference, and the share of intervals that hold the human figure.
fn over_sessions(sessions: &[Vec<Figure>]) -> Map<String, Value> {
    let figures = sessions.first().map_or(0, Vec::len);
    let told = (0..figures).map(|at| {
        let of = || sessions.iter().map(move |session| &session[at]);
        let both: Vec<(f64, f64)> = of().filter_map(|figure| Some((figure.human?, figure.ours?))).collect();
        let mut scores = Scores::new(2);
        let icc = both.iter().all(|(human, ours)| scores.push(&[Some(*human), Some(*ours)]).is_ok());
        let icc = icc.then(|| Anova::of(&scores).and_then(|anova| anova.icc(Form::AgreementSingle)).ok()).flatten();
        let bias = both.iter().map(|(human, ours)| ours - human).sum::<f64>() / both.len().max(1) as f64;
        let covered = share(&of().filter_map(Figure::held).collect::<Vec<_>>());
        let figures = json!({ "sessions": both.len(), "icc": icc, "bias": bias, "covered": covered });
        (sessions[0][at].name.clone(), figures)
    });
    told.collect()
}

fn share(held: &[bool]) -> Option<f64> {
    let count = held.iter().filter(|held| **held).count();
    (!held.is_empty()).then(|| count as f64 / held.len() as f64)
}
