//! Who has had feedback this term, who has not, and how the measures move. The yardstick is SiS's: feedback on at
//! least one recording a term. Ids are pseudonymous and in order; nobody is ranked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ledger::roster::Roster;
use crate::ledger::sessions::{Filter, NOBODY, Session};
use crate::ledger::term::Term;
use crate::ledger::trends::{Point, of_groups, of_one};
use crate::ledger::{Ledger, LedgerError};
use crate::report::model::SCHEMA;

/// Fewest practitioners in a group that is shown, unless more are asked for.
pub const SMALLEST_GROUP: usize = 5;
/// No group under this is ever shown.
pub const SMALLEST_EVER: usize = 3;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The term; `None`: all.
    pub term: Option<Term>,
    /// One unit alone.
    pub unit: Option<String>,
    /// One practitioner's own development as well.
    pub practitioner: Option<String>,
    /// Who is expected, and where they work.
    pub roster: Roster,
    /// Fewest practitioners in a group that is shown.
    pub smallest_group: usize,
}

/// A practitioner in the term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Pseudonymous id.
    pub practitioner: String,
    /// Where she works, from the list of the expected.
    pub unit: Option<String>,
    /// Recordings with feedback in the term.
    pub recordings: usize,
    /// Day of the last conversation with feedback, in any term.
    pub last: Option<String>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FollowUp {
    /// [`SCHEMA`].
    pub schema: u32,
    /// `2026-H2`, or `all`.
    pub term: String,
    /// The unit that was asked for.
    pub unit: Option<String>,
    /// How many of the practitioners had feedback in the term.
    pub with_feedback: usize,
    /// Everybody expected or ever met, in the order of their ids.
    pub practitioners: Vec<Person>,
    /// Recordings in the term whose practitioner nobody named.
    pub unnamed_recordings: usize,
    /// Fewest practitioners in a group that is shown.
    pub smallest_group: usize,
    /// Term by term for all; empty when one unit was asked for.
    pub all: Vec<Point>,
    /// Term by term for each unit.
    pub units: BTreeMap<String, Vec<Point>>,
    /// The practitioner who was asked for.
    pub asked: Option<String>,
    /// Her terms.
    pub own: Option<Vec<Point>>,
}

/// Answers from the ledger.
///
/// # Errors
/// As every question: [`LedgerError`].
pub fn follow_up(ledger: &Ledger, question: &Question) -> Result<FollowUp, LedgerError> {
    let (unnamed, sessions): (Vec<Session>, Vec<Session>) =
        ledger.sessions(&Filter::default())?.into_iter().partition(|session| session.practitioner == NOBODY);
    let ids: BTreeSet<String> =
        ledger.practitioners()?.into_iter().filter(|id| id != NOBODY).chain(question.roster.keys().cloned()).collect();
    let wanted = |unit: &Option<String>| question.unit.is_none() || *unit == question.unit;
    let person = |id: String| {
        let unit = question.roster.get(&id).cloned().flatten();
        wanted(&unit).then(|| person(id, unit, &sessions, question.term))
    };
    let practitioners: Vec<Person> = ids.into_iter().filter_map(person).collect();
    let smallest_group = question.smallest_group.max(SMALLEST_EVER);
    let (all, mut units) = of_groups(&sessions, &question.roster, smallest_group);
    units.retain(|unit, _| wanted(&Some(unit.clone())));
    Ok(FollowUp {
        schema: SCHEMA,
        term: question.term.map_or_else(|| "all".to_owned(), |term| term.to_string()),
        unit: question.unit.clone(),
        with_feedback: practitioners.iter().filter(|person| person.recordings > 0).count(),
        practitioners,
        unnamed_recordings: if question.unit.is_none() { in_term(&unnamed, question.term).count() } else { 0 },
        smallest_group,
        all: if question.unit.is_none() { all } else { Vec::new() },
        units,
        asked: question.practitioner.clone(),
        own: question.practitioner.as_ref().map(|id| of_one(&sessions, id)),
    })
}

fn person(id: String, unit: Option<String>, sessions: &[Session], term: Option<Term>) -> Person {
    let own = || sessions.iter().filter(|session| session.practitioner == id);
    let last = own().map(|session| session.date.clone()).max();
    let recordings = own().filter(|session| lies_in(session, term)).count();
    Person { practitioner: id, unit, recordings, last }
}

fn in_term(sessions: &[Session], term: Option<Term>) -> impl Iterator<Item = &Session> {
    sessions.iter().filter(move |session| lies_in(session, term))
}

/// The day of the conversation decides, not the day on which the report was made.
fn lies_in(session: &Session, term: Option<Term>) -> bool {
    term.is_none_or(|term| session.date.parse().is_ok_and(|day| Term::of(day) == term))
}
