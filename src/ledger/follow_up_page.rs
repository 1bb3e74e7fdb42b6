//! The follow-up as one page that loads nothing, in the language of reports: calm, by id, nobody ranked.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::ledger::follow_up::{FollowUp, Person};
use crate::ledger::term::Term;
use crate::ledger::trends::{Measures, Point};
use crate::report::error::ReportError;
use crate::report::policy;

/// What stands where nothing may be shown.
const NOTHING: &str = "–";

/// The page's words in one language.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Words {
    decimal_mark: String,
    title: String,
    purpose: String,
    all_terms: String,
    autumn: String,
    spring: String,
    unit: String,
    summary: String,
    summary_nobody: String,
    yardstick: String,
    unnamed: String,
    who: String,
    recordings: String,
    last: String,
    none: String,
    trends: String,
    trends_note: String,
    everybody: String,
    own: String,
    term: String,
    people: String,
    sessions: String,
    ratio: String,
    complex: String,
    change_talk: String,
    questions: String,
    reflections: String,
    adherent: String,
    non_adherent: String,
    withheld: String,
    missing: String,
    made: String,
}

#[derive(Serialize)]
struct Page<'a> {
    lang: &'static str,
    text: &'a Words,
    term: String,
    unit: Option<&'a str>,
    summary: String,
    unnamed: Option<String>,
    people: &'a [Person],
    with_units: bool,
    groups: Vec<Group>,
    made: String,
}

/// A group's terms side by side.
#[derive(Serialize)]
struct Group {
    name: String,
    points: Vec<Head>,
    rows: Vec<Row>,
    withheld: Option<String>,
}

#[derive(Serialize)]
struct Head {
    term: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    cells: Vec<String>,
}

/// The page in `language` (nynorsk is written in bokmål).
///
/// # Errors
/// [`ReportError::Page`], which would be a fault in this program.
pub fn render(follow_up: &FollowUp, language: Language) -> Result<String, ReportError> {
    let (lang, source) = match language {
        Language::Swedish => ("sv", include_str!("text/sv.toml")),
        Language::Bokmal | Language::Nynorsk => ("nb", include_str!("text/nb.toml")),
        Language::English => ("en", include_str!("text/en.toml")),
    };
    let text: Words = toml::from_str(source).expect("a test loads the embedded words of every language");
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("follow-up.html", include_str!("templates/follow-up.html"))?;
    environment.add_template("style.css", include_str!("../report/templates/style.css"))?;
    Ok(policy::strict(&environment.get_template("follow-up.html")?.render(Serde(&page(follow_up, &text, lang)))?))
}

fn page<'a>(follow_up: &'a FollowUp, text: &'a Words, lang: &'static str) -> Page<'a> {
    let (reached, all) = (follow_up.with_feedback.to_string(), follow_up.practitioners.len().to_string());
    let groups = follow_up.own.iter().zip(&follow_up.asked).map(|(points, id)| (text.own.replace("{id}", id), points));
    let everybody = (!follow_up.all.is_empty()).then(|| (text.everybody.clone(), &follow_up.all));
    let units = follow_up.units.iter().map(|(unit, points)| (format!("{} {unit}", text.unit), points));
    let groups = groups.chain(everybody).chain(units);
    Page {
        lang,
        text,
        term: text.term(&follow_up.term),
        unit: follow_up.unit.as_deref(),
        summary: match follow_up.practitioners.len() {
            0 => text.summary_nobody.clone(),
            _ => text.summary.replace("{n}", &reached).replace("{all}", &all),
        },
        unnamed: match follow_up.unnamed_recordings {
            0 => None,
            n => Some(text.unnamed.replace("{n}", &n.to_string())),
        },
        people: &follow_up.practitioners,
        with_units: follow_up.practitioners.iter().any(|person| person.unit.is_some()),
        groups: groups.map(|(name, points)| group(text, name, points, follow_up.smallest_group)).collect(),
        made: text.made.replace("{version}", env!("CARGO_PKG_VERSION")),
    }
}

impl Words {
    /// A term as people in the country call it.
    fn term(&self, term: &str) -> String {
        match term.parse::<Term>() {
            Ok(Term { year, autumn: true }) => self.autumn.replace("{year}", &year.to_string()),
            Ok(Term { year, autumn: false }) => self.spring.replace("{year}", &year.to_string()),
            Err(_) => self.all_terms.clone(),
        }
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        format!("{value:.decimals$}").replace('.', &self.decimal_mark)
    }
}

fn group(text: &Words, name: String, points: &[Point], smallest: usize) -> Group {
    let count = |value: Option<usize>| value.map_or_else(|| NOTHING.to_owned(), |value| value.to_string());
    let measure = |field: fn(&Measures) -> Option<f64>, write: &dyn Fn(f64) -> String| {
        let cell = |point: &Point| match &point.measures {
            None => NOTHING.to_owned(),
            Some(measures) => field(measures).map_or_else(|| text.missing.clone(), write),
        };
        points.iter().map(cell).collect::<Vec<_>>()
    };
    let tenth = |value: f64| text.number(value, 1);
    let percent = |value: f64| format!("{} %", text.number(value * 100.0, 0));
    let rows = [
        (&text.people, points.iter().map(|point| count(point.practitioners)).collect()),
        (&text.sessions, points.iter().map(|point| count(point.sessions)).collect()),
        (&text.ratio, measure(|m| m.reflections_to_questions, &|value| format!("{} : 1", tenth(value)))),
        (&text.complex, measure(|m| m.complex_reflections, &percent)),
        (&text.change_talk, measure(|m| m.change_talk, &percent)),
        (&text.questions, measure(|m| m.questions, &tenth)),
        (&text.reflections, measure(|m| m.reflections, &tenth)),
        (&text.adherent, measure(|m| m.adherent, &tenth)),
        (&text.non_adherent, measure(|m| m.non_adherent, &tenth)),
    ];
    // A row that says nothing in any term, such as a code that is not estimated, is left out.
    let says = |cells: &Vec<String>| cells.iter().any(|cell| *cell != NOTHING && *cell != text.missing);
    let any_withheld = points.iter().any(|point| point.measures.is_none());
    Group {
        name,
        points: points.iter().map(|point| Head { term: text.term(&point.term) }).collect(),
        rows: rows
            .into_iter()
            .filter(|(_, cells)| says(cells))
            .map(|(name, cells)| Row { name: name.clone(), cells })
            .collect(),
        withheld: any_withheld.then(|| text.withheld.replace("{n}", &smallest.to_string())),
    }
}
