//! How much one coder's session scores lie above another's: bias, limits of agreement, share within a bound.

use super::quantiles;
use super::scores::Paired;
use super::statistic::{Interval, Statistic, Undefined};

/// Bland & Altman's (1986, 1999) account of the differences second − first (estimate − reference).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BlandAltman {
    /// Sessions that both scored.
    pub sessions: usize,
    /// The mean difference; above 0 the second scores higher.
    pub bias: f64,
    /// Its interval, by Student's t.
    pub bias_interval: Interval,
    /// The standard deviation of the differences (n − 1).
    pub deviation: f64,
    /// The lower limit of agreement, bias − 1.96 standard deviations.
    pub lower: f64,
    /// Its interval.
    pub lower_interval: Interval,
    /// The upper limit of agreement.
    pub upper: f64,
    /// Its interval.
    pub upper_interval: Interval,
}

/// The share of differences between the limits of agreement.
const WITHIN_LIMITS: f64 = 0.95;

impl Paired {
    /// Bias and 95 % limits of agreement, with intervals at `level`.
    ///
    /// The limits' standard error is s·√(1/n + z²/(2(n − 1))) (Bland & Altman 1999, section 2.1), with Student's
    /// t of n − 1 degrees of freedom; good from some 20 sessions on, too narrow for very few.
    pub fn bland_altman(&self, level: f64) -> Result<BlandAltman, Undefined> {
        let sessions = self.sessions();
        if sessions < 2 {
            return Err(Undefined::TooFew { found: sessions, needed: 2 });
        }
        let n = sessions as f64;
        let differences: Vec<f64> = self.differences().collect();
        let bias = differences.iter().sum::<f64>() / n;
        let variance = differences.iter().map(|difference| (difference - bias).powi(2)).sum::<f64>() / (n - 1.0);
        let deviation = variance.sqrt();
        let z = quantiles::normal(f64::midpoint(1.0, WITHIN_LIMITS));
        let t = quantiles::t(level, n - 1.0).ok_or(Undefined::NoInterval)?;
        let around = |centre: f64, error: f64| Interval::of(centre - t * error, centre + t * error);
        let error_of_limit = deviation * (1.0 / n + z * z / (2.0 * (n - 1.0))).sqrt();
        let (lower, upper) = (bias - z * deviation, bias + z * deviation);
        Ok(BlandAltman {
            sessions,
            bias,
            bias_interval: around(bias, deviation / n.sqrt())?,
            deviation,
            lower,
            lower_interval: around(lower, error_of_limit)?,
            upper,
            upper_interval: around(upper, error_of_limit)?,
        })
    }

    /// The mean difference second − first.
    pub fn bias(&self) -> Statistic {
        self.needing(1)?;
        Ok(self.differences().sum::<f64>() / self.sessions() as f64)
    }

    /// The share of sessions in which the two differ by `bound` at most (1 for globals and counts; a bound of 0
    /// gives the share of equal scores).
    pub fn within(&self, bound: f64) -> Statistic {
        self.needing(1)?;
        // Scores such as 0.1 and 1.1 lie within 1 of each other, whatever their last bit.
        let close = self.differences().filter(|difference| difference.abs() <= bound + 1e-9).count();
        Ok(close as f64 / self.sessions() as f64)
    }

    pub(super) fn needing(&self, sessions: usize) -> Result<(), Undefined> {
        match self.sessions() {
            0 => Err(Undefined::NothingShared),
            found if found < sessions => Err(Undefined::TooFew { found, needed: sessions }),
            _ => Ok(()),
        }
    }

    fn differences(&self) -> impl Iterator<Item = f64> {
        self.second.iter().zip(&self.first).map(|(second, first)| second - first)
    }
}
