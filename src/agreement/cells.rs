//! Tables in words, which the page and the workbook both show: their cells, and how names and numbers are written.

use serde::Serialize;

use super::catalogue::Catalogue;
use super::intervals::Estimate;
use super::measures::Measure;
use super::nominal::Nominal;
use super::statistic::{Interval, Statistic, Undefined};
use super::study::{Comparison, Study};
use super::variables::Variable;
use crate::phrases::fill;

/// A table with a title.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub(super) title: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A column; a figure comes with the ends of its interval.
#[derive(Debug, Serialize)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) figure: bool,
}

/// What stands in a table.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Cell {
    /// Words.
    Text { text: String },
    /// A count.
    Count { n: usize },
    /// A number as the page shows it, and itself.
    Figure { text: String, interval: Option<String>, value: f64, low: Option<f64>, high: Option<f64> },
    /// Why there is no figure.
    Reason { text: String },
    /// Nothing.
    Empty,
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    Two,
    Percent,
}

/// Makes cells and tables of one study in one language.
pub(super) struct Tabler<'a> {
    pub(super) study: &'a Study,
    pub(super) words: &'a Catalogue,
}

/// Of more coders only the span of their counts is shown.
const MOST_LISTED: usize = 4;

pub(super) fn plain(name: &str) -> Column {
    Column { name: name.to_owned(), figure: false }
}

pub(super) fn figure(name: &str) -> Column {
    Column { name: name.to_owned(), figure: true }
}

pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text { text: text.into() }
}

impl Tabler<'_> {
    pub(super) fn coder(&self, coder: usize) -> &str {
        &self.study.coders[coder]
    }

    /// The names of coders in a sentence.
    pub(super) fn list(&self, coders: &[usize]) -> String {
        match coders {
            [] => String::new(),
            [one] => self.coder(*one).to_owned(),
            [before @ .., last] => {
                let before: Vec<&str> = before.iter().map(|&coder| self.coder(coder)).collect();
                format!("{} {} {}", before.join(", "), self.words.page.and, self.coder(*last))
            }
        }
    }

    /// Who is compared with whom.
    pub(super) fn title(&self, comparison: &Comparison) -> String {
        let references = self.list(&comparison.between.reference);
        match comparison.between.estimate {
            Some(estimate) => {
                fill(&self.words.page.of_estimate, &[("estimate", self.coder(estimate)), ("references", &references)])
            }
            None => fill(&self.words.page.of_coders, &[("references", &references)]),
        }
    }

    pub(super) fn show(&self, value: f64, show: Show) -> String {
        match show {
            Show::Two => self.words.number(value, 2),
            Show::Percent => self.words.percent(value),
        }
    }

    /// An interval between brackets.
    pub(super) fn interval(&self, interval: Interval, show: Show) -> String {
        format!("{} – {}", self.show(interval.low, show), self.show(interval.high, show))
    }

    pub(super) fn cell(
        &self,
        value: Statistic,
        interval: Result<Interval, Undefined>,
        show: Show,
        binary: bool,
    ) -> Cell {
        match value {
            Err(reason) => Cell::Reason { text: self.words.reason(reason, binary) },
            Ok(value) => Cell::Figure {
                text: self.show(value, show),
                interval: interval.ok().map(|interval| self.interval(interval, show)),
                value,
                low: interval.ok().map(|interval| interval.low),
                high: interval.ok().map(|interval| interval.high),
            },
        }
    }

    pub(super) fn estimate(&self, estimate: &Estimate, show: Show, binary: bool) -> Cell {
        self.cell(estimate.value, estimate.interval, show, binary)
    }

    pub(super) fn band(&self, value: Statistic) -> Cell {
        value.map_or(Cell::Empty, |value| text(self.words.band(value)))
    }

    /// The codes that are not estimated, in a line; empty when there are none.
    pub(super) fn not_estimated(&self, comparison: &Comparison) -> String {
        let codes: Vec<&str> = comparison.not_estimated.iter().map(|code| self.words.code(*code)).collect();
        if codes.is_empty() {
            String::new()
        } else {
            format!("{}: {}", codes.join(", "), self.words.reasons.not_estimated)
        }
    }

    /// The reason that the whole row of something not estimated shows.
    pub(super) fn unless(&self, not_estimated: bool, cell: Cell) -> Cell {
        if not_estimated { Cell::Reason { text: self.words.reasons.not_estimated.clone() } } else { cell }
    }

    /// The head of the column of [`Self::given`].
    pub(super) fn given_by(&self, comparison: &Comparison) -> String {
        let coders = comparison.between.coders();
        let names: Vec<&str> = coders.iter().map(|&coder| self.coder(coder)).collect();
        if names.len() > MOST_LISTED {
            return self.words.columns.given.clone();
        }
        format!("{} ({})", self.words.columns.given, names.join(" / "))
    }

    /// How often each coder gave a code, in the order of the files; of many the least and the most.
    pub(super) fn given(&self, nominal: &Nominal) -> Cell {
        match nominal.used.as_slice() {
            [] => Cell::Empty,
            used if used.len() <= MOST_LISTED => {
                text(used.iter().map(|(_, given, _)| given.to_string()).collect::<Vec<_>>().join(" / "))
            }
            used => {
                let given = || used.iter().map(|(_, given, _)| *given);
                let (least, most) = (given().min().unwrap_or(0), given().max().unwrap_or(0));
                text(format!("{least} – {most}"))
            }
        }
    }

    /// A variable with the abbreviation that files use.
    pub(super) fn named(&self, variable: Variable) -> String {
        match variable {
            Variable::Presence(code) => format!("{} ({})", self.words.variable(variable), code.abbreviation()),
            other => self.words.variable(other).to_owned(),
        }
    }

    /// A measure with the abbreviation that files use.
    pub(super) fn measured(&self, measure: Measure) -> String {
        match measure {
            Measure::Count(code) => format!("{} ({})", self.words.measure(measure), code.abbreviation()),
            other => self.words.measure(other).to_owned(),
        }
    }
}
