//! The study as a table in the terminal, in English.

use std::fmt::Write;

use super::align::{Align, LEAST_OVERLAP};
use super::catalogue::Catalogue;
use super::in_place::Place;
use super::intervals::Estimate;
use super::nominal::Nominal;
use super::rated::Rated;
use super::statistic::{Interval, Statistic, Undefined};
use super::study::{Comparison, Study};
use super::variables::Variable;
use crate::coding::miti::Code;
use crate::language::Language;
use crate::phrases::fill;

/// How many names of sessions are listed before the rest is only counted.
const LISTED: usize = 10;

/// Everything that is worth a glance; the rest is in the JSON, HTML and XLSX.
pub fn terminal(study: &Study) -> String {
    let words = Catalogue::load(Language::English);
    let mut teller = Teller { study, words, out: String::new() };
    teller.heading();
    teller.comparison(study.principal());
    for other in study.estimates.iter().skip(1) {
        teller.comparison(other);
    }
    if let Some(among) = study.among.as_ref().filter(|_| !study.estimates.is_empty()) {
        teller.comparison(among);
    }
    teller.ending();
    teller.out
}

struct Teller<'a> {
    study: &'a Study,
    words: Catalogue,
    out: String,
}

impl Teller<'_> {
    fn line(&mut self, text: &str) {
        writeln!(self.out, "{}", text.trim_end()).expect("writing to a String cannot fail");
    }

    fn heading(&mut self) {
        let study = self.study;
        let alignment = &study.alignment;
        if let Some(align) = alignment.align {
            let by = match align {
                Align::Turn => "by session and turn".to_owned(),
                Align::Time => format!("by time, one to one, at least {LEAST_OVERLAP} of the shorter unit in common"),
            };
            self.line(&format!(
                "{} sessions with coded turns; {} units coded twice, aligned {by}",
                study.unit_sessions, alignment.both
            ));
        }
        if study.scored_sessions > 0 {
            self.line(&format!("{} sessions with counts or ratings by two coders", study.scored_sessions));
        }
        self.unaligned();
        self.line(&format!(
            "intervals: 95 %, {} bootstrap draws of sessions, seed {}",
            study.plan.draws, study.plan.seed
        ));
    }

    fn unaligned(&mut self) {
        let alignment = &self.study.alignment;
        let mut lines = Vec::new();
        if alignment.reference_only + alignment.estimate_only > 0 {
            let (reference, estimate) = (alignment.reference_only, alignment.estimate_only);
            lines.push(match self.study.estimates.is_empty() {
                true => format!("NOT COMPARED: {reference} units that only one coder of the session coded"),
                false => {
                    format!("NOT ALIGNED: {reference} units only in the reference, {estimate} only in the estimate")
                }
            });
            let each = alignment.by_session.iter().take(LISTED);
            lines.extend(each.map(|(session, r, e)| format!("  session {session}: {r} + {e}")));
            lines.extend(more(alignment.by_session.len()));
        }
        if alignment.between_coders > 0 {
            lines.push(format!("NOT ALIGNED: {} rows of further coders", alignment.between_coders));
        }
        let sides =
            [("reference", &alignment.sessions_reference_only), ("estimate", &alignment.sessions_estimate_only)];
        for (side, sessions) in sides.into_iter().filter(|(_, sessions)| !sessions.is_empty()) {
            let listed: Vec<&str> = sessions.iter().take(LISTED).map(String::as_str).collect();
            let rest = more(sessions.len()).unwrap_or_default();
            lines.push(format!(
                "NOT COMPARED: {} sessions only in the {side}: {}{rest}",
                sessions.len(),
                listed.join(", ")
            ));
        }
        lines.iter().for_each(|line| self.line(line));
    }

    fn comparison(&mut self, comparison: &Comparison) {
        let name = |coder: usize| self.study.coders[coder].clone();
        let references = comparison.between.reference.iter().map(|&coder| name(coder)).collect::<Vec<_>>().join(", ");
        let title = match comparison.between.estimate {
            Some(estimate) => format!("{} against {references}", name(estimate)),
            None => format!("{references} among themselves"),
        };
        self.line("");
        self.line(&title);
        self.variables(comparison);
        self.multi(comparison);
        self.measures(comparison);
        self.thresholds(comparison);
        self.places(comparison);
    }

    fn variables(&mut self, comparison: &Comparison) {
        if comparison.variables.is_empty() {
            return;
        }
        let detected = comparison.between.estimate.is_some();
        let last =
            if detected { format!("{:>6}{:>7}{:>6}", "prec", "recall", "F1") } else { format!("{:>7}", "Fleiss") };
        self.line(&format!(
            "  {:<17}{:>7}{:>12}  {:>6}  {:<28}{:>7}{:>7}{:>7}{last}",
            "", "n", "given", "agree", "kappa [95 %]", "PABAK", "AC1", "alpha"
        ));
        for (variable, nominal) in &comparison.variables {
            let line = self.variable(*variable, nominal, detected);
            self.line(&line);
        }
    }

    fn variable(&self, variable: Variable, nominal: &Nominal, detected: bool) -> String {
        let name = variable.name();
        if nominal.not_estimated {
            return format!("  {name:<17}{:>7}  {}", nominal.n, self.words.reasons.not_estimated);
        }
        let given = nominal.used.iter().map(|(_, given, _)| given.to_string()).collect::<Vec<_>>().join("/");
        let given = if nominal.used.len() > 3 { String::new() } else { given };
        let agree = nominal.percent.value.map_or("-".to_owned(), |share| format!("{:.1}", 100.0 * share));
        let binary = variable.is_binary();
        let mut line = format!(
            "  {name:<17}{:>7}{given:>12}  {agree:>6}  {:<28}{:>7}{:>7}{:>7}",
            nominal.n,
            self.with_interval(&nominal.kappa, binary),
            two(nominal.pabak.value),
            two(nominal.ac1.value),
            two(nominal.alpha.value),
        );
        match &nominal.detection {
            Some([precision, recall, f1]) => {
                let each = format!("{:>6}{:>7}{:>6}", two(precision.value), two(recall.value), two(f1.value));
                line.push_str(&each);
            }
            None if !detected => line.push_str(&format!("{:>7}", two(nominal.fleiss.value))),
            None => {}
        }
        line
    }

    fn multi(&mut self, comparison: &Comparison) {
        let Some(multi) = &comparison.multi else { return };
        let f1 = multi.micro.as_ref().map(|[_, _, f1]| format!(", F1 {}", two(f1.value))).unwrap_or_default();
        let line = format!(
            "  all codes of a volley ({} volleys): same codes {}, Jaccard {}, pooled kappa {}{f1}, mean kappa {}",
            multi.n,
            self.with_interval(&multi.exact, true),
            two(multi.jaccard.value),
            self.with_interval(&multi.pooled_kappa, true),
            two(multi.mean_kappa.value),
        );
        self.line(&line);
    }

    fn measures(&mut self, comparison: &Comparison) {
        if comparison.measures.is_empty() {
            return;
        }
        self.line(&format!(
            "  {:<19}{:>4}  {:<27}{:<11}{:>7}  {:<18}{:>6}{:>7}",
            "sessions", "n", "ICC(A,1) [95 %]", "", "bias", "limits", "rho", "+-1"
        ));
        let left_out: Vec<&str> = comparison.not_estimated.iter().map(|code| code.abbreviation()).collect();
        if !left_out.is_empty() {
            self.line(&format!("  {} and what rests on it: {}", left_out.join(", "), self.words.reasons.not_estimated));
        }
        for (measure, rated) in &comparison.measures {
            let line = self.measure(measure.name(), rated);
            self.line(&line);
        }
    }

    fn measure(&self, name: &str, rated: &Rated) -> String {
        let (value, interval) = rated.headline();
        let band = value.map_or("", |value| self.words.band(value));
        let (bias, limits) = match &rated.bias {
            Some(Ok(bias)) => (format!("{:.2}", bias.bias), format!("{:.2} to {:.2}", bias.lower, bias.upper)),
            _ => ("-".to_owned(), String::new()),
        };
        let within = rated.within_one.as_ref().and_then(|share| share.value.ok());
        format!(
            "  {name:<19}{:>4}  {:<27}{band:<11}{bias:>7}  {limits:<18}{:>6}{:>7}",
            rated.n,
            self.told(value, interval, false),
            rated.spearman.map_or("-".to_owned(), |(rho, _)| two(rho)),
            within.map_or(String::new(), |share| format!("{:.0} %", 100.0 * share)),
        )
    }

    fn thresholds(&mut self, comparison: &Comparison) {
        for (decision, nominal) in &comparison.decisions {
            let agree = nominal.percent.value.map_or("-".to_owned(), |share| format!("{:.0} %", 100.0 * share));
            let kappa = self.with_interval(&nominal.kappa, false);
            let line = format!(
                "  {}: {agree} of {} decisions agree, kappa {kappa}",
                self.words.decision(*decision),
                nominal.n
            );
            self.line(&line);
        }
    }

    fn places(&mut self, comparison: &Comparison) {
        if comparison.places.is_empty() && comparison.session_places.is_empty() {
            return;
        }
        self.line(
            "  put in each coder's place (kappa of turns, ICC(A,1) of session figures; humans, estimate, difference):",
        );
        let of_turns = comparison.places.iter().map(|(variable, place)| (variable.name(), place, variable.is_binary()));
        let of_sessions = comparison.session_places.iter().map(|(measure, place)| (measure.name(), place, false));
        let lines: Vec<String> =
            of_turns.chain(of_sessions).map(|(name, place, binary)| self.place(name, place, binary)).collect();
        lines.iter().for_each(|line| self.line(line));
    }

    fn place(&self, name: &str, place: &Place, binary: bool) -> String {
        format!(
            "    {name:<19}{:>6}{:>7}  {:<22}{}",
            two(place.humans.value),
            two(place.estimate.value),
            match place.difference.value {
                Ok(_) => self.with_interval(&place.difference, binary),
                Err(_) => String::new(),
            },
            match place.difference.value {
                Ok(_) => self.words.verdict(place.verdict, place.sessions),
                Err(reason) => self.words.reason(reason, binary),
            }
        )
    }

    fn ending(&mut self) {
        self.line("");
        let notes: Vec<String> =
            self.study.notes.iter().map(|note| format!("note: {}", self.words.note(*note))).collect();
        notes.iter().for_each(|note| self.line(note));
        let codes = Code::ALL.map(|code| format!("{} {}", code.abbreviation(), self.words.code(code)));
        self.line(&format!("codes: {}", codes.join(", ")));
        let bands =
            fill("bands by Cicchetti (1994): below .40 poor, .40-.59 fair, .60-.74 good, .75 and above excellent", &[]);
        self.line(&bands);
    }

    fn with_interval(&self, estimate: &Estimate, binary: bool) -> String {
        self.told(estimate.value, estimate.interval, binary)
    }

    fn told(&self, value: Statistic, interval: Result<Interval, Undefined>, binary: bool) -> String {
        match (value, interval) {
            (Ok(value), Ok(Interval { low, high })) => format!("{value:.2} [{low:.2}, {high:.2}]"),
            (Ok(value), Err(_)) => format!("{value:.2} [no interval]"),
            (Err(reason), _) => self.words.reason(reason, binary),
        }
    }
}

fn two(value: Statistic) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.2}"))
}

fn more(all: usize) -> Option<String> {
    (all > LISTED).then(|| format!("  … and {} more", all - LISTED))
}
