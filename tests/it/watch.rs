//! `gensvar watch` as an IT department runs it: what is dropped becomes a report, and nothing is ever lost.

/// Faults: killed, full, gone, locked.
mod faults;
/// A watched folder and its watchers.
mod place;
/// Half an hour of killing.
mod torture;

use std::io::Write;
use std::time::Duration;

use serde_json::Value;

use crate::support::{files, gensvar};
use place::{Place, hash, recording};

#[test]
fn whatever_way_a_recording_comes_it_gets_one_report() {
    let place = Place::new();
    place.drop_in("there-before.wav", &recording(0));
    let _watcher = place.watch(&[]);
    place.wait_for("the first is taken", || !place.inbox("there-before.wav").exists());
    // Copied slowly, by a program that uses the final name.
    let bytes = recording(1);
    let mut slow = fs_err::File::create(place.inbox("slow.wav")).unwrap();
    for piece in bytes.chunks(bytes.len() / 8) {
        slow.write_all(piece).unwrap();
        slow.sync_all().unwrap();
        assert!(place.inbox("slow.wav").exists(), "it was taken before it was whole");
        std::thread::sleep(Duration::from_millis(250));
    }
    drop(slow);
    // By one that renames.
    place.drop_in("renamed.wav.part", &recording(2));
    fs_err::rename(place.inbox("renamed.wav.part"), place.inbox("renamed.wav")).unwrap();
    // A whole folder, with a sidecar, moved in.
    let outside = place.root().join("p-017");
    fs_err::create_dir(&outside).unwrap();
    fs_err::write(outside.join("Samtal med Annika.wav"), recording(3)).unwrap();
    fs_err::write(outside.join("Samtal med Annika.toml"), "date = 2026-03-04").unwrap();
    fs_err::rename(&outside, place.inbox("p-017")).unwrap();
    // What is no recording, or not yet.
    for (name, bytes) in
        [("~$x.wav", "x"), (".hidden.wav", "x"), ("empty.wav", ""), ("minutes.docx", "x"), ("x.m4a.crdownload", "x")]
    {
        place.drop_in(name, bytes.as_bytes());
    }
    place.wait_for("four are done", || {
        place.inbox("done").is_dir()
            && place.recordings().values().flatten().filter(|name| name.starts_with("done/")).count() == 4
    });
    place.wait_for("the status says so", || {
        place.status()["done_today"]["total"] == 4 && place.status()["working"].is_null()
    });
    assert_eq!(place.reports().len(), 4);
    assert!(
        place.reports().contains(&format!("p-017-2026-03-04-{}", short_session(&place, 3))),
        "{:?}",
        place.reports()
    );
    assert!(place.inbox("done/p-017/Samtal med Annika.toml").exists());
    for left in ["~$x.wav", ".hidden.wav", "empty.wav", "minutes.docx", "x.m4a.crdownload"] {
        assert!(place.inbox(left).exists(), "{left} was not left alone");
    }
    let status = place.status();
    assert_eq!((&status["left"]["other"], &status["left"]["unfinished"]), (&1.into(), &3.into()), "{status}");
    // A name is personal data.
    for (name, bytes) in files(&place.out("")).into_iter().chain(files(&place.root().join("log"))) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!name.to_lowercase().contains("annika") && !text.contains("annika"), "{name}");
        assert!(!text.contains("there-before") && !text.contains("slow.wav"), "{name}");
    }
}

/// The name of the session of recording `number`, as its folder ends.
fn short_session(place: &Place, number: u16) -> String {
    let audio = hash(&recording(number));
    let row = place.ledger().into_iter().find(|(of, _)| *of == audio).unwrap();
    row.1.rsplit('-').next().unwrap().to_owned()
}

#[test]
fn what_fails_says_why_and_is_tried_again_when_it_is_put_back() {
    let place = Place::new();
    place.drop_in("p-1/cut.wav", &recording(0)[..30]);
    place.drop_in("Anna Andersson/x.wav", &recording(1));
    assert_eq!(place.until_empty(&[]), Some(2));
    let note = fs_err::read_to_string(place.inbox("failed/p-1/cut.wav - fel.txt")).unwrap();
    assert!(note.contains("cut.wav") && note.contains("Kopiera inspelningen på nytt"), "{note}");
    let note = fs_err::read_to_string(place.inbox("failed/Anna Andersson/x.wav - fel.txt")).unwrap();
    assert!(note.contains("p-017") && note.ends_with("gensvar: practitioner\n"), "{note}");
    assert_eq!(place.status()["failed"]["total"], 2);
    assert!(!fs_err::read_to_string(place.out("status.html")).unwrap().contains("Anna"));
    // One is put where it belongs; the other is copied anew in place of the broken one.
    fs_err::create_dir(place.inbox("p-2")).unwrap();
    fs_err::rename(place.inbox("failed/Anna Andersson/x.wav"), place.inbox("p-2/x.wav")).unwrap();
    fs_err::remove_file(place.inbox("failed/p-1/cut.wav")).unwrap();
    place.drop_in("p-1/cut.wav", &recording(0));
    assert_eq!(place.until_empty(&[]), Some(0));
    assert_eq!(place.reports().len(), 2);
    assert!(
        !files(&place.inbox("failed")).keys().any(|name| name.ends_with(".txt")),
        "notes without their recording stay"
    );
}

#[test]
fn a_sidecar_that_comes_late_makes_the_report_anew() {
    let place = Place::new();
    place.drop_in("x.wav", &recording(0));
    assert_eq!(place.until_empty(&[]), Some(0));
    assert!(place.reports()[0].starts_with("anonym-"), "{:?}", place.reports());
    // Another person, another day, and another part: a session of its own name.
    place.drop_in("x.toml", b"practitioner = \"p-5\"\ndate = 2026-03-04\nsegment = \"whole\"");
    let watcher = place.watch(&[]);
    place.wait_for("the sidecar is used", || place.reports().iter().any(|name| name.starts_with("p-5-2026-03-04")));
    place.wait_for("the recording is done", || {
        place.inbox("done/x.wav").exists() && place.inbox("done/x.toml").exists()
    });
    drop(watcher);
    assert_eq!(place.reports().len(), 1, "the old report is replaced: {:?}", place.reports());
    assert_eq!(place.ledger().len(), 1);
}

#[test]
fn a_sidecar_that_comes_when_the_recording_is_deleted_is_answered() {
    let place = Place::new();
    place.drop_in("x.wav", &recording(0));
    let _watcher = place.watch(&["--policy", "delete"]);
    place.wait_for("it is deleted", || place.status()["done_today"]["total"] == 1);
    place.drop_in("x.toml", b"practitioner = \"p-5\"");
    place.wait_for("the note is there", || place.inbox("failed/x.toml - fel.txt").exists());
    place.wait_for("the sidecar is there", || place.inbox("failed/x.toml").exists() && !place.inbox("x.toml").exists());
    assert_eq!(place.reports().len(), 1);
}

#[test]
fn the_same_recording_under_two_names_is_reported_once_and_both_files_go() {
    let place = Place::new();
    place.drop_in("a.wav", &recording(0));
    place.drop_in("copy of a.wav", &recording(0));
    place.drop_in("b.toml", b"goal = \"sova mer\"");
    place.drop_in("b.wav", &recording(1));
    assert_eq!(place.until_empty(&["--policy", "delete"]), Some(0));
    assert_eq!((place.reports().len(), place.ledger().len()), (2, 2));
    assert_eq!(files(&place.inbox("")).into_keys().collect::<Vec<_>>(), [".gensvar.lock"]);
}

#[test]
fn recordings_are_moved_where_the_policy_wants_them() {
    let place = Place::new();
    let archive = place.root().join("archive");
    let to = archive.to_string_lossy().into_owned();
    assert_eq!(place.until_empty(&["--move-to", &to]), Some(1), "the folder must be there");
    fs_err::create_dir(&archive).unwrap();
    place.drop_in("p-3/a.wav", &recording(0));
    place.drop_in("p-3/a.toml", b"");
    assert_eq!(place.until_empty(&["--policy", "move", "--move-to", &to]), Some(0));
    assert_eq!(files(&archive).into_keys().collect::<Vec<_>>(), ["p-3/a.toml", "p-3/a.wav"]);
    let report = fs_err::read_to_string(place.out(&place.reports()[0]).join("session.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&report).unwrap()["recording"], "moved");
}

#[test]
fn init_makes_a_folder_that_can_be_watched_and_overwrites_nothing() {
    let place = Place::new();
    let dir = place.root().join("mi");
    let init = |more: &[&str]| gensvar().arg("init").arg(&dir).args(more).output().unwrap();
    let made =
        init(&["--yes", "--language", "nb", "--policy", "delete", "--practitioner", "p-9", "--retention", "2 years"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let written = files(&dir);
    let names: Vec<_> = written.keys().map(String::as_str).collect();
    assert_eq!(names, ["INBOX/LES MEG.txt", "OUT/LES MEG.txt", "gensvar.toml"]);
    assert!(String::from_utf8_lossy(&written["INBOX/LES MEG.txt"]).contains("sletter programmet opptaket"));
    assert_eq!(init(&["--yes"]).status.code(), Some(1));
    assert_eq!(files(&dir), written);
    fs_err::write(dir.join("INBOX/x.wav"), recording(0)).unwrap();
    let config = dir.join("gensvar.toml");
    let watched = gensvar()
        .args(["watch", "--until-empty", "--settle", "0", "--poll", "0", "--pipeline", "demo", "--config"])
        .arg(&config)
        .output()
        .unwrap();
    assert_eq!(watched.status.code(), Some(0), "{}", String::from_utf8_lossy(&watched.stderr));
    assert!(!dir.join("INBOX/x.wav").exists());
    assert!(files(&dir.join("OUT")).keys().any(|name| name.starts_with("p-9-") && name.ends_with("report.html")));
    let status = gensvar().args(["status", "--json", "--config"]).arg(&config).output().unwrap();
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(
        (&status["schema"], &status["running"], &status["done_today"]["total"]),
        (&1.into(), &false.into(), &1.into())
    );
    let page = fs_err::read_to_string(dir.join("OUT/status.html")).unwrap();
    assert!(page.contains("lang=\"nb\"") && page.contains("slettet"), "{page}");
}

#[test]
fn init_asks_what_no_flag_says() {
    let place = Place::new();
    let dir = place.root().join("mi");
    let answers = "sv\n\n\ndelete\n\n";
    let made = gensvar().arg("init").arg(&dir).write_stdin(answers).output().unwrap();
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let config = fs_err::read_to_string(dir.join("gensvar.toml")).unwrap();
    assert!(config.contains("policy = \"delete\"") && config.contains("# practitioner ="), "{config}");
    let wrong =
        gensvar().arg("init").arg(place.root().join("b")).args(["--yes", "--practitioner", "Anna S"]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
}

#[test]
fn wrong_use_is_said_and_makes_nothing() {
    let place = Place::new();
    for wrong in [&["--policy", "move"][..], &["--settle", "-1"], &["--policy", "burn"], &["--out", "INBOX/reports"]] {
        let mut command = gensvar();
        command.current_dir(place.root()).args(["watch", "INBOX", "--until-empty"]);
        if wrong[0] != "--out" {
            command.args(["--out", "OUT"]);
        }
        let ending = command.args(wrong).output().unwrap();
        assert_eq!(ending.status.code(), Some(1), "{wrong:?}: {}", String::from_utf8_lossy(&ending.stderr));
    }
    assert!(files(place.root()).is_empty());
}
