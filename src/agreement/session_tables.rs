//! The tables of a comparison session by session.

use super::cells::{Cell, Show, Table, Tabler, figure, plain, text};
use super::icc::Form;
use super::intervals::Estimate;
use super::statistic::Undefined;
use super::study::Comparison;

impl Tabler<'_> {
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
            ],
            rows,
        }
    }

    /// The order of the sessions, and how close the figures are.
    pub(super) fn closeness(&self, comparison: &Comparison) -> Table {
        let words = &self.words.columns;
        let rows = comparison.measures.iter().map(|(measure, rated)| {
            vec![
                text(self.measured(*measure)),
                Cell::Count { n: rated.n },
                rated.spearman.map_or(Cell::Empty, |(rho, interval)| self.cell(rho, interval, Show::Two, false)),
                self.estimate(&rated.equal, Show::Percent, false),
                rated.within_one.as_ref().map_or(Cell::Empty, |share| self.estimate(share, Show::Percent, false)),
            ]
        });
        Table {
            title: format!("{}, {}, {}", words.spearman, words.equal, words.within_one),
            rows: rows.collect(),
            columns: vec![
                plain(&words.what),
                plain(&words.n),
                figure(&words.spearman),
                figure(&words.equal),
                figure(&words.within_one),
            ],
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
                self.estimate(&nominal.percent, Show::Percent, false),
                self.estimate(&nominal.kappa, Show::Two, false),
                self.estimate(&nominal.pabak, Show::Two, false),
                self.estimate(&nominal.ac1, Show::Two, false),
            ]
        });
        Table {
            title: self.words.page.thresholds_title.clone(),
            rows: rows.collect(),
            columns: vec![
                plain(&words.what),
                plain(&words.n),
                plain(&self.given_by(comparison)),
                figure(&words.percent),
                figure(&words.kappa),
                figure(&words.pabak),
                figure(&words.ac1),
            ],
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
}
