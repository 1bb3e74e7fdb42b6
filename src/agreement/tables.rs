//! The study as tables in words: what the page and the workbook both show.

use serde::Serialize;

use super::catalogue::{Catalogue, fill};
use super::icc::Form;
use super::in_place::Place;
use super::intervals::Estimate;
use super::measures::Measure;
use super::nominal::Nominal;
use super::statistic::{Interval, Statistic, Undefined};
use super::study::{Comparison, Study};
use super::variables::Variable;

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

fn plain(name: &str) -> Column {
    Column { name: name.to_owned(), figure: false }
}

fn figure(name: &str) -> Column {
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

    /// The reason that the whole row of something not estimated shows.
    fn unless(&self, not_estimated: bool, cell: Cell) -> Cell {
        if not_estimated { Cell::Reason { text: self.words.reasons.not_estimated.clone() } } else { cell }
    }

    /// How often each of two coders gave a code, by the order of the comparison.
    pub(super) fn given(&self, nominal: &Nominal) -> Cell {
        match nominal.used.as_slice() {
            [] => Cell::Empty,
            used if used.len() <= 4 => {
                text(used.iter().map(|(_, given, _)| given.to_string()).collect::<Vec<_>>().join(" / "))
            }
            used => {
                let given = || used.iter().map(|(_, given, _)| *given);
                let (least, most) = (given().min().unwrap_or(0), given().max().unwrap_or(0));
                text(format!("{least} – {most}"))
            }
        }
    }

    /// κ by variable.
    pub(super) fn kappas(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let row = |(variable, nominal): &(Variable, Nominal)| {
            let kappa = self.estimate(&nominal.kappa, Show::Two, variable.is_binary());
            vec![
                text(self.named(*variable)),
                Cell::Count { n: nominal.n },
                self.given(nominal),
                self.unless(nominal.not_estimated, kappa),
                self.band(nominal.kappa.value),
            ]
        };
        Table {
            title: self.words.page.codes_title.clone(),
            columns: vec![
                plain(&words.what),
                plain(&words.n),
                plain(&words.given),
                figure(&words.kappa),
                plain(&words.band),
            ],
            rows: comparison.variables.iter().map(row).collect(),
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

    /// The other coefficients by variable.
    pub(super) fn coefficients(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let row = |(variable, nominal): &(Variable, Nominal)| {
            let cell = |estimate: &Estimate, show| {
                self.unless(nominal.not_estimated, self.estimate(estimate, show, variable.is_binary()))
            };
            vec![
                text(self.named(*variable)),
                cell(&nominal.percent, Show::Percent),
                cell(&nominal.pabak, Show::Two),
                cell(&nominal.ac1, Show::Two),
                cell(&nominal.alpha, Show::Two),
                cell(&nominal.fleiss, Show::Two),
            ]
        };
        Table {
            title: format!("{}, {}, {}, {}, {}", words.percent, words.pabak, words.ac1, words.alpha, words.fleiss),
            columns: vec![
                plain(&words.what),
                figure(&words.percent),
                figure(&words.pabak),
                figure(&words.ac1),
                figure(&words.alpha),
                figure(&words.fleiss),
            ],
            rows: comparison.variables.iter().map(row).collect(),
        }
    }

    /// Precision, recall and F1 by code; empty among coders.
    pub(super) fn detection(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let row = |(variable, nominal): &(Variable, Nominal)| {
            let figures = nominal.detection.as_ref()?;
            let cells = figures
                .iter()
                .map(|estimate| self.unless(nominal.not_estimated, self.estimate(estimate, Show::Two, true)));
            Some(std::iter::once(text(self.named(*variable))).chain(cells).collect())
        };
        Table {
            title: format!("{}, {}, {}", words.precision, words.recall, words.f1),
            columns: vec![plain(&words.what), figure(&words.precision), figure(&words.recall), figure(&words.f1)],
            rows: comparison.variables.iter().filter_map(row).collect(),
        }
    }

    /// All codes of a volley at once.
    pub(super) fn multi(&self, comparison: &Comparison) -> Option<Table> {
        let multi = comparison.multi.as_ref()?;
        let words = &self.words.multi;
        let mut rows = vec![
            (&words.exact, &multi.exact, Show::Percent),
            (&words.jaccard, &multi.jaccard, Show::Percent),
            (&words.pooled, &multi.pooled_kappa, Show::Two),
            (&words.mean, &multi.mean_kappa, Show::Two),
        ];
        if let Some([precision, recall, f1]) = &multi.micro {
            rows.push((&words.micro_precision, precision, Show::Two));
            rows.push((&words.micro_recall, recall, Show::Two));
            rows.push((&words.micro_f1, f1, Show::Two));
        }
        rows.extend(multi.macro_f1.as_ref().map(|f1| (&words.macro_f1, f1, Show::Two)));
        let columns = &self.words.columns;
        Some(Table {
            title: format!("{} (n = {})", words.title, multi.n),
            columns: vec![plain(&columns.figure), figure(&columns.value)],
            rows: rows.into_iter().map(|(name, of, show)| vec![text(name), self.estimate(of, show, true)]).collect(),
        })
    }

    /// Counts of categories, the reference's down.
    pub(super) fn confusion(&self, variable: Variable, nominal: &Nominal) -> Table {
        let categories = self.words.categories(variable);
        let name = |category: usize| categories.get(category).cloned().unwrap_or_default();
        let row = |(category, counts): (usize, &Vec<f64>)| {
            std::iter::once(text(name(category))).chain(counts.iter().map(|n| Cell::Count { n: *n as usize })).collect()
        };
        Table {
            title: self.words.variable(variable).to_owned(),
            columns: std::iter::once(plain("")).chain(categories.iter().map(|name| plain(name))).collect(),
            rows: nominal.confusion.iter().enumerate().map(row).collect(),
        }
    }

    /// Session figures.
    pub(super) fn measures(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let mut rows = Vec::new();
        for (measure, rated) in &comparison.measures {
            let headline = rated.headline();
            let (bias, low, high) = match &rated.bias {
                Some(Ok(bias)) => {
                    let limit = |value, interval| self.cell(Ok(value), Ok(interval), Show::Two, false);
                    (
                        self.cell(Ok(bias.bias), Ok(bias.bias_interval), Show::Two, false),
                        limit(bias.lower, bias.lower_interval),
                        limit(bias.upper, bias.upper_interval),
                    )
                }
                Some(Err(reason)) => {
                    (Cell::Reason { text: self.words.reason(*reason, false) }, Cell::Empty, Cell::Empty)
                }
                None => (Cell::Empty, Cell::Empty, Cell::Empty),
            };
            rows.push(vec![
                text(self.measured(*measure)),
                Cell::Count { n: rated.n },
                self.cell(headline.0, headline.1, Show::Two, false),
                self.band(headline.0),
                bias,
                low,
                high,
                rated.spearman.map_or(Cell::Empty, |(rho, interval)| self.cell(rho, interval, Show::Two, false)),
                self.estimate(&rated.equal, Show::Percent, false),
                rated.within_one.as_ref().map_or(Cell::Empty, |share| self.estimate(share, Show::Percent, false)),
            ]);
        }
        let limit = |end: &str| figure(&format!("{} ({})", words.limits, end.to_lowercase()));
        Table {
            title: self.words.page.measures_title.clone(),
            columns: vec![
                plain(&words.what),
                plain(&words.n),
                figure(&words.icc),
                plain(&words.band),
                figure(&words.bias),
                limit(&words.low),
                limit(&words.high),
                figure(&words.spearman),
                figure(&words.equal),
                figure(&words.within_one),
            ],
            rows,
        }
    }

    /// All six forms of the intraclass correlation.
    pub(super) fn forms(&self, comparison: &Comparison) -> Table {
        let mut forms: Vec<Form> = Vec::new();
        let mut rows = Vec::new();
        for (measure, rated) in comparison.measures.iter().filter(|(_, rated)| !rated.forms.is_empty()) {
            forms = rated.forms.iter().map(|(form, _, _)| *form).collect();
            let cells = rated.forms.iter().map(|(_, value, interval)| self.cell(*value, *interval, Show::Two, false));
            rows.push(std::iter::once(text(self.measured(*measure))).chain(cells).collect());
        }
        let columns = forms.iter().map(|form| figure(&format!("{} = {}", form.name(), form.shrout_fleiss())));
        Table {
            title: self.words.page.forms_title.clone(),
            columns: std::iter::once(plain(&self.words.columns.what)).chain(columns).collect(),
            rows,
        }
    }

    /// Globals as rating scales.
    pub(super) fn scale(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let rows = comparison.measures.iter().filter_map(|(measure, rated)| {
            let scale = rated.scale.as_ref()?;
            let cell = |estimate: &Estimate| self.estimate(estimate, Show::Two, false);
            Some(vec![
                text(self.measured(*measure)),
                Cell::Count { n: rated.n },
                cell(&scale.kappa_linear),
                cell(&scale.kappa_quadratic),
                cell(&scale.alpha_ordinal),
                cell(&scale.ac2),
            ])
        });
        Table {
            title: self.words.page.scale_title.clone(),
            rows: rows.collect(),
            columns: vec![
                plain(&words.what),
                plain(&words.n),
                figure(&words.kappa_linear),
                figure(&words.kappa_quadratic),
                figure(&words.alpha_ordinal),
                figure(&words.ac2),
            ],
        }
    }

    /// The manual's thresholds.
    pub(super) fn thresholds(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let rows = comparison.decisions.iter().map(|(decision, nominal)| {
            vec![
                text(self.words.decision(*decision)),
                Cell::Count { n: nominal.n },
                self.given(nominal),
                self.estimate(&nominal.percent, Show::Percent, true),
                self.estimate(&nominal.kappa, Show::Two, true),
                self.estimate(&nominal.pabak, Show::Two, true),
                self.estimate(&nominal.ac1, Show::Two, true),
            ]
        });
        Table {
            title: self.words.page.thresholds_title.clone(),
            rows: rows.collect(),
            columns: vec![
                plain(&words.what),
                plain(&words.n),
                plain(&words.given),
                figure(&words.percent),
                figure(&words.kappa),
                figure(&words.pabak),
                figure(&words.ac1),
            ],
        }
    }

    /// The estimate in the coders' place: turns, sessions.
    pub(super) fn places(&self, comparison: &Comparison) -> [Table; 2] {
        let words = &self.words.columns;
        let row = |name: String, place: &Place| {
            vec![
                text(name),
                Cell::Count { n: place.sessions },
                self.estimate(&place.humans, Show::Two, false),
                self.estimate(&place.estimate, Show::Two, false),
                self.estimate(&place.difference, Show::Two, false),
                text(self.words.verdict(place.verdict, place.sessions)),
            ]
        };
        let table = |title: &str, rows| Table {
            title: title.to_owned(),
            columns: vec![
                plain(&words.what),
                plain(&words.sessions),
                figure(&words.humans),
                figure(&words.in_place),
                figure(&words.difference),
                plain(&words.verdict),
            ],
            rows,
        };
        let turns = comparison.places.iter().map(|(variable, place)| row(self.named(*variable), place));
        let sessions = comparison.session_places.iter().map(|(measure, place)| row(self.measured(*measure), place));
        [
            table(&self.words.page.place_turns, turns.collect()),
            table(&self.words.page.place_sessions, sessions.collect()),
        ]
    }

    /// κ and ICC of every pair; empty when there is but one.
    pub(super) fn pairs(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let mut rows = Vec::new();
        let name = |(a, b): (usize, usize)| {
            text(fill(&self.words.page.agreement_of, &[("a", self.coder(a)), ("b", self.coder(b))]))
        };
        for (variable, nominal) in comparison.variables.iter().filter(|(_, nominal)| nominal.pairs.len() > 1) {
            for pair in &nominal.pairs {
                let kappa = self.estimate(&pair.kappa, Show::Two, variable.is_binary());
                let kappa = self.unless(nominal.not_estimated, kappa);
                rows.push(vec![
                    text(self.named(*variable)),
                    name(pair.coders),
                    Cell::Count { n: pair.n },
                    text(&words.kappa),
                    kappa,
                ]);
            }
        }
        for (measure, rated) in comparison.measures.iter().filter(|(_, rated)| rated.pairs.len() > 1) {
            for pair in &rated.pairs {
                let icc = self.cell(pair.icc, pair.interval, Show::Two, false);
                rows.push(vec![
                    text(self.measured(*measure)),
                    name(pair.coders),
                    Cell::Count { n: pair.n },
                    text(&words.icc),
                    icc,
                ]);
            }
        }
        Table {
            title: self.words.page.pairs_title.clone(),
            columns: vec![
                plain(&words.what),
                plain(&words.pair),
                plain(&words.n),
                plain(&words.figure),
                figure(&words.value),
            ],
            rows,
        }
    }

    /// Means and standard deviations by coder.
    pub(super) fn spread(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let number = |value: f64| self.cell(Ok(value), Err(Undefined::NoInterval), Show::Two, false);
        let rows = comparison.measures.iter().flat_map(|(measure, rated)| {
            rated.spread.iter().map(move |(coder, n, mean, deviation)| {
                let measure = text(self.measured(*measure));
                vec![measure, text(self.coder(*coder)), Cell::Count { n: *n }, number(*mean), number(*deviation)]
            })
        });
        Table {
            title: format!("{}, {}", words.mean, words.deviation),
            rows: rows.collect(),
            columns: vec![
                plain(&words.what),
                plain(&words.coder),
                plain(&words.n),
                plain(&words.mean),
                plain(&words.deviation),
            ],
        }
    }

    /// Units that found no partner, by session.
    pub(super) fn unaligned(&self) -> Table {
        let words = &self.words.columns;
        let rows = self.study.alignment.by_session.iter().map(|(session, reference, estimate)| {
            vec![text(session), Cell::Count { n: *reference }, Cell::Count { n: *estimate }]
        });
        Table {
            title: self.words.page.aligned_title.clone(),
            rows: rows.collect(),
            columns: vec![plain(&words.session), plain(&words.reference_only), plain(&words.estimate_only)],
        }
    }
}
