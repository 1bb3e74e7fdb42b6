//! The tables of a comparison turn by turn, and what could not be aligned.

use super::cells::{Cell, Show, Table, Tabler, figure, plain, text};
use super::in_place::Place;
use super::intervals::Estimate;
use super::nominal::Nominal;
use super::study::Comparison;
use super::variables::Variable;
use crate::phrases::fill;

impl Tabler<'_> {
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
                plain(&self.given_by(comparison)),
                figure(&words.kappa),
                plain(&words.band),
            ],
            rows: comparison.variables.iter().map(row).collect(),
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
