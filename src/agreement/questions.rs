//! Many statistics of the same sessions, asked one by one and answered by the same bootstrap draws.

use std::sync::Arc;

use super::bootstrap::{self, Plan, Resampled, Summaries};
use super::intervals::Estimate;
use super::pairs::{self, PairTable};
use super::ratings::Ratings;
use super::statistic::{Statistic, Undefined};
use super::sums::{self, Agreement, Layout};

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
}

/// A coder's pair table: which table, and who in it.
#[derive(Clone)]
pub(super) struct Pair {
    set: Set,
    first: usize,
    second: usize,
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
        let at = self.part(sums::by_session(ratings));
        Set { layout: Arc::new(Layout::of(ratings)), at }
    }

    /// Asks for a statistic of the sums.
    pub(super) fn ask(&mut self, question: impl Fn(&[f64]) -> Statistic + Send + Sync + 'static) -> Ask {
        self.asked.push(Box::new(question));
        Ask(self.asked.len() - 1)
    }

    /// Asks for the mean over pairs of coders, of those where it has a value.
    pub(super) fn ask_mean(&mut self, over: &[Pair], statistic: fn(PairTable<'_>) -> Statistic) -> Ask {
        let over = over.to_vec();
        self.ask(move |sums| pairs::mean(&over.iter().map(|pair| statistic(pair.table(sums)?)).collect::<Vec<_>>()))
    }

    /// Asks for the mean over tables.
    pub(super) fn ask_sets(&mut self, over: &[Set], statistic: fn(Agreement<'_>) -> Statistic) -> Ask {
        let over = over.to_vec();
        self.ask(move |sums| pairs::mean(&over.iter().map(|set| statistic(set.read(sums))).collect::<Vec<_>>()))
    }

    /// Draws.
    pub(super) fn answer(self, plan: &Plan) -> Answers {
        let summaries = Summaries::beside(&self.parts);
        drop(self.parts);
        let total = summaries.total();
        let asked = self.asked;
        let resampled = bootstrap::of_sums(&summaries, plan, |sums| asked.iter().map(|ask| ask(sums)).collect());
        Answers { resampled, total }
    }
}

/// Every statistic with its interval.
pub(super) struct Answers {
    resampled: Resampled,
    /// The sums over all sessions.
    pub(super) total: Vec<f64>,
}

impl Answers {
    pub(super) fn estimate(&self, ask: Ask) -> Estimate {
        self.resampled.estimate(ask.0).expect("an Ask is the place of a question that was asked")
    }

    /// `first` − `second`, from the same draws.
    pub(super) fn difference(&self, first: Ask, second: Ask) -> Estimate {
        self.resampled.difference(first.0, second.0).expect("an Ask is the place of a question that was asked")
    }
}

impl Set {
    pub(super) fn read<'a>(&'a self, sums: &'a [f64]) -> Agreement<'a> {
        self.layout.read(&sums[self.at..self.at + self.layout.width()])
    }

    /// The pair of these coders of the table.
    pub(super) fn pair(&self, first: usize, second: usize) -> Pair {
        Pair { set: self.clone(), first, second }
    }
}

impl Pair {
    pub(super) fn table<'a>(&'a self, sums: &'a [f64]) -> Result<PairTable<'a>, Undefined> {
        self.set.read(sums).pair(self.first, self.second)
    }
}
