//! The ledger as a file: old ones, newer ones, broken and locked ones, lost ones; what is claimed and noted.

mod after;
mod faults;
mod follow_up;
mod removal;

use std::path::Path;

use gensvar::ledger::claims::{Claim, Claimed, Stage};
use gensvar::ledger::deletions::{Disposal, How};
use gensvar::ledger::sessions::{Filter, Reported};
use gensvar::ledger::{Ledger, LedgerError, schema};
use gensvar::report::json::StoredSession;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

use crate::support::{files, fixture, gensvar, reports, run_demo, run_demo_into};

/// A name of 64 digits.
fn name(of: &str) -> String {
    of.bytes().map(|byte| format!("{byte:02x}")).collect::<String>() + &"0".repeat(64 - 2 * of.len())
}

/// The 8 digits that reports show of it.
fn short(of: &str) -> String {
    name(of).chars().take(8).collect()
}

fn claim<'a>(session: &'a str, fingerprint: &'a str) -> Claim<'a> {
    Claim {
        session,
        audio: session,
        fingerprint,
        models: "m",
        settings: "s",
        practitioner: "p-001",
        date: "2026-10-14",
        worker: "test 1",
        renew: false,
    }
}

/// A report's figures: `questions` questions, twice as many reflections, half of them complex, in 20 minutes.
fn stored(practitioner: &str, date: &str, questions: usize) -> StoredSession {
    let ratio = |n: usize, d: usize| {
        let value = (d > 0).then(|| n as f64 / d as f64);
        json!({ "numerator": n, "denominator": d, "value": value, "level": null })
    };
    let counts = json!([
        ["GI", 1],
        ["Persuade", 1],
        ["PwP", null],
        ["Q", questions],
        ["SR", questions],
        ["CR", questions],
        ["AF", 2],
        ["Seek", 1],
        ["Emphasize", 1],
        ["Confront", 0]
    ]);
    let session = json!({
        "schema": 1, "practitioner": practitioner, "date": date, "session": "00000000", "fingerprint": "f",
        "goal": "hemligt mål", "language": "sv", "feedback": "full", "notices": [],
        "segment": { "span": { "start": 0, "end": 1_200_000 }, "choice": "whole", "recording_length": 1_200_000 },
        "score": {
            "counts": counts, "complex_reflections": ratio(questions, 2 * questions),
            "reflections_to_questions": ratio(2 * questions, questions), "adherent": 4, "non_adherent": 1,
            "change_talk": ratio(3, 4), "talk_time": { "counsellor": 1, "client": 1, "other": 0 }, "volleys": 9
        }
    });
    serde_json::from_value(session).unwrap()
}

/// Notes a session of this practitioner; its names are made from `key`.
fn note(ledger: &Ledger, key: &str, stored: &StoredSession) -> String {
    let (session, folder) = (name(key), format!("{}-{}-{}", stored.practitioner, stored.date, short(key)));
    let made = Claim { practitioner: &stored.practitioner, date: &stored.date, ..claim(&session, "f") };
    ledger.claim(&made).unwrap();
    let report = Reported { session: &session, audio: &session, models: "m", settings: "s", folder: &folder, stored };
    ledger.reported(&report).unwrap();
    folder
}

fn old_ledger(path: &Path, version: u32) {
    let sql = fs_err::read_to_string(fixture(&format!("ledger/v{version}.sql"))).unwrap();
    Connection::open(path).unwrap().execute_batch(&sql).unwrap();
}

/// Tables and columns of a ledger, without the comments of its SQL.
fn form(path: &Path) -> Vec<(String, String, String)> {
    let db = Connection::open(path).unwrap();
    let sql = "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c ORDER BY 1, 2";
    let mut rows = db.prepare(sql).unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_old_ledger_opens_with_all_that_it_held() {
    let folder = TempDir::new().unwrap();
    let new = folder.path().join("new.db");
    drop(Ledger::open(&new).unwrap());
    for version in 1..=schema::VERSION {
        let path = folder.path().join(format!("v{version}.db"));
        old_ledger(&path, version);
        let ledger = Ledger::open(&path).unwrap();
        let sessions = ledger.sessions(&Filter::default()).unwrap();
        assert_eq!(sessions.iter().map(|s| s.practitioner.as_str()).collect::<Vec<_>>(), ["p-001", "p-002"]);
        assert_eq!(sessions[0].figures.reflections_to_questions.value, Some(1.2));
        let deletions = ledger.deletions().unwrap();
        assert_eq!(deletions.iter().map(|d| d.done_at.is_some()).collect::<Vec<_>>(), [true, false]);
        assert_eq!(ledger.unfinished_deletions().unwrap().len(), 1);
        assert_eq!(ledger.failed(&"9".repeat(64), None, "no-speech").unwrap(), 2, "the earlier failure is remembered");
        note(&ledger, "new", &stored("p-003", "2026-10-14", 4));
        drop(ledger);
        assert_eq!(form(&path), form(&new), "version {version} became what a new ledger is");
    }
}

#[test]
fn a_newer_ledger_is_read_and_never_written() {
    let out = TempDir::new().unwrap();
    let path = out.path().join("ledger.db");
    old_ledger(&path, 2);
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99; CREATE TABLE more (x)").unwrap();
    let before = fs_err::read(&path).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    assert!(ledger.is_read_only());
    assert_eq!(ledger.sessions(&Filter::default()).unwrap().len(), 2);
    assert!(matches!(ledger.claim(&claim(&name("x"), "f")), Err(LedgerError::Newer { version: 99, .. })));
    drop(ledger);
    let run = run_demo_into(out.path(), &[&fixture("audio/wav-s16-16000.wav")], &[]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("update gensvar"), "{}", run.stderr);
    let forget = gensvar().args(["forget", "--practitioner", "p-001", "--yes", "--out"]).arg(out.path()).output();
    assert_eq!(forget.unwrap().status.code(), Some(3));
    let follow = gensvar().args(["follow-up", "--term", "vt2026", "--out"]).arg(out.path()).output().unwrap();
    assert!(String::from_utf8_lossy(&follow.stdout).contains("2 of 2"), "it can still be read");
    assert!(fs_err::read(&path).unwrap() == before, "not a byte has changed");
}

#[test]
fn a_claim_is_taken_again_and_counted_until_there_is_a_report() {
    let folder = TempDir::new().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.db")).unwrap();
    let session = name("one");
    assert_eq!(ledger.claim(&claim(&session, "f")).unwrap(), Claimed::Fresh);
    assert_eq!(ledger.claim(&claim(&session, "f")).unwrap(), Claimed::Again { attempts: 2 });
    ledger.stage_done(&session, Stage::Scored).unwrap();
    assert_eq!(ledger.claim(&claim(&session, "f")).unwrap(), Claimed::Again { attempts: 3 });
    assert_eq!(ledger.failed(&session, Some("p-001"), "speech").unwrap(), 1);
    assert_eq!(ledger.counts_today().unwrap().failed, 1);
    let folder = note(&ledger, "one", &stored("p-001", "2026-10-14", 3));
    let today = ledger.counts_today().unwrap();
    assert_eq!((today.reported, today.failed), (1, 0), "the failure is over");
    assert!(matches!(ledger.claim(&claim(&session, "f")).unwrap(), Claimed::Reported { folder: f, .. } if f == folder));
    assert_eq!(ledger.claim(&claim(&session, "other")).unwrap(), Claimed::Outdated { folder: folder.clone() });
    let again = Claim { renew: true, ..claim(&session, "f") };
    assert_eq!(ledger.claim(&again).unwrap(), Claimed::Outdated { folder });
}

#[test]
fn a_clock_that_goes_back_changes_no_decision() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ledger.db");
    let later = Ledger::open(&path).unwrap().by_clock(|| "2031-01-01T00:00:00Z".parse().unwrap());
    note(&later, "one", &stored("p-001", "2026-10-14", 3));
    let plan = later.plan_deletion(&name("one"), &name("one"), Disposal::Delete, "place").unwrap();
    drop(later);
    let now = Ledger::open(&path).unwrap().by_clock(|| "2026-01-01T00:00:00Z".parse().unwrap());
    assert!(matches!(now.claim(&claim(&name("one"), "f")).unwrap(), Claimed::Reported { .. }));
    assert_eq!(now.unfinished_deletions().unwrap()[0].id, plan);
    assert_eq!(now.deletion_done(plan, How::Done).unwrap(), "2026-01-01T00:00:00Z");
    assert_eq!(now.claim(&claim(&name("two"), "f")).unwrap(), Claimed::Fresh);
    note(&now, "one", &stored("p-001", "2026-10-14", 5));
    assert_eq!(now.sessions(&Filter::default()).unwrap().len(), 1, "the later note stands, whatever its time");
}

#[test]
fn a_ledger_held_by_another_program_or_broken_is_an_error_with_a_remedy() {
    let out = TempDir::new().unwrap();
    let path = out.path().join("ledger.db");
    drop(Ledger::open(&path).unwrap());
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ledger = Ledger::open(&path).unwrap();
    assert!(matches!(ledger.claim(&claim(&name("x"), "f")), Err(LedgerError::Locked(_))));
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(ledger.claim(&claim(&name("x"), "f")).unwrap(), Claimed::Fresh, "it goes on once the other is done");
    drop((ledger, other));
    fs_err::write(&path, "This is no ledger. ".repeat(1000)).unwrap();
    assert!(matches!(Ledger::open(&path), Err(LedgerError::Damaged(_))));
    let run = run_demo_into(out.path(), &[&fixture("audio/wav-s16-16000.wav")], &[]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("makes a new one from the reports"), "{}", run.stderr);
    assert!(reports(out.path()).is_empty(), "nothing is worked on without a ledger");
}

#[test]
fn a_lost_ledger_is_made_anew_from_the_reports() {
    let (out, first) = run_demo(&[&fixture("demo/kort.wav")], &[]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let path = out.path().join("ledger.db");
    let before = Ledger::open(&path).unwrap().sessions(&Filter::default()).unwrap();
    fs_err::remove_file(&path).unwrap();
    let written = reports(out.path());
    let again = run_demo_into(out.path(), &[&fixture("demo/kort.wav")], &["--json"]);
    assert!(again.stdout.contains("already-there"), "{}{}", again.stdout, again.stderr);
    let after = Ledger::open(&path).unwrap().sessions(&Filter::default()).unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!((&after[0].session, &after[0].figures), (&before[0].session, &before[0].figures));
    assert_eq!(reports(out.path()), written);
}

#[test]
fn nothing_that_was_said_and_no_name_of_a_file_is_in_the_ledger() {
    let folder = TempDir::new().unwrap();
    let recording = folder.path().join("Hemlighetsson.wav");
    fs_err::copy(fixture("demo/kort.wav"), &recording).unwrap();
    fs_err::write(recording.with_extension("toml"), "goal = \"spelstoppet hos Hemlighetsson\"").unwrap();
    let (out, ending) = run_demo(&[&recording], &["--delete-recordings"]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let written = files(out.path());
    let json = written.iter().find(|(name, _)| name.ends_with("session.json")).unwrap().1;
    let session: serde_json::Value = serde_json::from_slice(json).unwrap();
    let turns = session["dialogue"]["turns"].as_array().unwrap();
    let said = turns.iter().map(|turn| turn["turn"]["text"].as_str().unwrap()).collect::<Vec<_>>().join(" ");
    let words: Vec<String> = said.split_whitespace().map(str::to_lowercase).filter(|word| word.len() >= 6).collect();
    assert!(words.len() > 20, "the transcript was read: {said}");
    for (name, bytes) in written.iter().filter(|(name, _)| name.starts_with("ledger.db")) {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        assert!(!text.contains("hemlig") && !text.contains("spelstopp"), "{name}");
        // Words of SQL and of the figures' names are English; the conversation is Swedish.
        let found: Vec<&String> = words.iter().filter(|word| text.contains(word.as_str())).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}
