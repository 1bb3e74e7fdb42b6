//! The study as JSON (`"schema": 1`): every figure with its interval, its n, and the reason where it has no value.

use serde_json::{Map, Value, json};

use super::align::LEAST_OVERLAP;
use super::catalogue::{Catalogue, band};
use super::icc::Form;
use super::in_place::{FEWEST_SESSIONS, MARGIN, Place};
use super::intervals::Estimate;
use super::multi::Multi;
use super::nominal::Nominal;
use super::rated::{Rated, Scale};
use super::statistic::{Interval, Statistic, Undefined};
use super::study::{Comparison, Note, Study};
use super::variables::Variable;
use crate::language::Language;

/// The version of this form.
const SCHEMA: u32 = 1;

/// The study, pretty-printed.
pub fn json(study: &Study) -> String {
    let teller = Teller { study, words: Catalogue::load(Language::English) };
    format!("{:#}", teller.study())
}

struct Teller<'a> {
    study: &'a Study,
    words: Catalogue,
}

impl Teller<'_> {
    fn study(&self) -> Value {
        let study = self.study;
        let (references, estimates) = study.coders.split_at(study.references);
        let alignment = &study.alignment;
        let mut whole = object(json!({
            "schema": SCHEMA,
            "program": { "name": "gensvar", "version": env!("CARGO_PKG_VERSION") },
            "settings": {
                "draws": study.plan.draws,
                "seed": study.plan.seed,
                "level": study.plan.level,
                "resampled": "sessions",
                "interval": study.plan.method,
                "bands": { "source": "Cicchetti 1994", "fair": 0.40, "good": 0.60, "excellent": 0.75 },
                "least_overlap": LEAST_OVERLAP,
                "margin": MARGIN,
                "fewest_sessions_for_a_verdict": FEWEST_SESSIONS,
            },
            "coders": { "reference": references, "estimate": estimates },
            "sessions": { "with_turns": study.unit_sessions, "with_scores": study.scored_sessions },
            "alignment": {
                "by": alignment.align,
                "units_both": alignment.both,
                "units_of_one_coder_only": study.estimates.is_empty().then_some(alignment.reference_only),
                "units_reference_only": alignment.reference_only,
                "units_estimate_only": alignment.estimate_only,
                "rows_unaligned_between_coders": alignment.between_coders,
                "unaligned_by_session": alignment.by_session.iter().map(|(session, reference, estimate)| {
                    json!({ "session": session, "reference_only": reference, "estimate_only": estimate })
                }).collect::<Vec<_>>(),
                "sessions_reference_only": alignment.sessions_reference_only,
                "sessions_estimate_only": alignment.sessions_estimate_only,
            },
            "notes": study.notes.iter().map(|note| self.note(*note)).collect::<Vec<_>>(),
        }));
        whole.extend(self.comparison(study.principal()));
        let among = study.among.as_ref().filter(|_| !study.estimates.is_empty());
        whole.insert("between_reference".to_owned(), among.map_or(Value::Null, |among| self.comparison(among).into()));
        let others = study.estimates.iter().skip(1).map(|other| Value::from(self.comparison(other)));
        whole.insert("other_estimates".to_owned(), others.collect());
        whole.into()
    }

    fn note(&self, note: Note) -> Value {
        json!(self.words.note(note))
    }

    fn coder(&self, coder: usize) -> &str {
        &self.study.coders[coder]
    }

    fn comparison(&self, comparison: &Comparison) -> Map<String, Value> {
        let between = &comparison.between;
        let references: Vec<&str> = between.reference.iter().map(|&coder| self.coder(coder)).collect();
        let kind = if between.estimate.is_some() { "estimate_with_reference" } else { "coders_among_themselves" };
        let estimate = between.estimate.map(|coder| self.coder(coder));
        let mut told = object(json!({ "compared": { "kind": kind, "reference": references, "estimate": estimate } }));
        let left_out: Vec<&str> = comparison.not_estimated.iter().map(|code| code.abbreviation()).collect();
        told.insert("not_estimated".to_owned(), json!(left_out));
        let mut codes = Map::new();
        let mut together = Map::new();
        for (variable, nominal) in &comparison.variables {
            let value = self.nominal(nominal, &variable.categories(), variable.is_binary());
            let place = match variable {
                Variable::Presence(_) => &mut codes,
                Variable::Any(_) => &mut together,
                _ => &mut told,
            };
            place.insert(variable.name().to_owned(), value);
        }
        told.insert("codes".to_owned(), codes.into());
        told.insert("codes_together".to_owned(), together.into());
        told.insert("multi_label".to_owned(), comparison.multi.as_ref().map_or(Value::Null, |multi| self.multi(multi)));
        let measures = comparison.measures.iter().map(|(measure, rated)| {
            (measure.name().to_owned(), self.rated(rated, between.estimate.is_some() && references.len() > 1))
        });
        told.insert("session_measures".to_owned(), Value::Object(measures.collect()));
        let thresholds = comparison.decisions.iter().map(|(decision, nominal)| {
            let level = if decision.good { "good" } else { "fair" };
            let mut told = object(json!({ "measure": decision.measure.name(), "level": level, "cut": decision.cut }));
            told.extend(object(self.nominal(nominal, &["below", "reached"], false)));
            Value::from(told)
        });
        told.insert("thresholds".to_owned(), thresholds.collect());
        let turns = comparison.places.iter().map(|(variable, place)| {
            (variable.name().to_owned(), self.place(place, "Cohen's kappa", variable.is_binary()))
        });
        let sessions = comparison.session_places.iter().map(|(measure, place)| {
            (measure.name().to_owned(), self.place(place, Form::AgreementSingle.name(), false))
        });
        let places = json!({ "by_turn": turns.collect::<Map<_, _>>(), "by_session": sessions.collect::<Map<_, _>>() });
        told.insert(
            "in_place".to_owned(),
            if comparison.places.len() + comparison.session_places.len() == 0 { Value::Null } else { places },
        );
        told
    }

    fn nominal(&self, nominal: &Nominal, categories: &[&str], binary: bool) -> Value {
        let figure = |estimate: &Estimate, n| self.figure(estimate, n, binary);
        let mut told = object(json!({
            "n": nominal.n,
            "percent": figure(&nominal.percent, nominal.n),
            "kappa": self.banded(&nominal.kappa, nominal.n, binary),
            "pabak": figure(&nominal.pabak, nominal.n),
            "ac1": figure(&nominal.ac1, nominal.n),
            "alpha": figure(&nominal.alpha, nominal.n),
            "fleiss_kappa": figure(&nominal.fleiss, nominal.n),
        }));
        let detection = |told: &mut Map<String, Value>, of: &Option<[Estimate; 3]>, n| {
            for (name, estimate) in ["precision", "recall", "f1"].iter().zip(of.iter().flatten()) {
                told.insert((*name).to_owned(), figure(estimate, n));
            }
        };
        detection(&mut told, &nominal.detection, nominal.n);
        if nominal.not_estimated {
            told.insert("not_estimated".to_owned(), true.into());
        }
        if !nominal.used.is_empty() {
            let used = nominal
                .used
                .iter()
                .map(|(coder, given, of)| (self.coder(*coder).to_owned(), json!({ "given": given, "of": of })));
            told.insert("used".to_owned(), Value::Object(used.collect()));
        }
        told.insert("categories".to_owned(), json!(categories));
        told.insert("confusion".to_owned(), json!(nominal.confusion));
        let pairs = nominal.pairs.iter().map(|pair| {
            let (first, second) = (self.coder(pair.coders.0), self.coder(pair.coders.1));
            let mut told =
                object(json!({ "coders": [first, second], "n": pair.n, "kappa": figure(&pair.kappa, pair.n) }));
            detection(&mut told, &pair.detection, pair.n);
            Value::from(told)
        });
        told.insert("pairs".to_owned(), pairs.collect());
        told.into()
    }

    fn multi(&self, multi: &Multi) -> Value {
        let n = multi.n;
        let figure = |estimate: &Estimate| self.figure(estimate, n, true);
        let mut told = object(json!({
            "n": n,
            "share_with_several_codes": multi.several,
            "exact_match": figure(&multi.exact),
            "jaccard": figure(&multi.jaccard),
            "pooled_kappa": self.banded(&multi.pooled_kappa, n, true),
            "mean_kappa": self.banded(&multi.mean_kappa, n, true),
        }));
        for (name, estimate) in ["micro_precision", "micro_recall", "micro_f1"].iter().zip(multi.micro.iter().flatten())
        {
            told.insert((*name).to_owned(), figure(estimate));
        }
        if let Some(macro_f1) = &multi.macro_f1 {
            told.insert("macro_f1".to_owned(), figure(macro_f1));
        }
        told.into()
    }

    fn rated(&self, rated: &Rated, averaged: bool) -> Value {
        let n = rated.n;
        let figure = |estimate: &Estimate| self.figure(estimate, n, false);
        let headline = match rated.forms.first() {
            Some((form, value, interval)) => self.form(*form, *value, *interval, n),
            None => {
                let mut told = object(self.banded(&rated.icc, n, false));
                told.insert("form".to_owned(), Form::AgreementSingle.name().into());
                told.into()
            }
        };
        let mut told = object(json!({
            "n": n,
            "icc": headline,
            "icc_is_mean_over_reference_coders": averaged,
            "icc_bootstrap": self.banded(&rated.icc, n, false),
            "icc_forms": rated.forms.iter().map(|(form, value, interval)| self.form(*form, *value, *interval, n)).collect::<Vec<_>>(),
            "equal": figure(&rated.equal),
            "within_one": rated.within_one.as_ref().map(figure),
            "spearman": rated.spearman.map(|(value, interval)| {
                let mut told = object(self.statistic(value, interval, n, false));
                told.insert("interval_method".to_owned(), "Bonett & Wright 2000".into());
                Value::from(told)
            }),
            "bias": rated.bias.map(|bias| match bias {
                Ok(bias) => json!({
                    "of": if averaged { "estimate - mean of the reference's coders" } else { "second - first (estimate - reference)" },
                    "n": bias.sessions,
                    "value": bias.bias, "low": bias.bias_interval.low, "high": bias.bias_interval.high,
                    "sd": bias.deviation,
                    "limits_of_agreement": [
                        { "value": bias.lower, "low": bias.lower_interval.low, "high": bias.lower_interval.high },
                        { "value": bias.upper, "low": bias.upper_interval.low, "high": bias.upper_interval.high },
                    ],
                }),
                Err(reason) => self.statistic(Err(reason), Err(reason), n, false),
            }),
            "coders": rated.spread.iter().map(|(coder, n, mean, deviation)| {
                (self.coder(*coder).to_owned(), json!({ "n": n, "mean": mean, "sd": (*n > 1).then_some(deviation) }))
            }).collect::<Map<_, _>>(),
            "pairs": rated.pairs.iter().map(|pair| json!({
                "coders": [self.coder(pair.coders.0), self.coder(pair.coders.1)],
                "n": pair.n,
                "icc": self.form(Form::AgreementSingle, pair.icc, pair.interval, pair.n),
                "bias": self.value(pair.bias, false),
            })).collect::<Vec<_>>(),
        }));
        if let Some(Scale { kappa_linear, kappa_quadratic, alpha_ordinal, ac2 }) = &rated.scale {
            told.insert("kappa_linear".to_owned(), figure(kappa_linear));
            told.insert("kappa_quadratic".to_owned(), figure(kappa_quadratic));
            told.insert("alpha_ordinal".to_owned(), figure(alpha_ordinal));
            told.insert("ac2_quadratic".to_owned(), figure(ac2));
        }
        told.into()
    }

    fn form(&self, form: Form, value: Statistic, interval: Result<Interval, Undefined>, n: usize) -> Value {
        let mut told = object(json!({
            "form": form.name(),
            "shrout_fleiss": form.shrout_fleiss(),
            "name": full_name(form),
            "interval_method": "F (McGraw & Wong 1996)",
            "band": value.ok().map(band),
        }));
        told.extend(object(self.statistic(value, interval, n, false)));
        told.into()
    }

    fn place(&self, place: &Place, statistic: &str, binary: bool) -> Value {
        let figure = |estimate: &Estimate| self.figure(estimate, place.sessions, binary);
        json!({
            "statistic": statistic,
            "n_sessions": place.sessions,
            "humans": figure(&place.humans),
            "estimate": figure(&place.estimate),
            "difference": figure(&place.difference),
            "margin": MARGIN,
            "verdict": place.verdict,
            "sentence": self.words.verdict(place.verdict, place.sessions),
            "by_coder": place.each.iter().map(|(coder, humans, estimate, difference)| json!({
                "coder": self.coder(*coder),
                "humans": figure(humans),
                "estimate": figure(estimate),
                "difference": figure(difference),
            })).collect::<Vec<_>>(),
        })
    }

    fn banded(&self, estimate: &Estimate, n: usize, binary: bool) -> Value {
        let mut told = object(self.figure(estimate, n, binary));
        told.insert("band".to_owned(), json!(estimate.value.ok().map(band)));
        told.into()
    }

    /// A figure from the bootstrap.
    fn figure(&self, estimate: &Estimate, n: usize, binary: bool) -> Value {
        let mut told = object(self.statistic(estimate.value, estimate.interval, n, binary));
        if estimate.interval.is_ok() {
            told.insert("interval_method".to_owned(), json!(estimate.method));
        }
        if estimate.undefined_draws > 0.0 {
            told.insert("undefined_draws".to_owned(), estimate.undefined_draws.into());
        }
        told.into()
    }

    fn statistic(&self, value: Statistic, interval: Result<Interval, Undefined>, n: usize, binary: bool) -> Value {
        let mut told = object(self.value(value, binary));
        told.insert("low".to_owned(), json!(interval.ok().map(|interval| interval.low)));
        told.insert("high".to_owned(), json!(interval.ok().map(|interval| interval.high)));
        told.insert("n".to_owned(), n.into());
        if let (Ok(_), Err(reason)) = (value, interval) {
            told.insert("interval_reason".to_owned(), self.words.reason(reason, binary).into());
        }
        told.into()
    }

    fn value(&self, value: Statistic, binary: bool) -> Value {
        match value {
            Ok(value) => json!({ "value": value }),
            Err(reason) => json!({
                "value": null,
                "reason": self.words.reason(reason, binary),
                "undefined": reason,
            }),
        }
    }
}

/// What a form of the intraclass correlation means.
pub(super) fn full_name(form: Form) -> &'static str {
    match form {
        Form::OneWaySingle => "one-way random effects, absolute agreement, single coder",
        Form::OneWayMean => "one-way random effects, absolute agreement, mean of k coders",
        Form::AgreementSingle => "two-way, absolute agreement, single coder",
        Form::AgreementMean => "two-way, absolute agreement, mean of k coders",
        Form::ConsistencySingle => "two-way, consistency, single coder",
        Form::ConsistencyMean => "two-way, consistency, mean of k coders",
    }
}

/// The object that `json!` made of braces.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
