//! The status as a page: one file that loads nothing and runs no script, for whoever uses the folder.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use crate::language::Language;
use crate::phrases::fill;
use crate::report::policy;
use crate::watch::status::{Fate, List, State, Status};
use crate::watch::text::{StatusText, Text};

/// What the template shows.
#[derive(Serialize)]
struct Page<'a> {
    lang: &'static str,
    text: &'a StatusText,
    state: Headline<'a>,
    counts: [Count<'a>; 4],
    updated: String,
    tables: Vec<Table<'a>>,
    notes: Vec<String>,
}

/// How the watcher is, in words.
#[derive(Serialize)]
struct Headline<'a> {
    class: &'static str,
    title: &'a str,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Count<'a> {
    name: &'a str,
    value: usize,
    alarming: bool,
}

#[derive(Serialize)]
struct Table<'a> {
    title: &'a str,
    help: Option<&'a str>,
    columns: Vec<&'a str>,
    rows: Vec<Vec<String>>,
    more: Option<String>,
}

/// The page of `status` in `language`.
///
/// # Errors
/// Only a fault in the template, which would be a fault in this program.
pub(super) fn render(status: &Status, language: Language) -> Result<String, minijinja::Error> {
    let text = Text::load(language);
    let words = &text.status;
    let working = usize::from(status.working.is_some());
    let count = |name, value| Count { name, value, alarming: false };
    let page = Page {
        lang: if language == Language::Nynorsk { "nb" } else { language.code() },
        text: words,
        state: headline(status, &text),
        counts: [
            count(&words.waiting, status.waiting.total),
            count(&words.working, working),
            count(&words.done, status.done_today.total),
            Count { name: &words.failed, value: status.failed.total, alarming: status.failed.total > 0 },
        ],
        updated: fill(&words.updated, &[("time", &local(&status.updated))]),
        tables: tables(status, &text),
        notes: notes(status, words),
    };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("status.html", include_str!("status.html"))?;
    Ok(policy::strict(&environment.get_template("status.html")?.render(Serde(&page))?))
}

fn headline<'a>(status: &Status, text: &'a Text) -> Headline<'a> {
    let words = &text.status;
    let idle = status.waiting.total + status.left.arriving == 0 && status.working.is_none();
    let (class, title, lines) = match &status.state {
        State::Watching if idle => ("good", &words.watching, vec![words.watching_idle.clone()]),
        State::Watching => ("good", &words.watching, vec![words.watching_busy.clone()]),
        State::StandingBy => ("wait", &words.standing_by, vec![words.standing_by_more.clone()]),
        State::Stopped => ("wait", &words.stopped, vec![words.stopped_more.clone()]),
        State::Paused { cause, next } => {
            let cause = text.cause(*cause);
            let next = next.iter().map(|next| fill(&words.paused_next, &[("time", &clock(next))]));
            let lines = [cause.what.clone(), cause.todo.clone(), words.paused_more.clone()];
            ("care", &words.paused, lines.into_iter().chain(next).collect())
        }
    };
    Headline { class, title, lines }
}

fn tables<'a>(status: &Status, text: &'a Text) -> Vec<Table<'a>> {
    let words = &text.status;
    let who = |practitioner: &Option<String>| practitioner.clone().unwrap_or_else(|| words.nobody.clone());
    let working = status.working.iter().map(|working| {
        let numbers = [("heard", working.heard.to_string()), ("chunks", working.chunks.to_string())];
        let progress = match working.chunks {
            0 => words.progress_opening.clone(),
            _ => fill(&words.progress_hearing, &numbers.each_ref().map(|(name, value)| (*name, value.as_str()))),
        };
        vec![who(&working.practitioner), text.size(working.size), clock(&working.started), progress]
    });
    let failed = status.failed.first.iter().map(|failed| {
        let reason = failed.reason.map(|reason| text.reason(reason).title.clone()).unwrap_or_default();
        let at = failed.at.as_deref().map(local).unwrap_or_default();
        vec![who(&failed.practitioner), text.size(failed.size), at, reason]
    });
    let waiting = status.waiting.first.iter().enumerate().map(|(index, waiting)| {
        vec![(index + 1).to_string(), who(&waiting.practitioner), text.size(waiting.size), local(&waiting.arrived)]
    });
    let done = status.done_today.first.iter().map(|done| {
        let fate = match done.recording {
            Fate::Kept => &words.kept,
            Fate::Deleted => &words.deleted,
            Fate::Moved => &words.moved,
        };
        vec![clock(&done.at), done.practitioner.clone(), done.session.clone(), fate.clone()]
    });
    let more =
        |total: usize, shown: usize| (total > shown).then(|| fill(&words.more, &[("n", &(total - shown).to_string())]));
    let of = |list: &List<_>| more(list.total, list.first.len());
    let all = [
        Table {
            title: &words.working,
            help: None,
            columns: vec![&words.practitioner, &words.size, &words.started, &words.progress],
            rows: working.collect(),
            more: None,
        },
        Table {
            title: &words.failed,
            help: Some(&words.failed_help),
            columns: vec![&words.practitioner, &words.size, &words.failed_at, &words.reason],
            rows: failed.collect(),
            more: more(status.failed.total, status.failed.first.len()),
        },
        Table {
            title: &words.waiting,
            help: None,
            columns: vec![&words.place, &words.practitioner, &words.size, &words.arrived],
            rows: waiting.collect(),
            more: of(&status.waiting),
        },
        Table {
            title: &words.done,
            help: None,
            columns: vec![&words.time, &words.practitioner, &words.hash, &words.recording],
            rows: done.collect(),
            more: more(status.done_today.total, status.done_today.first.len()),
        },
    ];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// Files that are left where they are, and what will be removed.
fn notes(status: &Status, words: &StatusText) -> Vec<String> {
    let left = &status.left;
    let counted = [
        (&words.arriving, left.arriving),
        (&words.held_up, left.held_up),
        (&words.unfinished, left.unfinished),
        (&words.lone_sidecars, left.lone_sidecars),
        (&words.other, left.other),
    ];
    let counted = counted.into_iter().filter(|(_, number)| *number > 0);
    let counted = counted.map(|(phrase, number)| fill(phrase, &[("n", &number.to_string())]));
    let planned = status
        .planned
        .as_ref()
        .map(|planned| fill(&words.planned, &[("n", &planned.reports.to_string()), ("date", &planned.first)]));
    counted.chain(planned).collect()
}

/// A time as people here read it: day and clock.
fn local(time: &str) -> String {
    format_local(time, "%Y-%m-%d %H:%M")
}

/// A time of today.
fn clock(time: &str) -> String {
    format_local(time, "%H:%M")
}

fn format_local(time: &str, format: &str) -> String {
    let time = time.parse::<Timestamp>();
    time.map(|time| time.to_zoned(TimeZone::system()).strftime(format).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::status::{Done, Failed, Left, Planned, Waiting, Working};
    use crate::watch::trouble::{Cause, Reason};

    fn full() -> Status {
        let at = "2026-11-21T12:00:00Z".to_owned();
        let practitioner = Some("p-017".to_owned());
        Status {
            updated: at.clone(),
            waiting: List { total: 25, first: vec![Waiting { practitioner: None, size: 9, arrived: at.clone() }] },
            working: Some(Working {
                practitioner: practitioner.clone(),
                size: 9,
                started: at.clone(),
                heard: 3,
                chunks: 8,
            }),
            done_today: List {
                total: 1,
                first: vec![Done {
                    practitioner: "p-1<b>".to_owned(),
                    at: at.clone(),
                    session: "0a1b".to_owned(),
                    recording: Fate::Deleted,
                }],
            },
            failed: List {
                total: 1,
                first: vec![Failed { practitioner, size: 9, at: Some(at), reason: Some(Reason::NoSpeech) }],
            },
            left: Left { arriving: 1, held_up: 2, unfinished: 3, other: 4, lone_sidecars: 5 },
            planned: Some(Planned { reports: 2, first: "2026-12-01".to_owned() }),
            ..Status::new(State::Watching)
        }
    }

    #[test]
    fn every_language_shows_every_list_and_loads_nothing() {
        for language in Language::ALL {
            let text = Text::load(language);
            let page = render(&full(), language).unwrap();
            for part in
                [&*text.reason(Reason::NoSpeech).title, &*text.status.deleted, "p-017", "0a1b", "default-src 'none'"]
            {
                assert!(page.contains(part), "{language}: {part}");
            }
            for wrong in ["<b>", "<script", "src=", "href=", "{n}"] {
                assert!(!page.contains(wrong), "{language}: {wrong}");
            }
        }
    }

    #[test]
    fn a_pause_says_its_cause_and_what_to_do() {
        for (language, cause) in Language::ALL.into_iter().flat_map(|l| Cause::ALL.map(|cause| (l, cause))) {
            let text = Text::load(language);
            let paused = State::Paused { cause, next: Some("2026-11-21T12:00:00Z".to_owned()) };
            let page = render(&Status::new(paused), language).unwrap();
            let unescaped = page.replace("&#x27;", "'");
            assert!(
                unescaped.contains(&text.cause(cause).what) && unescaped.contains(&text.cause(cause).todo),
                "{cause:?}"
            );
        }
    }
}
