//! Agreement in categories: two coders, several, or an estimate against each coder of a reference.

use super::intervals::Estimate;
use super::many::Metric;
use super::questions::{Answers, Ask, Of, Pair, Questions, Set};
use super::ratings::{BadRatings, Ratings};
use super::weights::Weights;

/// Who is compared with whom: indices of coders.
#[derive(Clone, Debug)]
pub struct Between {
    /// The coders of the reference.
    pub reference: Vec<usize>,
    /// The one that is compared with each of them; `None` when they are compared among themselves.
    pub estimate: Option<usize>,
}

impl Between {
    /// The pairs, the reference first.
    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        match self.estimate {
            Some(estimate) => self.reference.iter().map(|&coder| (coder, estimate)).collect(),
            None => {
                let coders = &self.reference;
                (0..coders.len()).flat_map(|a| (a + 1..coders.len()).map(move |b| (coders[a], coders[b]))).collect()
            }
        }
    }
}

/// Agreement on one variable. `F` is a question before the draws and an [`Estimate`] after.
#[derive(Clone, Debug)]
pub struct Nominal<F = Estimate> {
    /// Units that two of the compared coders coded.
    pub n: usize,
    /// Percent agreement, mean over pairs.
    pub percent: F,
    /// Cohen's κ, mean over pairs (Light's κ).
    pub kappa: F,
    /// PABAK, mean over pairs.
    pub pabak: F,
    /// Gwet's AC1 of all compared coders; of an estimate: the mean over the reference's coders.
    pub ac1: F,
    /// Krippendorff's nominal α, likewise.
    pub alpha: F,
    /// Fleiss' κ, likewise.
    pub fleiss: F,
    /// Precision, recall and F1 of the estimate, mean over the reference's coders; of a binary variable only.
    pub detection: Option<[F; 3]>,
    /// Of a binary variable: by coder how often it was given, and of how many units.
    pub used: Vec<(usize, usize, usize)>,
    /// Every pair of coders.
    pub pairs: Vec<NominalPair<F>>,
    /// Units by the reference's category (down) and the estimate's, summed over pairs; of coders among
    /// themselves the first coder's category and the second's.
    pub confusion: Vec<Vec<f64>>,
    /// Whether the estimate does not estimate this at all.
    pub not_estimated: bool,
}

/// Two coders on one variable.
#[derive(Clone, Debug)]
pub struct NominalPair<F = Estimate> {
    /// The coders; the first is the reference.
    pub coders: (usize, usize),
    /// Units that both coded.
    pub n: usize,
    /// Cohen's κ.
    pub kappa: F,
    /// Precision, recall, F1.
    pub detection: Option<[F; 3]>,
}

/// The tables that a variable needs.
pub(super) struct Tables {
    pub(super) sets: Vec<Set>,
    /// In the order of [`Between::pairs`].
    pub(super) pairs: Vec<Pair>,
}

impl Tables {
    /// Makes them by `ratings`, which gives the ratings of some coders. `add` adds a table to the questions.
    pub(super) fn of(
        between: &Between,
        ratings: impl Fn(&[usize]) -> Result<Ratings, BadRatings>,
        mut add: impl FnMut(&Ratings) -> Set,
    ) -> Result<Self, BadRatings> {
        let coders = &between.reference;
        let mut sets = Vec::new();
        let mut pairs = Vec::new();
        match between.estimate {
            Some(estimate) => {
                for &coder in coders {
                    let set = add(&ratings(&[coder, estimate])?);
                    pairs.push(set.pair(0, 1));
                    sets.push(set);
                }
            }
            None => {
                let set = add(&ratings(coders)?);
                let all = (0..coders.len()).flat_map(|a| (a + 1..coders.len()).map(move |b| (a, b)));
                pairs.extend(all.map(|(a, b)| set.pair(a, b)));
                sets.push(set);
            }
        }
        Ok(Self { sets, pairs })
    }
}

fn detected(questions: &mut Questions, over: &[Pair]) -> [Ask; 3] {
    [Of::Precision, Of::Recall, Of::F1].map(|of| questions.ask_mean(over, of))
}

/// The asked form of [`Nominal`], with what is read from the sums directly.
pub(super) struct Asked {
    tables: Tables,
    figures: Nominal<Ask>,
    binary: bool,
}

impl Asked {
    /// The pairs' κ, for the comparison in the coder's place.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.tables.pairs
    }
}

/// Asks for everything about one variable.
pub(super) fn ask(questions: &mut Questions, between: &Between, tables: Tables, binary: bool) -> Asked {
    let (over, sets) = (&tables.pairs, &tables.sets);
    let with_detection = binary && between.estimate.is_some();
    let pairs = between.pairs().into_iter().zip(over);
    let figures = Nominal {
        n: 0,
        percent: questions.ask_mean(over, Of::Percent),
        kappa: questions.ask_mean(over, Of::Kappa),
        pabak: questions.ask_mean(over, Of::Pabak),
        ac1: questions.ask_sets(sets, |many| many.ac(Weights::Identity)),
        alpha: questions.ask_sets(sets, |many| many.alpha(Metric::Nominal)),
        fleiss: questions.ask_sets(sets, |many| many.fleiss()),
        detection: with_detection.then(|| detected(questions, over)),
        used: Vec::new(),
        pairs: pairs
            .map(|(coders, pair)| NominalPair {
                coders,
                n: 0,
                kappa: questions.ask_mean(std::slice::from_ref(pair), Of::Kappa),
                detection: with_detection.then(|| detected(questions, std::slice::from_ref(pair))),
            })
            .collect(),
        confusion: Vec::new(),
        not_estimated: false,
    };
    Asked { tables, figures, binary }
}

/// Reads the answers. `used` gives by coder how often the second category was given, of how many.
pub(super) fn answered(asked: Asked, answers: &Answers) -> Nominal {
    let Asked { tables, figures, binary } = asked;
    let estimates = |asks: [Ask; 3]| asks.map(|ask| answers.estimate(ask));
    let table = |pair: &Pair| pair.whole().ok().map(|t| counts(&t)).unwrap_or_default();
    let by_pair: Vec<Vec<Vec<f64>>> = tables.pairs.iter().map(table).collect();
    let pairs: Vec<NominalPair> = figures
        .pairs
        .into_iter()
        .zip(&by_pair)
        .map(|(pair, counts)| NominalPair {
            coders: pair.coders,
            n: counts.iter().flatten().sum::<f64>() as usize,
            kappa: answers.estimate(pair.kappa),
            detection: pair.detection.map(estimates),
        })
        .collect();
    let shared = tables.sets.iter().map(Set::shared);
    Nominal {
        n: shared.fold(0.0, f64::max) as usize,
        percent: answers.estimate(figures.percent),
        kappa: answers.estimate(figures.kappa),
        pabak: answers.estimate(figures.pabak),
        ac1: answers.estimate(figures.ac1),
        alpha: answers.estimate(figures.alpha),
        fleiss: answers.estimate(figures.fleiss),
        detection: figures.detection.map(estimates),
        used: if binary { used(&pairs, &by_pair) } else { Vec::new() },
        confusion: added(&by_pair),
        pairs,
        not_estimated: false,
    }
}

fn counts(table: &super::pairs::PairTable<'_>) -> Vec<Vec<f64>> {
    let categories = 0..table.categories();
    categories.clone().map(|a| categories.clone().map(|b| table.count(a, b)).collect()).collect()
}

fn added(tables: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    let mut sum = tables.first().cloned().unwrap_or_default();
    for table in tables.iter().skip(1) {
        sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, count)| *sum += count);
    }
    sum
}

/// By coder the most units that it shares with any other, and how often it gave the code there.
fn used(pairs: &[NominalPair], tables: &[Vec<Vec<f64>>]) -> Vec<(usize, usize, usize)> {
    let mut used: Vec<(usize, usize, usize)> = Vec::new();
    let mut see = |coder: usize, given: f64, of: usize| match used.iter_mut().find(|(known, _, _)| *known == coder) {
        Some(known) if known.2 >= of => {}
        Some(known) => (known.1, known.2) = (given as usize, of),
        None => used.push((coder, given as usize, of)),
    };
    for (pair, table) in pairs.iter().zip(tables).filter(|(_, table)| table.len() == 2) {
        see(pair.coders.0, table[1][0] + table[1][1], pair.n);
        see(pair.coders.1, table[0][1] + table[1][1], pair.n);
    }
    used.sort_unstable_by_key(|(coder, _, _)| *coder);
    used
}
