//! Agreement in numbers by session: intraclass correlation, bias, order, closeness; for ratings also κ and α.

use super::bootstrap::Summaries;
use super::differences::BlandAltman;
use super::icc::{Anova, Form};
use super::intervals::Estimate;
use super::many::Metric;
use super::nominal::{Between, Tables};
use super::quantiles;
use super::questions::{Answers, Ask, Of, Questions, mean};
use super::ratings::BadRatings;
use super::scores::{Paired, Scores};
use super::statistic::{Interval, Statistic, Undefined};
use super::weights::Weights;

/// Agreement on one measure.
#[derive(Clone, Debug)]
pub struct Rated<F = Estimate> {
    /// Sessions that all compared coders scored; of an estimate: that it and any coder of the reference scored.
    pub n: usize,
    /// The six forms of the intraclass correlation with intervals by the F distribution, ICC(A,1) first; of an
    /// estimate against several coders: none, as each pair has its own.
    pub forms: Vec<(Form, Statistic, Result<Interval, Undefined>)>,
    /// ICC(A,1) with its bootstrap interval: of all compared coders; of an estimate the mean over the reference's.
    pub icc: F,
    /// Estimate − reference (the mean of the reference's coders); of two coders second − first.
    pub bias: Option<Result<BlandAltman, Undefined>>,
    /// Spearman's ρ of the same pair of columns, with the interval of Bonett & Wright (2000).
    pub spearman: Option<(Statistic, Result<Interval, Undefined>)>,
    /// The share of sessions with equal scores, mean over pairs.
    pub equal: F,
    /// The share within ±1, where a difference of 1 means something.
    pub within_one: Option<F>,
    /// For globals in whole or half steps.
    pub scale: Option<Scale<F>>,
    /// The same pair of columns, session by session: reference, estimate.
    pub points: Vec<(f64, f64)>,
    /// By coder: sessions, mean, standard deviation.
    pub spread: Vec<(usize, usize, f64, f64)>,
    /// The ICC(A,1) of each pair of coders.
    pub pairs: Vec<RatedPair>,
}

impl Rated {
    /// The ICC(A,1) that is told first: with the interval by F where it is of one table, else the mean over pairs
    /// with its bootstrap interval.
    pub fn headline(&self) -> (Statistic, Result<Interval, Undefined>) {
        let first = self.forms.first().map(|(_, value, interval)| (*value, *interval));
        first.unwrap_or((self.icc.value, self.icc.interval))
    }
}

/// Two coders on one measure.
#[derive(Clone, Debug)]
pub struct RatedPair {
    /// The coders; the first is the reference.
    pub coders: (usize, usize),
    /// Sessions that both scored.
    pub n: usize,
    /// ICC(A,1).
    pub icc: Statistic,
    /// Its interval by the F distribution.
    pub interval: Result<Interval, Undefined>,
    /// The mean difference, second − first.
    pub bias: Statistic,
}

/// Agreement on a rating scale.
#[derive(Clone, Debug)]
pub struct Scale<F = Estimate> {
    /// Cohen's κ with linear weights, mean over pairs.
    pub kappa_linear: F,
    /// With quadratic weights.
    pub kappa_quadratic: F,
    /// Krippendorff's ordinal α.
    pub alpha_ordinal: F,
    /// Gwet's AC2 with quadratic weights.
    pub ac2: F,
}

/// The sums of which an ICC(A,1) is made: complete sessions, the coders' columns, squared rows, squares.
#[derive(Clone, Copy, Debug)]
pub(super) struct IccSums {
    at: usize,
    coders: usize,
}

/// What is smaller than this share of the whole sum of squares is rounding.
const ROUNDING: f64 = 1e-11;

impl IccSums {
    /// Adds the sums of these coders' scores, taken from the mean of all so that squares lose no digits.
    pub(super) fn of(questions: &mut Questions, scores: &Scores, coders: &[usize], shared: Option<&[usize]>) -> Self {
        let given: Vec<f64> = scores.rows().flatten().flatten().copied().collect();
        let centre = given.iter().sum::<f64>() / given.len().max(1) as f64;
        let mut part = Summaries::zeros(scores.sessions(), coders.len() + 3);
        for (session, row) in scores.rows().enumerate() {
            let enough = shared.is_none_or(|of| of.iter().filter(|&&coder| row[coder].is_some()).count() > 1);
            let complete: Option<Vec<f64>> = coders.iter().map(|&coder| Some(row[coder]? - centre)).collect();
            let Some(own) = complete.filter(|_| enough) else { continue };
            let sums = part.row_mut(session);
            sums[0] = 1.0;
            sums[1..=own.len()].copy_from_slice(&own);
            sums[own.len() + 1] = own.iter().sum::<f64>().powi(2);
            sums[own.len() + 2] = own.iter().map(|score| score * score).sum();
        }
        Self { at: questions.part(part), coders: coders.len() }
    }

    /// ICC(A,1) of McGraw & Wong (1996), ICC(2,1) of Shrout & Fleiss (1979), from the sums.
    pub(super) fn icc(self, sums: &[f64]) -> Statistic {
        let k = self.coders as f64;
        let sums = &sums[self.at..self.at + self.coders + 3];
        let (n, columns) = (sums[0], &sums[1..=self.coders]);
        if self.coders < 2 {
            return Err(Undefined::OneCoder);
        }
        if n < 2.0 {
            return Err(Undefined::TooFew { found: n as usize, needed: 2 });
        }
        let correction = columns.iter().sum::<f64>().powi(2) / (n * k);
        let whole = sums[self.coders + 2] - correction;
        let floor = ROUNDING * sums[self.coders + 2];
        let squares = |sum: f64| if sum <= floor { 0.0 } else { sum };
        let between = squares(sums[self.coders + 1] / k - correction);
        let of_coders = squares(columns.iter().map(|sum| sum * sum).sum::<f64>() / n - correction);
        let residual = squares(whole - between - of_coders);
        let between = between / (n - 1.0);
        let of_coders = of_coders / (k - 1.0);
        let residual = residual / ((n - 1.0) * (k - 1.0));
        let denominator = between + (k - 1.0) * residual + k * (of_coders - residual) / n;
        if squares(whole) == 0.0 || denominator <= 0.0 {
            return Err(Undefined::NoVariance);
        }
        Ok((between - residual) / denominator)
    }
}

/// The asked form of [`Rated`].
pub(super) struct Asked {
    figures: Rated<Ask>,
    /// Sessions that all compared coders scored.
    complete: usize,
}

/// Asks for everything about one measure. `unit`: whether a difference of 1 means something; `scale`: whether the
/// scores are ratings from 1 to 5.
pub(super) fn ask(
    questions: &mut Questions,
    between: &Between,
    scores: &Scores,
    unit: bool,
    scale: bool,
) -> Result<Asked, BadRatings> {
    let pairs = between.pairs();
    let icc = match between.estimate {
        Some(_) => {
            let over: Vec<IccSums> =
                pairs.iter().map(|&(a, b)| IccSums::of(questions, scores, &[a, b], None)).collect();
            questions.ask(move |sums| mean(&over, |of| of.icc(sums)))
        }
        None => {
            let all = IccSums::of(questions, scores, &between.reference, None);
            questions.ask(move |sums| all.icc(sums))
        }
    };
    let close = closeness(scores, &pairs);
    let at = questions.part(close);
    let share = move |place: usize| {
        move |sums: &[f64]| match sums[at] {
            0.0 => Err(Undefined::NothingShared),
            of => Ok(sums[at + place] / of),
        }
    };
    let paired = paired(between, scores);
    let averaged = between.estimate.is_some() && between.reference.len() > 1;
    let anova = Anova::of(&picked(scores, &between.coders()));
    let first = [Form::AgreementSingle];
    let forms = first.into_iter().chain(Form::ALL.into_iter().filter(|form| *form != Form::AgreementSingle));
    let figures = Rated {
        n: 0,
        forms: if averaged { Vec::new() } else { forms.map(|form| with_interval(form, &anova)).collect() },
        icc,
        bias: paired.as_ref().map(|paired| paired.bland_altman(LEVEL)),
        spearman: paired.as_ref().map(spearman),
        equal: questions.ask(share(2)),
        within_one: unit.then(|| questions.ask(share(1))),
        scale: if scale { ask_scale(questions, between, scores)? } else { None },
        points: paired.map(|paired| paired.first.into_iter().zip(paired.second).collect()).unwrap_or_default(),
        spread: between.coders().into_iter().filter_map(|coder| spread(scores, coder)).collect(),
        pairs: pairs.into_iter().map(|coders| of_pair(scores, coders)).collect(),
    };
    let complete = picked(scores, &between.coders()).rows().filter(|row| row.iter().all(Option::is_some)).count();
    Ok(Asked { figures, complete })
}

fn of_pair(scores: &Scores, coders: (usize, usize)) -> RatedPair {
    let anova = Anova::of(&picked(scores, &[coders.0, coders.1]));
    let (_, icc, interval) = with_interval(Form::AgreementSingle, &anova);
    let paired = scores.pair(coders.0, coders.1);
    RatedPair { coders, n: paired.sessions(), icc, interval, bias: paired.bias() }
}

/// The coverage of every interval.
pub const LEVEL: f64 = 0.95;

impl Between {
    /// Everybody who is compared.
    pub(super) fn coders(&self) -> Vec<usize> {
        self.reference.iter().copied().chain(self.estimate).collect()
    }
}

fn with_interval(form: Form, anova: &Result<Anova, Undefined>) -> (Form, Statistic, Result<Interval, Undefined>) {
    match anova {
        Ok(anova) => (form, anova.icc(form), anova.interval(form, LEVEL)),
        Err(reason) => (form, Err(*reason), Err(*reason)),
    }
}

fn ask_scale(questions: &mut Questions, between: &Between, scores: &Scores) -> Result<Option<Scale<Ask>>, BadRatings> {
    let given = || scores.rows().flatten().flatten();
    let step = if given().all(|score| score.fract() == 0.0) {
        1.0
    } else if given().all(|score| (score * 2.0).fract() == 0.0) {
        0.5
    } else {
        return Ok(None);
    };
    let values: Vec<f64> = (0..=(4.0 / step) as usize).map(|place| 1.0 + step * place as f64).collect();
    let ratings = |coders: &[usize]| picked(scores, coders).ratings(&values);
    let tables = Tables::of(between, ratings, |ratings| questions.set(ratings))?;
    Ok(Some(Scale {
        kappa_linear: questions.ask_mean(&tables.pairs, Of::LinearKappa),
        kappa_quadratic: questions.ask_mean(&tables.pairs, Of::QuadraticKappa),
        alpha_ordinal: questions.ask_sets(&tables.sets, |many| many.alpha(Metric::Ordinal)),
        ac2: questions.ask_sets(&tables.sets, |many| many.ac(Weights::Quadratic)),
    }))
}

/// The scores of these coders only, of sessions that two of them scored; other sessions are left empty.
pub(super) fn picked(scores: &Scores, coders: &[usize]) -> Scores {
    let mut picked = Scores::new(coders.len());
    for row in scores.rows() {
        let mut own: Vec<Option<f64>> = coders.iter().map(|&coder| row[coder]).collect();
        if own.iter().flatten().count() < 2 {
            own.fill(None);
        }
        picked.push(&own).expect("a row has a cell for each coder, and its scores were finite before");
    }
    picked
}

/// By session: pairs of scores, of them within 1, and equal.
fn closeness(scores: &Scores, pairs: &[(usize, usize)]) -> Summaries {
    let mut part = Summaries::zeros(scores.sessions(), 3);
    for (session, row) in scores.rows().enumerate() {
        let sums = part.row_mut(session);
        for difference in pairs.iter().filter_map(|&(a, b)| Some((row[a]? - row[b]?).abs())) {
            sums[0] += 1.0;
            sums[1] += f64::from(u8::from(difference <= 1.0 + 1e-9));
            sums[2] += f64::from(u8::from(difference <= 1e-9));
        }
    }
    part
}

/// What plots and bias compare: the estimate with the mean of the reference's coders, or two coders.
fn paired(between: &Between, scores: &Scores) -> Option<Paired> {
    match (between.estimate, between.reference.as_slice()) {
        (Some(estimate), of) => {
            let mean = |row: &[Option<f64>]| {
                let given: Vec<f64> = of.iter().filter_map(|&coder| row[coder]).collect();
                (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64)
            };
            let (first, second) = scores.rows().filter_map(|row| Some((mean(row)?, row[estimate]?))).unzip();
            Some(Paired { first, second })
        }
        (None, [first, second]) => Some(scores.pair(*first, *second)),
        _ => None,
    }
}

/// ρ with the interval of Bonett & Wright (2000, *Psychometrika* 65): Fisher's z with standard error
/// √((1 + ρ²/2)/(n − 3)).
fn spearman(paired: &Paired) -> (Statistic, Result<Interval, Undefined>) {
    let rho = paired.spearman();
    let interval = rho.and_then(|rho| {
        let n = paired.sessions();
        if n < 4 {
            return Err(Undefined::TooFew { found: n, needed: 4 });
        }
        if rho.abs() >= 1.0 {
            return Interval::of(rho, rho);
        }
        let error = ((1.0 + rho * rho / 2.0) / (n as f64 - 3.0)).sqrt();
        let reach = quantiles::normal(f64::midpoint(1.0, LEVEL)) * error;
        Interval::of((rho.atanh() - reach).tanh(), (rho.atanh() + reach).tanh())
    });
    (rho, interval)
}

fn spread(scores: &Scores, coder: usize) -> Option<(usize, usize, f64, f64)> {
    let given: Vec<f64> = scores.rows().filter_map(|row| row[coder]).collect();
    let n = given.len() as f64;
    let mean = given.iter().sum::<f64>() / n;
    let deviation = (given.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
    (!given.is_empty()).then_some((coder, given.len(), mean, deviation))
}

/// Reads the answers.
pub(super) fn answered(asked: Asked, between: &Between, answers: &Answers) -> Rated {
    let Asked { figures, complete } = asked;
    Rated {
        n: if between.estimate.is_some() { figures.points.len() } else { complete },
        forms: figures.forms,
        icc: answers.estimate(figures.icc),
        bias: figures.bias,
        spearman: figures.spearman,
        equal: answers.estimate(figures.equal),
        within_one: figures.within_one.map(|ask| answers.estimate(ask)),
        scale: figures.scale.map(|scale| Scale {
            kappa_linear: answers.estimate(scale.kappa_linear),
            kappa_quadratic: answers.estimate(scale.kappa_quadratic),
            alpha_ordinal: answers.estimate(scale.alpha_ordinal),
            ac2: answers.estimate(scale.ac2),
        }),
        points: figures.points,
        spread: figures.spread,
        pairs: figures.pairs,
    }
}
