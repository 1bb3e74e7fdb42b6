//! Intraclass correlation of session scores: the six forms of Shrout & Fleiss (1979) in the names of
//! McGraw & Wong (1996), with their intervals.

use super::quantiles;
use super::scores::Scores;
use super::statistic::{Interval, Statistic, Undefined};

/// Which reliability is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One way: any coders score each session; a single coder's score.
    OneWaySingle,
    /// One way; the mean of all coders' scores.
    OneWayMean,
    /// Two way, absolute agreement, a single coder's score: the form to report for a coder (or a program) who
    /// works alone.
    AgreementSingle,
    /// Two way, absolute agreement, the mean of all coders' scores.
    AgreementMean,
    /// Two way, consistency (a coder's constant bias does not count), a single coder's score.
    ConsistencySingle,
    /// Two way, consistency, the mean of all coders' scores.
    ConsistencyMean,
}

impl Form {
    /// Every form, in the order of Shrout & Fleiss.
    pub const ALL: [Self; 6] = [
        Self::OneWaySingle,
        Self::AgreementSingle,
        Self::ConsistencySingle,
        Self::OneWayMean,
        Self::AgreementMean,
        Self::ConsistencyMean,
    ];

    /// The name of McGraw & Wong (1996).
    pub fn name(self) -> &'static str {
        match self {
            Self::OneWaySingle => "ICC(1)",
            Self::OneWayMean => "ICC(k)",
            Self::AgreementSingle => "ICC(A,1)",
            Self::AgreementMean => "ICC(A,k)",
            Self::ConsistencySingle => "ICC(C,1)",
            Self::ConsistencyMean => "ICC(C,k)",
        }
    }

    /// The name of Shrout & Fleiss (1979).
    pub fn shrout_fleiss(self) -> &'static str {
        match self {
            Self::OneWaySingle => "ICC(1,1)",
            Self::OneWayMean => "ICC(1,k)",
            Self::AgreementSingle => "ICC(2,1)",
            Self::AgreementMean => "ICC(2,k)",
            Self::ConsistencySingle => "ICC(3,1)",
            Self::ConsistencyMean => "ICC(3,k)",
        }
    }
}

/// The analysis of variance of the sessions that every coder scored (others are left out).
#[derive(Clone, Copy, Debug)]
pub struct Anova {
    sessions: f64,
    coders: f64,
    /// Mean squares: between sessions, within sessions, between coders, residual.
    between: f64,
    within: f64,
    of_coders: f64,
    residual: f64,
}

/// What is smaller than this share of the whole sum of squares is rounding.
const ROUNDING: f64 = 1e-13;

impl Anova {
    /// Needs two coders, two complete sessions, and scores that are not all equal.
    pub fn of(scores: &Scores) -> Result<Self, Undefined> {
        let coders = scores.coders();
        if coders < 2 {
            return Err(Undefined::OneCoder);
        }
        let complete = |row: &[Option<f64>]| row.iter().copied().collect::<Option<Vec<f64>>>();
        let rows: Vec<Vec<f64>> = scores.rows().filter_map(complete).collect();
        if rows.len() < 2 {
            return Err(Undefined::TooFew { found: rows.len(), needed: 2 });
        }
        if rows.iter().flatten().all(|score| *score == rows[0][0]) {
            return Err(Undefined::NoVariance);
        }
        Ok(Self::of_complete(&rows, coders))
    }

    fn of_complete(rows: &[Vec<f64>], coders: usize) -> Self {
        let (n, k) = (rows.len() as f64, coders as f64);
        let levels: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
        let grand = mean(&levels);
        let biases: Vec<f64> =
            (0..coders).map(|coder| rows.iter().map(|row| row[coder] - grand).sum::<f64>() / n).collect();
        let between = k * squares(&levels, grand);
        let of_coders = n * squares(&biases, 0.0);
        let (mut within, mut residual) = (0.0, 0.0);
        for (row, level) in rows.iter().zip(&levels) {
            within += squares(row, *level);
            residual += row.iter().zip(&biases).map(|(score, bias)| (score - level - bias).powi(2)).sum::<f64>();
        }
        let rounding = ROUNDING * (between + within);
        let mean_square = |sum: f64, freedom: f64| if sum <= rounding { 0.0 } else { sum / freedom };
        Self {
            sessions: n,
            coders: k,
            between: mean_square(between, n - 1.0),
            within: mean_square(within, n * (k - 1.0)),
            of_coders: mean_square(of_coders, k - 1.0),
            residual: mean_square(residual, (n - 1.0) * (k - 1.0)),
        }
    }

    /// How many sessions every coder scored.
    pub fn sessions(&self) -> usize {
        self.sessions as usize
    }

    /// The coefficient (McGraw & Wong 1996, table 4). May be negative.
    pub fn icc(&self, form: Form) -> Statistic {
        let &Self { sessions: n, coders: k, between, within, of_coders, residual } = self;
        let (part, whole) = match form {
            Form::OneWaySingle => (between - within, between + (k - 1.0) * within),
            Form::OneWayMean => (between - within, between),
            Form::AgreementSingle => {
                (between - residual, between + (k - 1.0) * residual + k / n * (of_coders - residual))
            }
            Form::AgreementMean => (between - residual, between + (of_coders - residual) / n),
            Form::ConsistencySingle => (between - residual, between + (k - 1.0) * residual),
            Form::ConsistencyMean => (between - residual, between),
        };
        let rounding = ROUNDING * (between + within + of_coders + residual);
        if whole > rounding { Ok(part / whole) } else { Err(Undefined::NoVariance) }
    }

    /// The interval of confidence from the F distribution (McGraw & Wong 1996, table 7; for absolute agreement
    /// with Satterthwaite's degrees of freedom). `level` such as 0.95.
    ///
    /// Supposes normal scores; the bootstrap does not. For a negative coefficient of absolute agreement the
    /// approximation may miss the coefficient itself, here as in psych and pingouin.
    pub fn interval(&self, form: Form, level: f64) -> Result<Interval, Undefined> {
        self.icc(form)?;
        match form {
            Form::OneWaySingle | Form::OneWayMean => {
                self.of_ratio(form, self.within, self.sessions * (self.coders - 1.0), level)
            }
            Form::ConsistencySingle | Form::ConsistencyMean => {
                self.of_ratio(form, self.residual, (self.sessions - 1.0) * (self.coders - 1.0), level)
            }
            Form::AgreementSingle | Form::AgreementMean => self.of_agreement(form, level),
        }
    }

    /// From F = mean square between sessions / mean square of error.
    fn of_ratio(&self, form: Form, error: f64, freedom: f64, level: f64) -> Result<Interval, Undefined> {
        if error == 0.0 {
            return Interval::of(1.0, 1.0);
        }
        let ratio = self.between / error;
        let (below, above) = self.f_quantiles(freedom, level)?;
        let (low, high) = (ratio / below, ratio * above);
        match form {
            Form::OneWayMean | Form::ConsistencyMean => Interval::of(1.0 - 1.0 / low, 1.0 - 1.0 / high),
            _ => {
                let single = |f: f64| (f - 1.0) / (f + self.coders - 1.0);
                Interval::of(single(low), single(high))
            }
        }
    }

    fn of_agreement(&self, form: Form, level: f64) -> Result<Interval, Undefined> {
        let &Self { sessions: n, coders: k, between, of_coders, residual, .. } = self;
        let single = self.icc(Form::AgreementSingle)?;
        if single == 1.0 {
            return Interval::of(1.0, 1.0);
        }
        let a = k * single / (n * (1.0 - single));
        let b = 1.0 + k * single * (n - 1.0) / (n * (1.0 - single));
        let freedom = (a * of_coders + b * residual).powi(2)
            / ((a * of_coders).powi(2) / (k - 1.0) + (b * residual).powi(2) / ((n - 1.0) * (k - 1.0)));
        let (below, above) = self.f_quantiles(freedom, level)?;
        let error = match form {
            Form::AgreementMean => of_coders - residual,
            _ => k * of_coders + (k * n - k - n) * residual,
        };
        let low = n * (between - below * residual) / (below * error + n * between);
        let high = n * (above * between - residual) / (error + n * above * between);
        Interval::of(low, high)
    }

    /// The F quantiles that the lower and the upper end are made with.
    fn f_quantiles(&self, freedom: f64, level: f64) -> Result<(f64, f64), Undefined> {
        let tail = f64::midpoint(1.0, level);
        let below = quantiles::f(tail, self.sessions - 1.0, freedom);
        let above = quantiles::f(tail, freedom, self.sessions - 1.0);
        below.zip(above).ok_or(Undefined::NoInterval)
    }
}

/// Krippendorff's α for interval values that need no categories (counts, ratios), sessions with one score left
/// out (Krippendorff 2011).
pub fn alpha(scores: &Scores) -> Statistic {
    if scores.coders() < 2 {
        return Err(Undefined::OneCoder);
    }
    let units: Vec<Vec<f64>> = scores
        .rows()
        .map(|row| row.iter().flatten().copied().collect())
        .filter(|unit: &Vec<f64>| unit.len() > 1)
        .collect();
    if units.is_empty() {
        return Err(Undefined::NothingShared);
    }
    if units.iter().flatten().all(|value| *value == units[0][0]) {
        return Err(Undefined::NoVariance);
    }
    let all = units.concat();
    let values = all.len() as f64;
    let within = |unit: &Vec<f64>| squares(unit, mean(unit)) * unit.len() as f64 / (unit.len() - 1) as f64;
    let observed: f64 = units.iter().map(within).sum();
    Ok(1.0 - observed * (values - 1.0) / (values * squares(&all, mean(&all))))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The sum of squared distances from `around`.
fn squares(values: &[f64], around: f64) -> f64 {
    values.iter().map(|value| (value - around).powi(2)).sum()
}
