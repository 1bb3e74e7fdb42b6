//! Who has had feedback, and how the measures move: right figures, small groups unseen, nobody ranked.

use std::path::Path;

use gensvar::language::Language;
use gensvar::ledger::Ledger;
use gensvar::ledger::follow_up::{FollowUp, Question, follow_up};
use gensvar::ledger::follow_up_page::render;
use gensvar::ledger::roster::{Roster, read};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use super::{note, stored};
use crate::support::{Ending, gensvar};

/// Practitioner, unit, day, questions: one session each.
type Session<'a> = (&'a str, &'a str, &'a str, usize);

/// Six in the unit north, six in south, in autumn 2026; one of them in spring as well; p-20 is expected only.
const SESSIONS: [Session; 13] = [
    ("p-01", "north", "2026-09-01", 2),
    ("p-02", "north", "2026-09-01", 4),
    ("p-03", "north", "2026-07-01", 6),
    ("p-04", "north", "2026-12-31", 8),
    ("p-05", "north", "2026-09-01", 10),
    ("p-06", "north", "2026-09-01", 12),
    ("p-11", "south", "2026-09-01", 2),
    ("p-12", "south", "2026-09-01", 2),
    ("p-13", "south", "2026-09-01", 2),
    ("p-14", "south", "2026-09-01", 2),
    ("p-15", "south", "2026-09-01", 2),
    ("p-16", "south", "2026-09-01", 2),
    ("p-01", "north", "2026-06-30", 30),
];

fn ledger(path: &Path, sessions: &[Session]) -> (Ledger, Roster) {
    let ledger = Ledger::open(path).unwrap();
    let mut roster = Roster::new();
    for (index, (id, unit, date, questions)) in sessions.iter().enumerate() {
        note(&ledger, &format!("s{index:03}"), &stored(id, date, *questions));
        roster.insert((*id).to_owned(), Some((*unit).to_owned()));
    }
    (ledger, roster)
}

fn ask(sessions: &[Session], change: impl FnOnce(&mut Question)) -> FollowUp {
    let folder = TempDir::new().unwrap();
    let (ledger, roster) = ledger(&folder.path().join("ledger.db"), sessions);
    let term = Some("ht2026".parse().unwrap());
    let mut question = Question { term, roster, smallest_group: 5, ..Question::default() };
    change(&mut question);
    follow_up(&ledger, &question).unwrap()
}

#[test]
fn everybody_expected_or_met_is_listed_by_id_with_what_they_had_this_term() {
    let answer = ask(&SESSIONS, |question| {
        question.roster.insert("p-20".to_owned(), Some("south".to_owned()));
    });
    let ids: Vec<&str> = answer.practitioners.iter().map(|person| person.practitioner.as_str()).collect();
    assert!(ids.is_sorted() && ids.len() == 13);
    assert_eq!(answer.with_feedback, 12);
    let person = |id: &str| answer.practitioners.iter().find(|person| person.practitioner == id).unwrap();
    assert_eq!((person("p-01").recordings, person("p-01").last.as_deref()), (1, Some("2026-09-01")));
    assert_eq!((person("p-04").recordings, person("p-03").recordings), (1, 1), "the term's last and first day count");
    assert_eq!((person("p-20").recordings, &person("p-20").last), (0, &None));
    let spring = ask(&SESSIONS, |question| question.term = Some("vt2026".parse().unwrap()));
    assert_eq!(spring.with_feedback, 1);
}

#[test]
fn recordings_that_nobody_named_are_counted_apart() {
    let answer = ask(&[("anonym", "", "2026-09-01", 3), ("p-01", "north", "2026-09-01", 3)], |question| {
        question.roster.remove("anonym");
    });
    assert_eq!((answer.practitioners.len(), answer.unnamed_recordings), (1, 1));
}

#[test]
fn the_figures_are_those_worked_out_by_hand() {
    let answer = ask(&SESSIONS, |question| question.practitioner = Some("p-01".to_owned()));
    let north = answer.units["north"].last().unwrap();
    let measures = north.measures.unwrap();
    assert_eq!((north.practitioners, north.sessions), (Some(6), Some(6)));
    // Questions 2, 4 … 12 in 20 minutes each: a mean of 7 in 20 minutes. Twice as many reflections, half complex.
    assert_eq!((measures.questions, measures.reflections), (Some(3.5), Some(7.0)));
    assert_eq!((measures.reflections_to_questions, measures.complex_reflections), (Some(2.0), Some(0.5)));
    assert_eq!((measures.adherent, measures.non_adherent, measures.change_talk), (Some(2.0), Some(0.5), Some(0.75)));
    let own = answer.own.unwrap();
    assert_eq!(own.iter().map(|point| point.term.as_str()).collect::<Vec<_>>(), ["2026-H1", "2026-H2"]);
    assert_eq!(own[0].measures.unwrap().questions, Some(15.0));
}

#[test]
fn a_short_recording_gives_counts_and_no_ratios() {
    let folder = TempDir::new().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.db")).unwrap();
    let mut short = stored("p-01", "2026-09-01", 4);
    short.notices.push(gensvar::report::model::Notice::Short);
    note(&ledger, "one", &short);
    let question = Question { practitioner: Some("p-01".to_owned()), ..Question::default() };
    let own = follow_up(&ledger, &question).unwrap().own.unwrap()[0].measures.unwrap();
    assert_eq!((own.reflections_to_questions, own.complex_reflections, own.questions), (None, None, Some(2.0)));
}

#[test]
fn a_group_that_is_too_small_is_not_shown_nor_what_subtracting_would_show() {
    let shown = |answer: &FollowUp, unit: &str| answer.units[unit].last().unwrap().measures.is_some();
    let both = ask(&SESSIONS, |_| ());
    assert!(shown(&both, "north") && shown(&both, "south") && both.all[1].measures.is_some());
    assert!(both.all[0].measures.is_none() && both.all[0].sessions.is_none(), "one practitioner in spring");
    // Four are left in the south: all less the north would be those four.
    let small = ask(&SESSIONS[..10], |_| ());
    assert!(small.all[0].measures.is_some());
    assert!(!shown(&small, "south") && !shown(&small, "north"));
    let wider = ask(&SESSIONS, |question| question.smallest_group = 7);
    assert!(!shown(&wider, "north") && wider.all[1].measures.is_some());
    let never = ask(&SESSIONS[..2], |question| question.smallest_group = 1);
    assert!(never.all[0].measures.is_none(), "nothing under three is ever shown");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever the units' sizes: no shown group is small, and neither is the rest beside the shown ones.
    #[test]
    fn no_small_group_can_be_worked_out(sizes in prop::collection::vec(0_usize..8, 1..5), alone in 0_usize..4) {
        let units = ["a", "b", "c", "d"];
        let mut sessions = Vec::new();
        for (unit, size) in units.iter().zip(&sizes) {
            sessions.extend((0..*size).map(|number| (format!("{unit}-{number}"), *unit)));
        }
        sessions.extend((0..alone).map(|number| (format!("x-{number}"), "")));
        let sessions: Vec<Session> = sessions.iter().map(|(id, unit)| (id.as_str(), *unit, "2026-09-01", 3)).collect();
        let answer = ask(&sessions, |question| {
            question.roster.values_mut().filter(|unit| unit.as_deref() == Some("")).for_each(|unit| *unit = None);
        });
        let people = |point: &gensvar::ledger::trends::Point| point.measures.and(point.practitioners);
        let shown: Vec<usize> = answer.units.values().filter_map(|points| people(points.last()?)).collect();
        prop_assert!(shown.iter().all(|size| *size >= 5));
        if let Some(all) = answer.all.last().and_then(people) {
            let rest = all - shown.iter().sum::<usize>();
            prop_assert!(rest == 0 || rest >= 5, "{all} {shown:?}");
        }
    }
}

#[test]
fn the_page_has_every_word_in_every_language_and_loads_nothing() {
    let answer = ask(&SESSIONS, |question| question.practitioner = Some("p-01".to_owned()));
    for (language, words) in [
        (Language::Swedish, ["12 av 12 MI-användare", "HT 2026", "2,0 : 1"]),
        (Language::Bokmal, ["12 av 12 MI-utøvere", "Høst 2026", "2,0 : 1"]),
        (Language::English, ["12 of 12 MI users", "Autumn 2026", "2.0 : 1"]),
    ] {
        let page = render(&answer, language).unwrap();
        for word in words {
            assert!(page.contains(word), "{word}");
        }
        for forbidden in ["<script", "http://", "https://", "src=", "@import", "{n}", "{year}", "{id}", "{version}"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
    let hostile = ask(&[("p-01", "<b>\"nord\"", "2026-09-01", 3)], |_| ());
    assert!(!render(&hostile, Language::Swedish).unwrap().contains("<b>"));
}

#[test]
fn the_verb_reads_a_list_from_a_spreadsheet_and_answers_as_table_json_and_page() {
    let folder = TempDir::new().unwrap();
    drop(ledger(&folder.path().join("ledger.db"), &SESSIONS));
    let list = folder.path().join("list.csv");
    fs_err::write(&list, "\u{feff}Unit;Practitioner\nnorth;p-01\nsouth; p-99 \n").unwrap();
    assert_eq!(read(&list).unwrap()["p-99"].as_deref(), Some("south"));
    let page = folder.path().join("page.html");
    let run = |more: &[&str]| -> Ending {
        let mut command = gensvar();
        command.args(["follow-up", "--term", "ht2026", "--expected"]).arg(&list).args(more);
        command.arg("--out").arg(folder.path()).output().unwrap().into()
    };
    let answer: Value = serde_json::from_str(&run(&["--json"]).stdout).unwrap();
    assert_eq!((&answer["schema"], &answer["with_feedback"]), (&1.into(), &12.into()));
    assert_eq!(answer["practitioners"].as_array().unwrap().len(), 13);
    let north = run(&["--unit", "north", "--html", &page.to_string_lossy(), "--language", "nb"]);
    assert!(north.stdout.contains("1 of 1 practitioners"), "{}{}", north.stdout, north.stderr);
    assert!(fs_err::read_to_string(&page).unwrap().contains("lang=\"nb\""));
    assert_eq!(run(&["--unit", "west"]).code, 1);
    assert_eq!(run(&["--smallest-group", "2"]).code, 1);
    fs_err::write(&list, "practitioner\nAnna Hemlig\n").unwrap();
    let named = run(&[]);
    assert!(named.code == 1 && named.stderr.contains("line 2") && !named.stderr.contains("Hemlig"), "{}", named.stderr);
    let nowhere = gensvar().args(["follow-up", "--out", "/nowhere/at/all"]).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(3));
}
