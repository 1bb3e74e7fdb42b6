//! One coder taken as right: precision, recall and F1 of another.

use super::pairs::PairTable;
use super::statistic::{Side, Statistic, Undefined};

/// How a code was found, against a reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// Units with the code for both.
    pub hits: f64,
    /// Units with the code for the reference only.
    pub misses: f64,
    /// Units with the code for the estimate only.
    pub false_alarms: f64,
}

impl Detection {
    /// Of one category of a table whose first coder is the reference.
    pub fn of(table: &PairTable<'_>, category: usize) -> Self {
        let others = (0..table.categories()).filter(|&other| other != category);
        let (mut misses, mut false_alarms) = (0.0, 0.0);
        for other in others {
            misses += table.count(category, other);
            false_alarms += table.count(other, category);
        }
        Self { hits: table.count(category, category), misses, false_alarms }
    }

    /// The share of the estimate's that are the reference's.
    pub fn precision(&self) -> Statistic {
        share(self.hits, self.hits + self.false_alarms, Side::Estimate)
    }

    /// The share of the reference's that the estimate has.
    pub fn recall(&self) -> Statistic {
        share(self.hits, self.hits + self.misses, Side::Reference)
    }

    /// 2·hits / (2·hits + misses + false alarms): the harmonic mean of both, 0 when the code was used but
    /// never by both at once.
    pub fn f1(&self) -> Statistic {
        share(2.0 * self.hits, 2.0 * self.hits + self.misses + self.false_alarms, Side::Either)
    }
}

fn share(part: f64, whole: f64, by: Side) -> Statistic {
    if whole > 0.0 { Ok(part / whole) } else { Err(Undefined::NeverUsed { by }) }
}
