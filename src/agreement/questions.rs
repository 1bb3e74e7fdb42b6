//! Many statistics of the same sessions, asked one by one and answered by the same bootstrap draws.

use std::sync::Arc;

use super::bootstrap::{self, Plan, Resampled, Summaries};
use super::detection::Detection;
use super::intervals::Estimate;
use super::many::Many;
use super::pairs::{self, PairTable};
use super::ratings::Ratings;
use super::slim;
use super::statistic::{Statistic, Undefined};
use super::sums::{self, Layout};
use super::weights::Weights;

/// What is asked of the sums of the drawn sessions.
type Question = Box<dyn Fn(&[f64]) -> Statistic + Send + Sync>;

/// Statistics waiting for their draws.
#[derive(Default)]
pub(super) struct Questions {
    parts: Vec<Summaries>,
    width: usize,
    asked: Vec<Question>,
}

/// The place of a statistic among the answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask(usize);

/// A table of ratings within the sums.
#[derive(Clone)]
pub(super) struct Set {
    layout: Arc<Layout>,
    at: usize,
    /// How many numbers are kept of a session, when not all of the layout.
    slim: Option<slim::Shape>,
    /// The whole table's sums over all sessions.
    total: Arc<Vec<f64>>,
}

/// Two coders of a table.
#[derive(Clone)]
pub(super) struct Pair {
    set: Set,
    first: usize,
    second: usize,
}

/// What may be asked of two coders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Percent,
    Kappa,
    Pabak,
    LinearKappa,
    QuadraticKappa,
    Precision,
    Recall,
    F1,
}

impl Of {
    fn table(self, table: &PairTable<'_>) -> Statistic {
        let detection = || Detection::of(table, 1);
        match self {
            Self::Percent => table.percent(),
            Self::Kappa => table.kappa(Weights::Identity),
            Self::Pabak => table.pabak(),
            Self::LinearKappa => table.kappa(Weights::Linear),
            Self::QuadraticKappa => table.kappa(Weights::Quadratic),
            Self::Precision => detection().precision(),
            Self::Recall => detection().recall(),
            Self::F1 => detection().f1(),
        }
    }
}

impl Questions {
    /// Adds numbers by session; gives the place of the first.
    pub(super) fn part(&mut self, part: Summaries) -> usize {
        let at = self.width;
        self.width += part.width();
        self.parts.push(part);
        at
    }

    /// Adds a table of ratings.
    pub(super) fn set(&mut self, ratings: &Ratings) -> Set {
        let whole = sums::by_session(ratings);
        self.of_sums(ratings, whole, None)
    }

    /// Adds a table of which only the nominal statistics will be asked; with many coders and categories not all of
    /// it is kept.
    pub(super) fn nominal_set(&mut self, ratings: &Ratings) -> Set {
        let whole = sums::by_session(ratings);
        let slim = slim::Shape::of(ratings);
        self.of_sums(ratings, whole, slim)
    }

    fn of_sums(&mut self, ratings: &Ratings, whole: Summaries, slim: Option<slim::Shape>) -> Set {
        let total = Arc::new(whole.total());
        let at = match &slim {
            Some(shape) => self.part(shape.slimmed(&whole)),
            None => self.part(whole),
        };
        Set { layout: Arc::new(Layout::of(ratings)), at, slim, total }
    }

    /// Asks for a statistic of the sums.
    pub(super) fn ask(&mut self, question: impl Fn(&[f64]) -> Statistic + Send + Sync + 'static) -> Ask {
        self.asked.push(Box::new(question));
        Ask(self.asked.len() - 1)
    }

    /// Asks for the mean over pairs of coders, of those where it has a value.
    pub(super) fn ask_mean(&mut self, over: &[Pair], of: Of) -> Ask {
        let over = over.to_vec();
        self.ask(move |sums| mean(&over, |pair| pair.statistic(sums, of)))
    }

    /// Asks for the mean over tables.
    pub(super) fn ask_sets(&mut self, over: &[Set], statistic: fn(&Many<'_>) -> Statistic) -> Ask {
        let over = over.to_vec();
        self.ask(move |sums| mean(&over, |set| statistic(&set.many(sums)?)))
    }

    /// Draws.
    pub(super) fn answer(self, plan: &Plan) -> Answers {
        let summaries = Summaries::beside(&self.parts);
        drop(self.parts);
        let asked = self.asked;
        Answers(bootstrap::of_sums(&summaries, plan, |sums| asked.iter().map(|ask| ask(sums)).collect()))
    }
}

/// Every statistic with its interval.
pub(super) struct Answers(Resampled);

impl Answers {
    pub(super) fn estimate(&self, ask: Ask) -> Estimate {
        self.0.estimate(ask.0).expect("an Ask is the place of a question that was asked")
    }

    /// `first` − `second`, from the same draws.
    pub(super) fn difference(&self, first: Ask, second: Ask) -> Estimate {
        self.0.difference(first.0, second.0).expect("an Ask is the place of a question that was asked")
    }
}

/// The mean of a statistic over those for which it has a value.
pub(super) fn mean<T>(over: &[T], statistic: impl Fn(&T) -> Statistic) -> Statistic {
    pairs::mean(&over.iter().map(statistic).collect::<Vec<_>>())
}

impl Set {
    fn many<'a>(&'a self, sums: &'a [f64]) -> Result<Many<'a>, Undefined> {
        match &self.slim {
            Some(shape) => Ok(shape.many(&sums[self.at..])),
            None => self.layout.read(&sums[self.at..self.at + self.layout.width()]).many(),
        }
    }

    /// Units that at least two coders coded, on all sessions.
    pub(super) fn shared(&self) -> f64 {
        self.layout.read(&self.total).many().map_or(0.0, |many| many.shared())
    }

    /// The pair of these coders of the table, the lower number first.
    pub(super) fn pair(&self, first: usize, second: usize) -> Pair {
        Pair { set: self.clone(), first, second }
    }
}

impl Pair {
    /// Of the drawn sessions.
    pub(super) fn statistic(&self, sums: &[f64], of: Of) -> Statistic {
        let set = &self.set;
        match &set.slim {
            Some(shape) => shape.statistic(&sums[set.at..], self.first, self.second, of),
            None => {
                let sums = &sums[set.at..set.at + set.layout.width()];
                of.table(&set.layout.read(sums).pair(self.first, self.second)?)
            }
        }
    }

    /// The table on all sessions.
    pub(super) fn whole(&self) -> Result<PairTable<'_>, Undefined> {
        self.set.layout.read(&self.set.total).pair(self.first, self.second)
    }
}
