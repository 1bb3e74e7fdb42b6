//! Who speaks how much and when, and where the client speaks for or against the change.

use serde::Serialize;

use crate::coding::coded::CodedTurn;
use crate::coding::miti::ClientTalk;
use crate::phrases::fill;
use crate::privacy::dialogue::Role;
use crate::report::evidence::Place;
use crate::report::page::session::{Fact, Session, role_class};
use crate::report::plots::{self, Stretch};
use crate::report::svg::Svg;
use crate::units::Millis;

/// The lanes, one above the other, and their axis.
#[derive(Serialize)]
pub(super) struct Course {
    lanes: Vec<Lane>,
    /// `None` where the conversation has no times: the lanes then follow the number of words.
    axis: Option<Svg>,
    /// Whether lanes of client talk are drawn but empty.
    no_client_talk: bool,
}

/// One lane.
#[derive(Serialize)]
struct Lane {
    name: String,
    plot: Svg,
}

/// How the talking time was shared.
#[derive(Serialize)]
pub(super) struct TalkTime {
    plot: Svg,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    class: &'static str,
    fact: Fact,
}

/// The course of the conversation.
pub(super) fn course(session: Session) -> Course {
    let clock = Clock::of(session);
    let turns = || session.dialogue().turns.iter().enumerate();
    let lane = |name: &str, description: &str, class: &str, of: &dyn Fn(&CodedTurn) -> bool| {
        let stretches: Vec<Stretch> =
            turns().filter(|(_, turn)| of(turn)).map(|(index, _)| clock.stretch(session, index, name)).collect();
        (!stretches.is_empty())
            .then(|| Lane { name: name.to_owned(), plot: plots::lane(&stretches, class, description) })
    };
    let mut lanes: Vec<Lane> = [Role::Counsellor, Role::Client, Role::Other]
        .into_iter()
        .filter_map(|role| {
            let name = session.text.person(role);
            let description = fill(&session.text.figures.speaks, &[("who", name)]);
            lane(name, &description, role_class(role), &|turn| turn.turn.role == role)
        })
        .collect();
    let names = &session.text.client_talk;
    let talk = [(&names.change, "change", ClientTalk::Change), (&names.sustain, "sustain", ClientTalk::Sustain)];
    let talk: Vec<Lane> = talk
        .into_iter()
        .filter(|_| session.report.reads_client_talk())
        .filter_map(|(name, class, talk)| lane(name, name, class, &|turn| turn.client_talk == Some(talk)))
        .collect();
    let no_client_talk = session.report.reads_client_talk() && talk.is_empty();
    lanes.extend(talk);
    Course { lanes, axis: clock.axis(session), no_client_talk }
}

/// The talking time; `None` for transcripts without times.
pub(super) fn talk_time(session: Session) -> Option<TalkTime> {
    let time = &session.report.score.talk_time;
    let all = (time.counsellor + time.client + time.other).seconds();
    let people = &session.text.people;
    let parts = [
        ("counsellor", &people.counsellor, time.counsellor),
        ("client", &people.client, time.client),
        ("other", &people.other, time.other),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(_, _, time)| time.0 > 0).collect();
    let shares: Vec<(&str, f64)> = parts.iter().map(|(class, _, time)| (*class, time.seconds() / all)).collect();
    let part = |(class, name, time): (&'static str, &String, Millis)| {
        let share = session.text.percent(time.seconds() / all);
        Part { class, fact: Fact { name: name.clone(), value: format!("{share} ({time})") } }
    };
    let plot = plots::shares(&shares, &session.text.figures.talk_time);
    (!parts.is_empty()).then(|| TalkTime { plot, parts: parts.into_iter().map(part).collect() })
}

/// Where each turn begins and ends, and where the last one ends.
enum Clock {
    /// In milliseconds of the excerpt.
    Time { total: Millis },
    /// In words, for conversations without times.
    Words { ends: Vec<usize> },
}

impl Clock {
    fn of(session: Session) -> Self {
        let turns = &session.dialogue().turns;
        let ends: Option<Vec<Millis>> = turns.iter().map(|turn| Some(turn.turn.span?.end())).collect();
        match ends.and_then(|ends| ends.into_iter().max()) {
            Some(total) => Self::Time { total },
            None => {
                let lengths = turns.iter().map(|turn| turn.turn.text.split_whitespace().count().max(1));
                Self::Words {
                    ends: lengths
                        .scan(0, |sum, length| {
                            *sum += length;
                            Some(*sum)
                        })
                        .collect(),
                }
            }
        }
    }

    /// Turn `index` as a stretch of the whole.
    fn stretch(&self, session: Session, index: usize, name: &str) -> Stretch {
        let (from, to) = match self {
            Self::Time { total } => match session.dialogue().turns[index].turn.span {
                Some(span) => (span.start().seconds() / total.seconds(), span.end().seconds() / total.seconds()),
                None => (0.0, 0.0),
            },
            Self::Words { ends } => {
                let total = ends.last().copied().unwrap_or(1) as f64;
                let from = if index == 0 { 0 } else { ends[index - 1] };
                (from as f64 / total, ends[index] as f64 / total)
            }
        };
        let anchor = Place { turn: index, utterance: None }.anchor();
        Stretch { from, to, anchor, title: format!("{} {name}", session.label(index)) }
    }

    /// A tick every one, two, five, ten … minutes: at most six.
    fn axis(&self, session: Session) -> Option<Svg> {
        let Self::Time { total } = self else { return None };
        let step = [1, 2, 5, 10, 20, 30].into_iter().find(|step| total.minutes() <= 6.0 * *step as f64).unwrap_or(60);
        let ticks: Vec<(f64, String)> = (0..)
            .map(|tick| Millis::from_minutes(tick * step))
            .take_while(|at| *at < *total)
            .map(|at| (at.seconds() / total.seconds(), (at + session.report.offset()).to_string()))
            .collect();
        Some(plots::axis(&ticks, &session.text.figures.over_time))
    }
}
