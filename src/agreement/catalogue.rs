//! The words of agreement reports in each language, read from `text/*.toml` into one type: a missing or misspelt
//! entry cannot be loaded. Here, too, names, reasons and verdicts become words.

use serde::{Deserialize, Serialize};

use super::in_place::{FEWEST_SESSIONS, MARGIN, Verdict};
use super::measures::{Decision, Measure};
use super::statistic::{Side, Undefined};
use super::study::Note;
use super::variables::{Together, Variable};
use super::vocabulary::Global;
use crate::coding::miti::Code;
use crate::language::Language;
use crate::phrases::fill;
use crate::report::code_names::CodeNames;

/// Declares the sections of the catalogue: structs of phrases.
macro_rules! sections {
    ($($section:ident { $($phrase:ident),+ $(,)? })+) => {$(
        #[derive(Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $section { $(pub(super) $phrase: String),+ }
    )+};
}

sections! {
    Variables {
        reflection, adherent, non_adherent, single_code, depth, main, client_talk, none,
        main_question, main_reflection, main_input, main_other, change, sustain, neutral,
    }
    Measures {
        complex_share, ratio, change, sustain, change_share, cultivating, softening, partnership,
        empathy, relational, technical, fair, good,
    }
    Columns {
        what, n, sessions, given, percent, kappa, pabak, ac1, alpha, fleiss, precision, recall, f1,
        icc, interval, band, bias, limits, spearman, equal, within_one, kappa_linear,
        kappa_quadratic, alpha_ordinal, ac2, humans, in_place, difference, verdict, coder, pair,
        mean, deviation, form, undefined_draws, method, reason, reference_only, estimate_only,
        session, figure, value, low, high,
    }
    Multi {
        title, exact, jaccard, pooled, mean, micro_precision, micro_recall, micro_f1, macro_f1,
        several,
    }
    Reasons {
        one_coder, nothing_shared, never_used, always_used, one_category, never_by_reference,
        never_by_estimate, no_variance, too_few, no_draw, not_estimated,
    }
    Bands {
        poor, fair, good, excellent,
    }
    Verdicts {
        better, no_worse, slightly_lower, worse, undecided, too_few, no_figure,
    }
    Notes {
        joined, merged, skipped, incomplete, contradicted, few_sessions,
    }
    Page {
        title, of_estimate, of_coders, purpose, fact_sessions, fact_scored, fact_units,
        fact_aligned, fact_draws, by_turn, by_time, short, short_code, short_pooled, short_talk,
        short_main, short_icc, short_place, short_interval, place_title, place_intro, place_turns,
        place_sessions, codes_title, codes_intro, codes_legend_bar, codes_legend_interval,
        codes_legend_humans, choices_title, choices_intro, choices_summed, measures_title,
        measures_intro, measures_many, scatter, bland, plots, scale_title, thresholds_title,
        thresholds_intro, forms_title, pairs_title, among_title, aligned_title, aligned_none,
        aligned_turns, aligned_once, aligned_between, aligned_sessions, aligned_tolerance, notes_title,
        reading_title, methods_title, sources_title, not_estimated, agreement_of, and, version,
    }
    Reading {
        bands, kappa, icc, interval, undefined,
    }
    Methods {
        coders_estimate, coders_among, units, units_time, unaligned, nominal, scores, globals,
        bootstrap, place, bands, software,
    }
    Template {
        codes_sheet, sessions_sheet, help_sheet, session, turn, coder, speaker, codes, main,
        client_talk, counsellor, client, help,
    }
}

/// Every phrase in one language. `{name}` in a phrase is filled by [`fill`].
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    decimal_mark: String,
    percent: String,
    /// As in the reports.
    #[serde(skip)]
    codes: CodeNames,
    pub(super) variables: Variables,
    pub(super) measures: Measures,
    pub(super) columns: Columns,
    pub(super) multi: Multi,
    pub(super) reasons: Reasons,
    pub(super) bands: Bands,
    pub(super) verdicts: Verdicts,
    pub(super) notes: Notes,
    pub(super) page: Page,
    pub(super) reading: Reading,
    pub(super) methods: Methods,
    pub(super) template: Template,
}

/// The works that the page names, the same in every language.
pub(super) const SOURCES: &str = include_str!("text/sources.txt");

/// Cicchetti's (1994) bands, by where they begin: poor below .40, fair to .59, good to .74, excellent from .75.
pub const BANDS: [(f64, Band); 4] =
    [(0.75, Band::Excellent), (0.60, Band::Good), (0.40, Band::Fair), (f64::NEG_INFINITY, Band::Poor)];

/// How a coefficient is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Below .40.
    Poor,
    /// .40 to .59.
    Fair,
    /// .60 to .74.
    Good,
    /// .75 and above.
    Excellent,
}

/// The band of a coefficient, unrounded.
pub fn band(value: f64) -> Band {
    BANDS.into_iter().find(|(from, _)| value >= *from).map_or(Band::Poor, |(_, band)| band)
}

impl Catalogue {
    /// The phrases of `language`; nynorsk is written in bokmål.
    pub(super) fn load(language: Language) -> Self {
        let source = match language {
            Language::Swedish => include_str!("text/sv.toml"),
            Language::Bokmal | Language::Nynorsk => include_str!("text/nb.toml"),
            Language::English => include_str!("text/en.toml"),
        };
        let own: Self = toml::from_str(source).expect("a test loads the embedded catalogue of every language");
        Self { codes: CodeNames::load(language), ..own }
    }

    /// The field's name of a code.
    pub(super) fn code(&self, code: Code) -> &str {
        self.codes.of(code)
    }

    /// Codes taken together.
    fn together(&self, together: Together) -> &str {
        match together {
            Together::Reflection => &self.variables.reflection,
            Together::Adherent => &self.variables.adherent,
            Together::NonAdherent => &self.variables.non_adherent,
        }
    }

    /// What a variable is called.
    pub(super) fn variable(&self, variable: Variable) -> &str {
        match variable {
            Variable::Presence(code) => self.code(code),
            Variable::Any(together) => self.together(together),
            Variable::SingleCode => &self.variables.single_code,
            Variable::Depth => &self.variables.depth,
            Variable::Main => &self.variables.main,
            Variable::ClientTalk => &self.variables.client_talk,
        }
    }

    /// What a variable's categories are called.
    pub(super) fn categories(&self, variable: Variable) -> Vec<String> {
        let words = &self.variables;
        let of = |phrases: &[&String]| phrases.iter().map(|phrase| (*phrase).clone()).collect();
        match variable {
            Variable::SingleCode => std::iter::once(words.none.clone())
                .chain(Code::ALL.map(|code| code.abbreviation().to_owned()))
                .collect(),
            Variable::Main => of(&[&words.main_question, &words.main_reflection, &words.main_input, &words.main_other]),
            Variable::ClientTalk => of(&[&words.change, &words.sustain, &words.neutral]),
            other => other.categories().into_iter().map(str::to_owned).collect(),
        }
    }

    /// What a measure is called.
    pub(super) fn measure(&self, measure: Measure) -> &str {
        let words = &self.measures;
        match measure {
            Measure::Count(code) => self.code(code),
            Measure::Sum(together) => self.together(together),
            Measure::ComplexShare => &words.complex_share,
            Measure::ReflectionsToQuestions => &words.ratio,
            Measure::Change => &words.change,
            Measure::Sustain => &words.sustain,
            Measure::ChangeShare => &words.change_share,
            Measure::Global(Global::Cultivating) => &words.cultivating,
            Measure::Global(Global::Softening) => &words.softening,
            Measure::Global(Global::Partnership) => &words.partnership,
            Measure::Global(Global::Empathy) => &words.empathy,
            Measure::Relational => &words.relational,
            Measure::Technical => &words.technical,
        }
    }

    /// What a threshold is called.
    pub(super) fn decision(&self, decision: Decision) -> String {
        let cut = match decision.measure {
            measure if measure.is_share() => self.percent(decision.cut),
            _ => self.number(decision.cut, usize::from(decision.cut.fract() != 0.0)),
        };
        let level = if decision.good { &self.measures.good } else { &self.measures.fair };
        format!("{}: {}", self.measure(decision.measure), fill(level, &[("cut", &cut)]))
    }

    /// A band in words.
    pub(super) fn band(&self, value: f64) -> &str {
        match band(value) {
            Band::Poor => &self.bands.poor,
            Band::Fair => &self.bands.fair,
            Band::Good => &self.bands.good,
            Band::Excellent => &self.bands.excellent,
        }
    }

    /// Why there is no value; `binary` for the presence of a code, where a single category says that it was never
    /// or always given.
    pub(super) fn reason(&self, reason: Undefined, binary: bool) -> String {
        let words = &self.reasons;
        match reason {
            Undefined::OneCoder => words.one_coder.clone(),
            Undefined::NothingShared => words.nothing_shared.clone(),
            Undefined::OneCategory { category: 0 } if binary => words.never_used.clone(),
            Undefined::OneCategory { .. } if binary => words.always_used.clone(),
            Undefined::OneCategory { .. } => words.one_category.clone(),
            Undefined::NeverUsed { by: Side::Reference } => words.never_by_reference.clone(),
            Undefined::NeverUsed { by: Side::Estimate } => words.never_by_estimate.clone(),
            Undefined::NeverUsed { by: Side::Either } => words.never_used.clone(),
            Undefined::NoVariance => words.no_variance.clone(),
            Undefined::TooFew { found, needed } => {
                fill(&words.too_few, &[("found", &found.to_string()), ("needed", &needed.to_string())])
            }
            Undefined::NoDraw | Undefined::NoInterval => words.no_draw.clone(),
        }
    }

    /// What follows, in words.
    pub(super) fn verdict(&self, verdict: Verdict, sessions: usize) -> String {
        let words = &self.verdicts;
        let phrase = match verdict {
            Verdict::Better => &words.better,
            Verdict::NoWorse => &words.no_worse,
            Verdict::SlightlyLower => &words.slightly_lower,
            Verdict::Worse => &words.worse,
            Verdict::Undecided => &words.undecided,
            Verdict::TooFewSessions => &words.too_few,
            Verdict::NoFigure => &words.no_figure,
        };
        let margin = self.number(MARGIN, 2);
        fill(phrase, &[("margin", &margin), ("n", &sessions.to_string()), ("needed", &FEWEST_SESSIONS.to_string())])
    }

    /// A note in words.
    pub(super) fn note(&self, note: Note) -> String {
        let words = &self.notes;
        let (phrase, n) = match note {
            Note::Joined(n) => (&words.joined, n),
            Note::Merged(n) => (&words.merged, n),
            Note::Skipped(n) => (&words.skipped, n),
            Note::Incomplete(n) => (&words.incomplete, n),
            Note::Contradicted(n) => (&words.contradicted, n),
            Note::FewSessions(n) => (&words.few_sessions, n),
        };
        fill(phrase, &[("n", &n.to_string())])
    }

    /// A number with the language's decimal mark and a true minus sign.
    pub(super) fn number(&self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}").replace('.', &self.decimal_mark);
        match text.strip_prefix('-') {
            Some(rest) if rest.chars().any(|digit| digit.is_ascii_digit() && digit != '0') => format!("\u{2212}{rest}"),
            Some(rest) => rest.to_owned(),
            None => text,
        }
    }

    /// A share (0-1) as a whole percentage.
    pub(super) fn percent(&self, share: f64) -> String {
        fill(&self.percent, &[("n", &self.number(share * 100.0, 0))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrases::testing::assert_every_language_says_the_same;

    #[test]
    fn every_language_has_every_phrase_with_the_same_placeholders() {
        assert_every_language_says_the_same(Catalogue::load);
    }

    #[test]
    fn bands_are_cicchettis() {
        let bands = [0.399, 0.40, 0.599, 0.60, 0.749, 0.75, -0.2].map(band);
        assert_eq!(bands[..3], [Band::Poor, Band::Fair, Band::Fair]);
        assert_eq!(bands[3..], [Band::Good, Band::Good, Band::Excellent, Band::Poor]);
    }

    #[test]
    fn numbers_read_as_in_their_language() {
        assert_eq!(Catalogue::load(Language::Swedish).number(-0.25, 2), "\u{2212}0,25");
        assert_eq!(Catalogue::load(Language::English).number(-0.001, 2), "0.00");
    }
}
