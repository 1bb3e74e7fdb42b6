//! Forgetting and retention: what should go goes to the last byte, and nothing else does.

use std::path::Path;

use gensvar::ledger::forget::Whose;
use gensvar::ledger::retention::{Notice, Periods, Removal};
use gensvar::ledger::sessions::Filter;
use gensvar::ledger::{Ledger, claims::Claim};
use serde_json::{Value, json};
use sha2::Digest;
use tempfile::TempDir;

use super::{claim, name, note, short, stored};
use crate::support::{Ending, files, gensvar};

/// A report's folder as the program leaves it, as far as removal looks at it.
fn place_report(out: &Path, folder: &str, practitioner: &str) {
    fs_err::create_dir_all(out.join(folder)).unwrap();
    let date: String = folder.chars().skip(practitioner.chars().count() + 1).take(10).collect();
    let ratio = json!({ "numerator": 1, "denominator": 1, "value": 1.0, "level": null });
    let session = json!({
        "schema": 1, "practitioner": practitioner, "date": date, "session": folder.rsplit('-').next(),
        "fingerprint": "f", "goal": null, "language": "sv", "feedback": "full", "notices": [], "segment": null,
        "score": {
            "counts": [], "complex_reflections": ratio, "reflections_to_questions": ratio, "adherent": null,
            "non_adherent": null, "change_talk": ratio,
            "talk_time": { "counsellor": 1, "client": 1, "other": 0 }, "volleys": 1
        }
    });
    fs_err::write(out.join(folder).join("session.json"), session.to_string()).unwrap();
    fs_err::write(out.join(folder).join("report.html"), "").unwrap();
}

/// Three sessions of two practitioners, with reports; the ids are such that one begins like the other.
fn three(out: &Path) -> Ledger {
    let ledger = Ledger::open(&out.join("ledger.db")).unwrap();
    for (key, id) in [("eins", "hjordis-7"), ("zwei", "hjordis-7"), ("drei", "hjordis-77")] {
        let folder = note(&ledger, key, &stored(id, "2026-10-14", 3));
        place_report(out, &folder, id);
        ledger.plan_deletion(&name(key), &name(key), gensvar::ledger::deletions::Disposal::Delete, "place").unwrap();
    }
    ledger.claim(&Claim { practitioner: "hjordis-7", ..claim(&name("begun"), "f") }).unwrap();
    ledger.failed(&name("audio"), Some("hjordis-7"), "speech").unwrap();
    ledger
}

fn forget(out: &Path, more: &[&str]) -> Ending {
    gensvar().arg("forget").args(more).arg("--out").arg(out).output().unwrap().into()
}

fn holds(out: &Path, text: &str) -> Vec<String> {
    let found = |(name, bytes): (String, Vec<u8>)| {
        let in_bytes = bytes.windows(text.len()).any(|window| window == text.as_bytes());
        (in_bytes || name.contains(text)).then_some(name)
    };
    files(out).into_iter().filter_map(found).collect()
}

#[test]
fn a_forgotten_practitioner_is_gone_to_the_last_byte_and_the_others_stay() {
    let out = TempDir::new().unwrap();
    drop(three(out.path()));
    let hidden = format!(".hjordis-7-2026-10-14-{}.new", short("vier"));
    place_report(out.path(), &hidden, "hjordis-7");
    fs_err::write(out.path().join("summary.csv"), "hjordis-7").unwrap();
    fs_err::write(out.path().join("status.html"), "hjordis-7 waits").unwrap();
    let shown = forget(out.path(), &["--practitioner", "hjordis-7", "--dry-run"]);
    assert_eq!(shown.code, 0);
    assert!(shown.stderr.contains(&hidden) && shown.stderr.contains("2 of them sessions"), "{}", shown.stderr);
    let unasked = forget(out.path(), &["--practitioner", "hjordis-7"]);
    assert_eq!(unasked.code, 1, "without --yes and without a terminal nothing goes");
    assert!(holds(out.path(), "hjordis-7-2026").len() > 4, "nothing has gone yet");
    let done = forget(out.path(), &["--practitioner", "hjordis-7", "--yes"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    for name in holds(out.path(), "hjordis-7") {
        let bytes = String::from_utf8_lossy(&files(out.path())[&name]).into_owned() + &name;
        assert_eq!(bytes.matches("hjordis-7").count(), bytes.matches("hjordis-77").count(), "{name}");
    }
    for gone in ["eins", "zwei", "begun", "audio"] {
        assert_eq!(holds(out.path(), &name(gone)), Vec::<String>::new(), "{gone}");
    }
    let ledger = Ledger::open(&out.path().join("ledger.db")).unwrap();
    let left = ledger.sessions(&Filter::default()).unwrap();
    assert_eq!(left.iter().map(|session| session.practitioner.as_str()).collect::<Vec<_>>(), ["hjordis-77"]);
    assert!(out.path().join(&left[0].folder).is_dir());
    assert_eq!(ledger.deletions().unwrap().len(), 1);
    let summary = fs_err::read_to_string(out.path().join("summary.csv")).unwrap();
    assert_eq!(summary.lines().count(), 2, "{summary}");
    assert!(forget(out.path(), &["--practitioner", "hjordis-7", "--yes"]).stderr.contains("nothing is known"));
}

#[test]
fn one_session_can_be_forgotten_and_half_a_forgetting_is_finished() {
    let out = TempDir::new().unwrap();
    let ledger = three(out.path());
    let whose = Whose::Session(short("eins"));
    let plan = ledger.plan_to_forget(&whose, out.path(), None).unwrap();
    assert_eq!((plan.folders.len(), plan.sessions), (1, 1));
    // Stopped after the folder went, before the ledger knew.
    fs_err::remove_dir_all(out.path().join(plan.folders.first().unwrap())).unwrap();
    drop(ledger);
    let done = forget(out.path(), &["--session", &short("eins"), "--yes"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(holds(out.path(), &name("eins")), Vec::<String>::new());
    let ledger = Ledger::open(&out.path().join("ledger.db")).unwrap();
    assert_eq!(ledger.sessions(&Filter::default()).unwrap().len(), 2);
}

#[test]
fn an_id_that_could_match_more_than_itself_is_refused() {
    let out = TempDir::new().unwrap();
    drop(three(out.path()));
    let before = files(out.path());
    for wrong in [["--practitioner", "%"], ["--practitioner", ""], ["--session", "%%%%%%%%"], ["--session", "65"]] {
        assert_eq!(forget(out.path(), &[&wrong[..], &["--yes"]].concat()).code, 1, "{wrong:?}");
    }
    assert!(forget(out.path(), &["--practitioner", "hjordis_7", "--yes"]).stderr.contains("nothing is known"));
    let left = files(out.path());
    assert!(before.iter().filter(|(name, _)| name.contains('/')).all(|(name, bytes)| left[name] == *bytes));
    assert_eq!(Ledger::open(&out.path().join("ledger.db")).unwrap().sessions(&Filter::default()).unwrap().len(), 3);
}

#[test]
fn notes_in_the_watched_folder_go_and_recordings_stay_and_are_named() {
    let (out, inbox) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    drop(three(out.path()));
    for (folder, file) in
        [("failed/hjordis-7", "x.m4a"), ("failed/hjordis-7", "x.m4a - gick inte.txt"), ("failed", "y.txt")]
    {
        fs_err::create_dir_all(inbox.path().join(folder)).unwrap();
        fs_err::write(inbox.path().join(folder).join(file), "").unwrap();
    }
    let inbox_path = inbox.path().to_string_lossy().into_owned();
    let done = forget(out.path(), &["--practitioner", "hjordis-7", "--yes", "--inbox", &inbox_path]);
    assert!(done.stderr.contains("x.m4a; delete it yourself"), "{}", done.stderr);
    assert_eq!(files(inbox.path()).into_keys().collect::<Vec<_>>(), ["failed/hjordis-7/x.m4a", "failed/y.txt"]);
}

fn at(ledger: Ledger, clock: fn() -> jiff::Timestamp) -> Ledger {
    ledger.by_clock(clock)
}

fn folders(removals: &[Removal]) -> Vec<&str> {
    removals.iter().map(|removal| removal.folder.as_str()).collect()
}

#[test]
fn what_is_old_is_planned_shown_and_only_then_removed() {
    let out = TempDir::new().unwrap();
    let path = out.path().join("ledger.db");
    let open = || Ledger::open(&path).unwrap();
    let periods = Periods {
        reports: Some("24 months".parse().unwrap()),
        ledger: Some("5 years".parse().unwrap()),
        notice: Notice("7 days".parse().unwrap()),
        ..Periods::default()
    };
    let then = at(open(), || "2024-11-21T12:00:00Z".parse().unwrap());
    let old = note(&then, "old", &stored("p-001", "2024-11-20", 3));
    let young = note(&at(open(), || "2026-01-01T12:00:00Z".parse().unwrap()), "new", &stored("p-001", "2026-01-01", 3));
    for folder in [&old, &young] {
        place_report(out.path(), folder, "p-001");
    }
    let before = at(open(), || "2026-11-20T12:00:00Z".parse().unwrap());
    assert!(before.plan_removals(&periods).unwrap().is_empty());
    let day = at(open(), || "2026-11-21T12:00:00Z".parse().unwrap());
    assert!(day.carry_out_removals(&periods, out.path()).unwrap().is_empty(), "what was not shown does not go");
    let plan = day.plan_removals(&periods).unwrap();
    assert_eq!((folders(&plan), plan[0].not_before.as_str()), (vec![old.as_str()], "2026-11-28T12:00:00Z"));
    let week = at(open(), || "2026-11-27T12:00:00Z".parse().unwrap());
    assert!(week.carry_out_removals(&periods, out.path()).unwrap().is_empty(), "its notice is not over");
    let over = at(open(), || "2026-11-28T12:00:00Z".parse().unwrap());
    assert_eq!(folders(&over.carry_out_removals(&periods, out.path()).unwrap()), [old.as_str()]);
    assert!(!out.path().join(&old).exists() && out.path().join(&young).exists());
    let kept = over.sessions(&Filter::default()).unwrap();
    assert_eq!(kept.iter().map(|s| s.report_removed).collect::<Vec<_>>(), [true, false], "the figures stay");
    // Years later the figures go as well; the young report goes first, then its figures in a later pass.
    let years = at(open(), || "2032-11-21T12:00:00Z".parse().unwrap());
    assert_eq!(years.plan_removals(&periods).unwrap().len(), 2);
    let later = at(open(), || "2032-12-21T12:00:00Z".parse().unwrap());
    assert_eq!(later.carry_out_removals(&periods, out.path()).unwrap().len(), 2);
    assert_eq!(later.sessions(&Filter::default()).unwrap().len(), 1);
    assert_eq!(holds(out.path(), &name("old")), Vec::<String>::new());
}

#[test]
fn a_clock_that_ran_ahead_removes_nothing_and_its_plan_is_dropped() {
    let out = TempDir::new().unwrap();
    let path = out.path().join("ledger.db");
    let periods = Periods { reports: Some("24 months".parse().unwrap()), ..Periods::default() };
    let now = at(Ledger::open(&path).unwrap(), || "2026-11-21T12:00:00Z".parse().unwrap());
    let folder = note(&now, "one", &stored("p-001", "2026-11-20", 3));
    place_report(out.path(), &folder, "p-001");
    let ahead = at(Ledger::open(&path).unwrap(), || "2099-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(ahead.plan_removals(&periods).unwrap().len(), 1);
    assert!(now.plan_removals(&periods).unwrap().is_empty());
    assert!(ahead.carry_out_removals(&periods, out.path()).unwrap().is_empty());
    assert!(out.path().join(folder).is_dir());
}

#[test]
fn retention_is_read_from_the_settings_and_shown_before_it_is_done() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("reports");
    fs_err::create_dir(&out).unwrap();
    let report = note(&Ledger::open(&out.join("ledger.db")).unwrap(), "one", &stored("p-001", "2026-10-14", 3));
    place_report(&out, &report, "p-001");
    let settings = "out = \"reports\"\n[retention]\nreports = \"0 days\"\nnotice = \"0 days\"\n";
    fs_err::write(folder.path().join("gensvar.toml"), settings).unwrap();
    let retention = |more: &[&str]| -> Value {
        let ending = gensvar().arg("retention").args(more).arg("--json").current_dir(folder.path()).output().unwrap();
        assert_eq!(ending.status.code(), Some(0), "{}", String::from_utf8_lossy(&ending.stderr));
        serde_json::from_slice(&ending.stdout).unwrap()
    };
    assert_eq!(retention(&[])["planned"][0]["folder"], report.as_str());
    assert!(out.join(&report).is_dir());
    let done = retention(&["--carry-out"]);
    assert_eq!((&done["removed"][0]["folder"], done["planned"].as_array().unwrap().len()), (&json!(report), 0));
    assert!(!out.join(&report).exists());
    fs_err::write(folder.path().join("gensvar.toml"), "out = \"reports\"\n[retention]\nreports = \"soon\"\n").unwrap();
    let wrong = gensvar().arg("retention").current_dir(folder.path()).output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("24 months"));
}

#[test]
fn a_recording_that_failed_goes_with_its_note_when_its_time_is_over() {
    let folder = TempDir::new().unwrap();
    let (out, failed) = (folder.path().join("reports"), folder.path().join("inbox/failed/p-001"));
    fs_err::create_dir_all(&out).unwrap();
    fs_err::create_dir_all(&failed).unwrap();
    for (file, content) in [("x.m4a", "old"), ("x.toml", ""), ("x.m4a - gick inte.txt", ""), ("y.m4a", "young")] {
        fs_err::write(failed.join(file), content).unwrap();
    }
    let hash = |text: &str| sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let periods = Periods {
        failed: Some("30 days".parse().unwrap()),
        failed_in: Some(folder.path().join("inbox/failed")),
        ..Periods::default()
    };
    let open = || Ledger::open(&out.join("ledger.db")).unwrap();
    at(open(), || "2026-01-01T00:00:00Z".parse().unwrap()).failed(&hash("old"), None, "audio").unwrap();
    at(open(), || "2026-02-20T00:00:00Z".parse().unwrap()).failed(&hash("young"), None, "audio").unwrap();
    assert_eq!(at(open(), || "2026-02-21T00:00:00Z".parse().unwrap()).plan_removals(&periods).unwrap().len(), 1);
    let over = at(open(), || "2026-03-01T00:00:00Z".parse().unwrap());
    assert_eq!(over.carry_out_removals(&periods, &out).unwrap().len(), 1);
    assert_eq!(files(&folder.path().join("inbox")).into_keys().collect::<Vec<_>>(), ["failed/p-001/y.m4a"]);
}
