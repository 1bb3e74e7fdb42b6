//! Killed at any instant, two at once, folders gone, disks full, ledger locked: nothing lost, nothing twice,
//! nothing deleted too early, and the work goes on by itself.

use std::process::Command as Process;
use std::time::Duration;

use rusqlite::Connection;

use super::place::{Place, hash, recording};
use super::torture::{Ordeal, Policy};
use crate::support::fixture;

#[test]
#[cfg(unix)]
fn killed_at_any_instant_nothing_is_lost_or_doubled() {
    for policy in [Policy::Delete, Policy::Keep] {
        let sum =
            Ordeal { kills: 8, recordings: 4, watchers: 1, policy, longest_life: Duration::from_secs(2) }.endure();
        assert_eq!((sum.lost, sum.doubled, sum.half), (0, 0, 0), "{sum:?}");
    }
}

#[test]
#[cfg(unix)]
fn asked_to_stop_it_stops_and_keeps_the_work() {
    for (signal, code) in [("TERM", 0), ("INT", 130)] {
        let place = Place::new();
        fs_err::copy(fixture("demo/kort.wav"), place.inbox("kort.wav")).unwrap();
        let mut watcher = place.watch(&[]);
        place.wait_for("it is being heard", || {
            place.inbox("working/kort.wav").exists() && place.out("ledger.db").exists()
        });
        watcher.signal(signal);
        assert_eq!(watcher.code(), Some(code));
        assert_eq!(place.status()["state"]["kind"], "stopped");
        assert_eq!(place.recordings().len(), 1);
        if place.reports().is_empty() {
            assert!(place.inbox("working/kort.wav").exists());
        }
        assert_eq!(place.until_empty(&[]), Some(0));
        assert_eq!(place.reports().len(), 1);
        assert!(place.inbox("done/kort.wav").exists());
    }
}

#[test]
fn a_second_watcher_stands_by_and_takes_over() {
    let place = Place::new();
    let first = place.watch(&[]);
    place.wait_for("the first watches", || place.status()["state"]["kind"] == "watching");
    let second = place.watch(&[]);
    place.wait_for("the second stands by", || place.log().contains("standing by"));
    place.drop_in("a.wav", &recording(0));
    place.wait_for("a is done", || place.inbox("done/a.wav").exists());
    drop(first);
    place.drop_in("b.wav", &recording(1));
    place.wait_for("b is done", || place.inbox("done/b.wav").exists());
    drop(second);
    assert_eq!((place.reports().len(), place.ledger().len()), (2, 2));
}

#[test]
fn a_folder_that_goes_away_is_waited_for_and_never_made_anew() {
    let place = Place::new();
    let _watcher = place.watch(&[]);
    place.wait_for("it watches", || place.status()["state"]["kind"] == "watching");
    for name in ["OUT", "INBOX"] {
        let (there, away) = (place.root().join(name), place.root().join("away"));
        fs_err::rename(&there, &away).unwrap();
        if name == "OUT" {
            place.drop_in("a.wav", &recording(0));
        }
        let cause = if name == "OUT" { "OutGone" } else { "InboxGone" };
        place.wait_for("it is missed", || place.log().contains(cause));
        // Some looks more.
        std::thread::sleep(Duration::from_secs(2));
        assert!(!there.exists(), "{name} was made anew while its share is away");
        fs_err::rename(&away, &there).unwrap();
        let recording = if name == "OUT" { "a.wav" } else { "b.wav" };
        if name == "INBOX" {
            place.drop_in("b.wav", &recording_of("b"));
        }
        place.wait_for("work goes on", || place.inbox("done").join(recording).exists());
    }
    assert_eq!(place.reports().len(), 2);
}

fn recording_of(name: &str) -> Vec<u8> {
    recording(u16::from(name.as_bytes()[0]))
}

#[test]
fn a_share_that_is_an_empty_folder_while_it_is_away_gets_no_reports() {
    let place = Place::new();
    place.drop_in("a.wav", &recording(0));
    assert_eq!(place.until_empty(&[]), Some(0));
    // What stands in a mount point's place when nothing is mounted.
    fs_err::rename(place.out(""), place.root().join("mounted")).unwrap();
    fs_err::create_dir(place.out("")).unwrap();
    place.drop_in("b.wav", &recording(1));
    assert_eq!(place.until_empty(&[]), Some(3));
    assert!(place.reports().is_empty() && place.inbox("b.wav").exists());
    fs_err::remove_dir(place.out("")).unwrap();
    fs_err::rename(place.root().join("mounted"), place.out("")).unwrap();
    assert_eq!(place.until_empty(&[]), Some(0));
    assert_eq!(place.reports().len(), 2);
}

#[test]
fn a_missing_model_ends_a_scheduled_run_and_loses_nothing() {
    let place = Place::new();
    place.drop_in("a.wav", &recording(0));
    let mut command = place.command(&["--until-empty", "--speech-model", "kb-whisper-small"]);
    let home = place.root().join("no-home");
    let ended = command.env("HOME", &home).env("XDG_DATA_HOME", &home).status().unwrap();
    assert_eq!(ended.code(), Some(3));
    assert_eq!(place.recordings().len(), 1);
    assert!(!place.inbox("failed").exists(), "the recording is not at fault");
    assert_eq!(place.until_empty(&[]), Some(0));
    assert!(place.inbox("done/a.wav").exists());
}

#[test]
fn a_locked_ledger_is_waited_for() {
    let place = Place::new();
    place.drop_in("a.wav", &recording(0));
    assert_eq!(place.until_empty(&[]), Some(0));
    let lock = Connection::open(place.out("ledger.db")).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let _watcher = place.watch(&["--policy", "delete"]);
    place.drop_in("b.wav", &recording(1));
    place.wait_for("it pauses", || place.status()["state"]["cause"] == "ledger");
    assert_eq!(place.recordings().len(), 2, "nothing is deleted");
    lock.execute_batch("ROLLBACK").unwrap();
    place.wait_for("it goes on", || place.reports().len() == 2 && place.recordings().len() == 1);
    place.wait_for("the pause is over", || place.status()["state"]["kind"] == "watching");
}

/// A file system of this many KiB at `at`, or not: only an administrator may have one.
fn small_disk(at: &std::path::Path, kib: u32) -> bool {
    fs_err::create_dir_all(at).unwrap();
    let mounted = Process::new("mount").args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"]).arg(at).output();
    mounted.is_ok_and(|mounted| mounted.status.success())
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_stops_the_work_until_there_is_room() {
    let place = Place::new();
    if !small_disk(&place.out(""), 6_000) {
        eprintln!("NOT TESTED: a full disk (only root may mount a small one)");
        return;
    }
    let full = |place: &Place| {
        fs_err::write(place.out("ballast"), vec![1; 64 << 10]).unwrap();
        let mut ballast = fs_err::OpenOptions::new().append(true).open(place.out("ballast")).unwrap();
        while std::io::Write::write_all(&mut ballast, &[1; 4096]).is_ok() {}
    };
    let watcher = place.watch(&["--policy", "delete"]);
    place.wait_for("it watches", || place.status()["state"]["kind"] == "watching");
    full(&place);
    place.drop_in("a.wav", &recording(0));
    place.wait_for("it pauses", || place.log().contains("DiskFull"));
    assert!(place.recordings().contains_key(&hash(&recording(0))), "the recording is lost");
    assert!(!place.inbox("failed").exists(), "the recording is not at fault");
    fs_err::remove_file(place.out("ballast")).unwrap();
    place.wait_for("it goes on", || place.recordings().is_empty());
    drop(watcher);
    assert_eq!((place.reports().len(), place.ledger().len()), (1, 1));
    assert!(Process::new("umount").arg(place.out("")).status().unwrap().success());
}
