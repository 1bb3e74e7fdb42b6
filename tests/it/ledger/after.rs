//! What follows a report: one report a recording whatever its names, deletion only after all else, and told.

use std::path::{Path, PathBuf};

use gensvar::audio::limits::Limits;
use gensvar::audio::recording::RecordingFile;
use gensvar::ledger::Ledger;
use gensvar::ledger::deletions::Disposal;
use gensvar::schedule::after::{self, Policy};
use gensvar::schedule::error::SessionError;
use gensvar::schedule::identity::Identity;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::{files, fixture, reports, run_demo, run_demo_into};

const DAY: [&str; 2] = ["--date", "2026-03-04"];

/// Copies of the shortest recording with speech, by these names.
fn recordings(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    let copy = |name: &&str| {
        let path = folder.join(name);
        fs_err::copy(fixture("audio/wav-s16-16000.wav"), &path).unwrap();
        path
    };
    names.iter().map(copy).collect()
}

/// What the only report in `out` says of its recording, and when it went.
fn told(out: &Path) -> (String, Option<String>) {
    let found: Vec<_> = reports(out).into_iter().filter(|(name, _)| name.ends_with("session.json")).collect();
    assert_eq!(found.len(), 1, "one recording, one report");
    let session: Value = serde_json::from_slice(&found[0].1).unwrap();
    (session["recording"].as_str().unwrap().to_owned(), session["recording_gone_at"].as_str().map(str::to_owned))
}

fn ledger(out: &Path) -> Ledger {
    Ledger::open(&out.join("ledger.db")).unwrap()
}

/// A run over one recording that kept it: the recording, how it is called, its report's folder.
fn reported(folder: &Path, out: &Path) -> (RecordingFile, Identity, PathBuf) {
    let path = recordings(folder, &["one.wav"]).remove(0);
    assert_eq!(run_demo_into(out, &[&path], &DAY).code, 0);
    let session = ledger(out).sessions(&Default::default()).unwrap().remove(0);
    let report = out.join(&session.folder);
    let json: Value = serde_json::from_slice(&fs_err::read(report.join("session.json")).unwrap()).unwrap();
    let identity = Identity {
        session: session.session,
        audio: session.audio.unwrap(),
        fingerprint: json["fingerprint"].as_str().unwrap().to_owned(),
        models: String::new(),
        settings: String::new(),
    };
    (RecordingFile::open(&path, &Limits::default()).unwrap(), identity, report)
}

#[test]
fn the_same_recording_under_two_names_has_one_report_and_both_files_go() {
    let folder = TempDir::new().unwrap();
    let names = recordings(folder.path(), &["Anna Svensson.wav", "kopia.wav"]);
    fs_err::write(folder.path().join("kopia.toml"), "").unwrap();
    let (out, ending) = run_demo(&[folder.path()], &[&DAY[..], &["--delete-recordings", "--jobs", "2"]].concat());
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    assert!(files(folder.path()).is_empty(), "the recordings and the sidecar are gone: {names:?}");
    let (fate, at) = told(out.path());
    assert_eq!(fate, "deleted");
    let deletions = ledger(out.path()).deletions().unwrap();
    assert_eq!(deletions.len(), 2);
    assert!(deletions.iter().all(|d| d.done_at.is_some() && d.told && d.place.is_none()));
    assert!(deletions.iter().any(|d| d.done_at == at), "the report gives the time of the ledger");
    let page = reports(out.path()).into_iter().find(|(name, _)| name.ends_with("report.html")).unwrap().1;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("Inspelningen raderades från datorn 20") && !page.contains("ska raderas"));
}

#[test]
fn a_run_that_deletes_can_be_given_the_same_names_again() {
    let folder = TempDir::new().unwrap();
    let paths = recordings(folder.path(), &["one.wav"]);
    let missing = folder.path().join("two.wav");
    let run = |out: &Path, input: &[&Path]| run_demo_into(out, input, &[&DAY[..], &["--delete-recordings"]].concat());
    let out = TempDir::new().unwrap();
    let wrong = run(out.path(), &[&paths[0], &missing]);
    assert_eq!(wrong.code, 1, "at first a name that is not there is a mistake");
    assert!(paths[0].exists() && files(out.path()).is_empty());
    assert_eq!(run(out.path(), &[&paths[0]]).code, 0);
    let again = run(out.path(), &[&paths[0]]);
    assert_eq!(again.code, 2, "{}", again.stderr);
    assert!(again.stderr.contains("one.wav is not there"), "{}", again.stderr);
    assert_eq!(run(out.path(), &[folder.path()]).code, 0, "an empty folder is done");
}

#[test]
fn nothing_is_deleted_unless_asked_and_an_earlier_report_then_tells_it() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let path = recordings(folder.path(), &["one.wav"]).remove(0);
    assert_eq!(run_demo_into(out.path(), &[&path], &DAY).code, 0);
    assert!(path.exists());
    assert_eq!(told(out.path()), ("kept".to_owned(), None));
    let again = run_demo_into(out.path(), &[&path], &[&DAY[..], &["--delete-recordings", "--json"]].concat());
    assert!(again.stdout.contains("already-there"), "{}", again.stdout);
    assert!(!path.exists());
    assert_eq!(told(out.path()).0, "deleted");
}

#[test]
fn new_wishes_replace_the_report_and_a_report_that_was_removed_is_made_again() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let path = recordings(folder.path(), &["one.wav"]).remove(0);
    for practitioner in ["p-001", "p-002"] {
        let ending = run_demo_into(out.path(), &[&path], &[&DAY[..], &["--practitioner", practitioner]].concat());
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let sessions = ledger(out.path()).sessions(&Default::default()).unwrap();
        assert_eq!(sessions.len(), 1);
        assert!(sessions[0].folder.starts_with(practitioner) && out.path().join(&sessions[0].folder).is_dir());
        told(out.path());
    }
    let folder = ledger(out.path()).sessions(&Default::default()).unwrap().remove(0).folder;
    fs_err::remove_dir_all(out.path().join(&folder)).unwrap();
    let again = run_demo_into(out.path(), &[&path], &[&DAY[..], &["--practitioner", "p-002", "--json"]].concat());
    assert!(again.stdout.contains("\"reported\""), "{}", again.stdout);
    assert!(out.path().join(folder).is_dir());
}

#[test]
fn a_recording_that_changed_or_cannot_go_stays_and_no_plan_is_left() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (file, identity, report) = reported(folder.path(), out.path());
    let ledger = ledger(out.path());
    let settle = |policy| after::settle(&ledger, &identity, &file, &report, &policy, &Limits::default());
    let blocked = out.path().join("summary.csv");
    assert!(matches!(settle(Policy::Move(blocked)), Err(SessionError::NotSettled(_))), "no folder to move it to");
    assert!(file.path().exists());
    let mut longer = fs_err::read(file.path()).unwrap();
    longer.extend([0; 64]);
    fs_err::write(file.path(), longer).unwrap();
    assert!(matches!(settle(Policy::Delete), Err(SessionError::NotSettled(_))), "somebody records into it");
    assert!(file.path().exists());
    fs_err::copy(fixture("audio/wav-s16-16000.wav"), file.path()).unwrap();
    fs_err::remove_file(report.join("report.html")).unwrap();
    assert!(matches!(settle(Policy::Delete), Err(SessionError::NotSettled(_))), "there is no whole report");
    assert!(file.path().exists());
    assert!(ledger.deletions().unwrap().is_empty());
}

#[test]
fn a_moved_recording_takes_no_other_files_name() {
    let (folder, out, done) = (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let (file, identity, report) = reported(folder.path(), out.path());
    fs_err::write(done.path().join("one.wav"), "another recording").unwrap();
    fs_err::write(file.path().with_extension("toml"), "").unwrap();
    fs_err::write(file.path().with_extension("txt"), "somebody's own").unwrap();
    let policy = Policy::Move(done.path().to_owned());
    after::settle(&ledger(out.path()), &identity, &file, &report, &policy, &Limits::default()).unwrap();
    assert_eq!(files(folder.path()).into_keys().collect::<Vec<_>>(), ["one.txt"]);
    assert!(done.path().join("one (2).toml").is_file(), "its sidecar goes with it, under its name");
    assert_eq!(fs_err::read(done.path().join("one.wav")).unwrap(), b"another recording");
    let moved = fs_err::read(done.path().join("one (2).wav")).unwrap();
    assert!(moved == fs_err::read(fixture("audio/wav-s16-16000.wav")).unwrap());
    assert_eq!(told(out.path()).0, "moved");
}

#[test]
fn a_deletion_that_was_done_and_not_noted_is_noted_and_told_at_the_next_start() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (file, identity, _) = reported(folder.path(), out.path());
    // As the program plans it, stopped right after the file went.
    let place = fs_err::canonicalize(folder.path()).unwrap();
    let place = Sha256::digest([identity.audio.as_bytes(), place.as_os_str().as_encoded_bytes()].concat());
    let place: String = place.iter().map(|byte| format!("{byte:02x}")).collect();
    ledger(out.path()).plan_deletion(&identity.audio, &identity.session, Disposal::Delete, &place).unwrap();
    let input = [folder.path()];
    let elsewhere = TempDir::new().unwrap();
    recordings(elsewhere.path(), &["other.wav"]);
    assert_eq!(run_demo_into(out.path(), &[elsewhere.path()], &DAY).code, 0);
    assert_eq!(ledger(out.path()).unfinished_deletions().unwrap().len(), 1, "another folder says nothing about it");
    fs_err::rename(file.path(), folder.path().join("renamed.wav")).unwrap();
    assert_eq!(run_demo_into(out.path(), &input, &DAY).code, 0);
    assert_eq!(told(out.path()).0, "kept", "it is still there, under another name");
    fs_err::remove_file(folder.path().join("renamed.wav")).unwrap();
    recordings(folder.path(), &["one.txt"]);
    fs_err::write(folder.path().join("one.txt"), "something else").unwrap();
    run_demo_into(out.path(), &input, &[&DAY[..], &["--delete-recordings"]].concat());
    assert!(ledger(out.path()).unfinished_deletions().unwrap().is_empty());
    assert_eq!(told(out.path()).0, "deleted");
}

#[test]
fn a_recording_that_brings_the_program_down_is_not_met_for_ever() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (file, identity, _) = reported(folder.path(), out.path());
    for path in fs_err::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { fs_err::remove_dir_all(path).unwrap() } else { fs_err::remove_file(path).unwrap() }
    }
    let ledger = ledger(out.path());
    for _ in 0..20 {
        ledger.claim(&super::claim(&identity.session, "f")).unwrap();
    }
    drop(ledger);
    let given_up = run_demo_into(out.path(), &[file.path()], &DAY);
    assert_eq!(given_up.code, 2);
    assert!(given_up.stderr.contains("stopped 20 times"), "{}", given_up.stderr);
    assert_eq!(run_demo_into(out.path(), &[file.path()], &DAY).code, 0, "when it is given again it is tried again");
}
