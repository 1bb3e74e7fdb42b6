//! The study as a page: one file that loads nothing, runs no script, prints well.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::align::Align;
use super::catalogue::{Band, Catalogue, SOURCES, band};
use super::cells::{Cell, Show, Table, Tabler};
use super::in_place::{MARGIN, Place};
use super::intervals::Estimate;
use super::measures::Measure;
use super::methods;
use super::nominal::Nominal;
use super::plots;
use super::rated::Rated;
use super::study::{Comparison, Study};
use super::variables::Variable;
use crate::language::Language;
use crate::phrases::fill;
use crate::report::policy;
use crate::report::svg::Svg;

/// The page could not be put together: a fault in this program.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be put together: {0}; this is a fault in gensvar, please report it")]
pub struct PageError(#[from] minijinja::Error);

/// The parts, by the names under which they include each other; the session report's style comes first, so that
/// both look alike.
const TEMPLATES: [(&str, &str); 4] = [
    ("agreement.html", include_str!("templates/agreement.html")),
    ("comparison.html", include_str!("templates/comparison.html")),
    ("style.css", include_str!("../report/templates/style.css")),
    ("agreement.css", include_str!("templates/agreement.css")),
];

/// The page in `language` (nynorsk is written in bokmål).
///
/// # Errors
/// [`PageError`].
pub fn html(study: &Study, language: Language) -> Result<String, PageError> {
    let words = Catalogue::load(language);
    let lang = if language == Language::Nynorsk { Language::Bokmal } else { language };
    let page = Page::of(&Tabler { study, words: &words }, lang);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(policy::strict(&environment.get_template("agreement.html")?.render(Serde(&page))?))
}

/// Everything the templates show.
#[derive(Serialize)]
struct Page<'a> {
    lang: &'static str,
    text: &'a Catalogue,
    title: String,
    facts: Vec<Fact>,
    short: Vec<String>,
    comparisons: Vec<Part>,
    unaligned: Vec<String>,
    unaligned_table: Table,
    notes: Vec<String>,
    reading: Vec<String>,
    methods: String,
    sources: Vec<&'static str>,
    version: String,
}

/// A name and its value.
#[derive(Serialize)]
struct Fact {
    name: String,
    value: String,
}

/// One comparison.
#[derive(Serialize)]
struct Part {
    title: String,
    place_intro: String,
    places: Vec<Table>,
    given_by: String,
    codes: Vec<CodeRow>,
    coefficients: Table,
    detection: Table,
    multi: Option<Table>,
    several: String,
    choices: Vec<Choice>,
    measures: Table,
    measures_many: bool,
    closeness: Table,
    not_estimated: String,
    drawn: Vec<Drawn>,
    forms: Table,
    scale: Table,
    thresholds: Table,
    pairs: Table,
    spread: Table,
}

/// A variable's κ as a bar.
#[derive(Serialize)]
struct CodeRow {
    name: String,
    n: usize,
    given: Cell,
    plot: Option<Svg>,
    kappa: Cell,
    band: Cell,
}

/// A table of categories, shaded.
#[derive(Serialize)]
struct Choice {
    title: String,
    intro: String,
    summed: bool,
    head: Vec<String>,
    rows: Vec<(String, Vec<(u64, u8)>)>,
}

/// A measure's two plots.
#[derive(Serialize)]
struct Drawn {
    scatter: Svg,
    scatter_caption: String,
    bland: Option<Svg>,
    bland_caption: String,
}

/// Sessions from which on a plot says something.
const FEWEST_DRAWN: usize = 3;

impl<'a> Page<'a> {
    fn of(tabler: &Tabler<'a>, language: Language) -> Self {
        let (study, words) = (tabler.study, tabler.words);
        let rest = study.estimates.iter().skip(1).chain(study.among.as_ref().filter(|_| !study.estimates.is_empty()));
        let principal = study.principal();
        let all = std::iter::once(principal).chain(rest);
        Self {
            lang: language.code(),
            text: words,
            title: tabler.title(principal),
            facts: facts(tabler),
            short: short(tabler, principal),
            comparisons: all.map(|comparison| Part::of(tabler, comparison)).collect(),
            unaligned: methods::unaligned(tabler),
            unaligned_table: tabler.unaligned(),
            notes: study.notes.iter().map(|note| words.note(*note)).collect(),
            reading: methods::reading(tabler),
            methods: methods::paragraph(tabler),
            sources: SOURCES.lines().collect(),
            version: fill(&words.page.version, &[("version", env!("CARGO_PKG_VERSION"))]),
        }
    }
}

fn facts(tabler: &Tabler) -> Vec<Fact> {
    let (study, words) = (tabler.study, &tabler.words.page);
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    let mut facts = Vec::new();
    if let Some(align) = study.alignment.align {
        facts.push(fact(&words.fact_sessions, study.unit_sessions.to_string()));
        facts.push(fact(&words.fact_units, study.alignment.both.to_string()));
        let by = if align == Align::Turn { &words.by_turn } else { &words.by_time };
        facts.push(fact(&words.fact_aligned, by.clone()));
    }
    facts.push(fact(&words.fact_scored, study.scored_sessions.to_string()));
    facts.push(fact(&words.fact_draws, study.plan.draws.to_string()));
    facts
}

/// The sentences at the top.
fn short(tabler: &Tabler, comparison: &Comparison) -> Vec<String> {
    let words = tabler.words;
    let mut lines = Vec::new();
    let mut say = |phrase: &str, kappa: &Estimate| {
        if let Ok(value) = kappa.value {
            let (number, interval) = (words.number(value, 2), said_interval(tabler, kappa));
            lines.push(fill(phrase, &[("kappa", &number), ("interval", &interval), ("band", words.band(value))]));
        }
    };
    let find = |wanted: Variable| {
        comparison.variables.iter().find(|(variable, _)| *variable == wanted).map(|(_, of)| &of.kappa)
    };
    let page = &words.page;
    let choices = [
        (find(Variable::SingleCode), &page.short_code),
        (comparison.multi.as_ref().map(|multi| &multi.pooled_kappa), &page.short_pooled),
        (find(Variable::Main), &page.short_main),
        (find(Variable::ClientTalk), &page.short_talk),
    ];
    choices.into_iter().for_each(|(kappa, phrase)| kappa.into_iter().for_each(|kappa| say(phrase, kappa)));
    lines.extend(short_measures(tabler, comparison));
    let wanted = [Variable::SingleCode, Variable::Main, Variable::ClientTalk];
    let places = comparison.places.iter().filter(|(variable, _)| wanted.contains(variable));
    lines.extend(places.map(|(variable, place)| short_place(tabler, words.variable(*variable), place)));
    lines
}

fn short_measures(tabler: &Tabler, comparison: &Comparison) -> Option<String> {
    let bands: Vec<Band> =
        comparison.measures.iter().filter_map(|(_, rated)| rated.headline().0.ok()).map(band).collect();
    let count = |of: Band| bands.iter().filter(|band| **band == of).count().to_string();
    let counts = [Band::Excellent, Band::Good, Band::Fair, Band::Poor].map(count);
    let [excellent, good, fair, poor] = &counts;
    let values = [("excellent", excellent.as_str()), ("good", good), ("fair", fair), ("poor", poor)];
    (!bands.is_empty()).then(|| fill(&tabler.words.page.short_icc, &values))
}

fn short_place(tabler: &Tabler, what: &str, place: &Place) -> String {
    let words = tabler.words;
    let difference = place.difference.value.map_or("–".to_owned(), |value| words.number(value, 2));
    let interval = said_interval(tabler, &place.difference);
    let verdict = words.verdict(place.verdict, place.sessions);
    let values = [("what", what), ("verdict", &verdict), ("difference", &difference), ("interval", &interval)];
    fill(&words.page.short_place, &values)
}

fn said_interval(tabler: &Tabler, estimate: &Estimate) -> String {
    let words = tabler.words;
    estimate.interval.map_or(String::new(), |interval| {
        let (low, high) = (words.number(interval.low, 2), words.number(interval.high, 2));
        fill(&words.page.short_interval, &[("low", &low), ("high", &high)])
    })
}

impl Part {
    fn of(tabler: &Tabler, comparison: &Comparison) -> Self {
        let words = tabler.words;
        let several = comparison
            .multi
            .as_ref()
            .map_or(String::new(), |multi| fill(&words.multi.several, &[("share", &words.percent(multi.several))]));
        let [turns, sessions] = tabler.places(comparison);
        let choices = comparison.variables.iter().filter(|(variable, _)| !variable.is_binary());
        Self {
            title: tabler.title(comparison),
            place_intro: fill(&words.page.place_intro, &[("margin", &words.number(MARGIN, 2))]),
            places: [turns, sessions].into_iter().filter(|table| !table.rows.is_empty()).collect(),
            given_by: tabler.given_by(comparison),
            codes: comparison
                .variables
                .iter()
                .map(|(variable, nominal)| code_row(tabler, comparison, *variable, nominal))
                .collect(),
            coefficients: tabler.coefficients(comparison),
            detection: tabler.detection(comparison),
            multi: tabler.multi(comparison),
            several,
            choices: choices.map(|(variable, nominal)| choice(tabler, comparison, *variable, nominal)).collect(),
            measures: tabler.measures(comparison),
            closeness: tabler.closeness(comparison),
            not_estimated: tabler.not_estimated(comparison),
            measures_many: comparison.between.estimate.is_some() && comparison.between.reference.len() > 1,
            drawn: comparison
                .measures
                .iter()
                .filter_map(|(measure, rated)| drawn(tabler, comparison, *measure, rated))
                .collect(),
            forms: tabler.forms(comparison),
            scale: tabler.scale(comparison),
            thresholds: tabler.thresholds(comparison),
            pairs: tabler.pairs(comparison),
            spread: tabler.spread(comparison),
        }
    }
}

fn code_row(tabler: &Tabler, comparison: &Comparison, variable: Variable, nominal: &Nominal) -> CodeRow {
    let words = tabler.words;
    let name = tabler.named(variable);
    let among = tabler.study.among.as_ref().filter(|_| comparison.between.estimate.is_some());
    let humans = among
        .and_then(|among| among.variables.iter().find(|(of, _)| *of == variable))
        .and_then(|(_, of)| of.kappa.value.ok());
    let kappa = match nominal.not_estimated {
        true => Cell::Reason { text: words.reasons.not_estimated.clone() },
        false => tabler.estimate(&nominal.kappa, Show::Two, variable.is_binary()),
    };
    let value = nominal.kappa.value.ok().filter(|_| !nominal.not_estimated);
    CodeRow {
        plot: value.map(|value| {
            let spoken = format!("{name}: κ {}", words.number(value, 2));
            plots::coefficient(value, nominal.kappa.interval.ok(), humans, &spoken)
        }),
        n: nominal.n,
        given: tabler.given(nominal),
        kappa,
        band: tabler.band(nominal.kappa.value),
        name,
    }
}

/// How many shades a table has.
const SHADES: f64 = 8.0;

fn choice(tabler: &Tabler, comparison: &Comparison, variable: Variable, nominal: &Nominal) -> Choice {
    let page = &tabler.words.page;
    let categories = tabler.words.categories(variable);
    let (first, second) = match (comparison.between.estimate, comparison.between.reference.as_slice()) {
        (Some(estimate), references) => (tabler.list(references), tabler.coder(estimate).to_owned()),
        (None, [first, second]) => (tabler.coder(*first).to_owned(), tabler.coder(*second).to_owned()),
        (None, all) => (tabler.list(all), tabler.list(all)),
    };
    let row = |(name, counts): (&String, &Vec<f64>)| {
        let whole: f64 = counts.iter().sum();
        let shade = |count: f64| if whole > 0.0 { (SHADES * count / whole).ceil() as u8 } else { 0 };
        (name.clone(), counts.iter().map(|count| (*count as u64, shade(*count))).collect())
    };
    Choice {
        title: tabler.words.variable(variable).to_owned(),
        intro: fill(&page.choices_intro, &[("first", &first), ("second", &second)]),
        summed: nominal.pairs.len() > 1,
        rows: categories.iter().zip(&nominal.confusion).map(row).collect(),
        head: categories,
    }
}

fn drawn(tabler: &Tabler, comparison: &Comparison, measure: Measure, rated: &Rated) -> Option<Drawn> {
    let (words, page) = (tabler.words, &tabler.words.page);
    let first = rated.points.first()?;
    if rated.points.len() < FEWEST_DRAWN || rated.points.iter().all(|point| point == first) {
        return None;
    }
    let number = |value: f64| {
        let whole = (value - value.round()).abs() < 1e-9;
        words.number(value, if whole { 0 } else { 1 + usize::from(measure.is_share()) })
    };
    let what = tabler.measured(measure);
    let (across, up) = match comparison.between.estimate {
        Some(estimate) => {
            let of = tabler.list(&comparison.between.reference);
            let mean = comparison.between.reference.len() > 1;
            (if mean { format!("{} ({of})", words.columns.mean) } else { of }, tabler.coder(estimate))
        }
        None => {
            (tabler.coder(comparison.between.reference[0]).to_owned(), tabler.coder(comparison.between.reference[1]))
        }
    };
    let scatter_caption = fill(&page.scatter, &[("what", &what), ("first", &across), ("second", up)]);
    let bland_caption = fill(&page.bland, &[("what", &what)]);
    Some(Drawn {
        scatter: plots::scatter(&rated.points, number, &scatter_caption),
        bland: match &rated.bias {
            Some(Ok(bias)) => Some(plots::bland_altman(&rated.points, bias, number, &bland_caption)),
            _ => None,
        },
        scatter_caption,
        bland_caption,
    })
}
