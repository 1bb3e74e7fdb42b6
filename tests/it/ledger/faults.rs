//! Killed at any instant, no space, no permission: nothing lost, nothing twice, nothing deleted too early.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gensvar::ledger::Ledger;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::{files, fixture, gensvar, reports, run_demo_into};

/// What a person who runs the tests should know.
fn say(text: &str) {
    let mut terminal = std::io::stderr();
    writeln!(terminal, "{text}").unwrap();
}

/// `count` different recordings, and a copy of the first under another name; their hashes.
fn recordings(folder: &Path, count: u8) -> Vec<String> {
    let original = fs_err::read(fixture("audio/wav-s16-16000.wav")).unwrap();
    let hashes = (0..count).map(|number| {
        // The last sample differs: nobody hears it, and it is another recording.
        let mut bytes = original.clone();
        let last = bytes.len() - 2;
        bytes[last] = number;
        fs_err::write(folder.join(format!("recording-{number}.wav")), &bytes).unwrap();
        Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    });
    let hashes = hashes.collect();
    fs_err::copy(folder.join("recording-0.wav"), folder.join("the same.wav")).unwrap();
    hashes
}

/// The hashes of the recordings that are there.
fn there(folder: &Path) -> Vec<String> {
    let hash = |bytes: &Vec<u8>| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    files(folder).values().map(hash).collect()
}

/// The visible report folders in `out`; each must be whole.
fn whole_reports(out: &Path) -> usize {
    let mut folders: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for (name, bytes) in reports(out) {
        let path = PathBuf::from(&name);
        let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { continue };
        if name.starts_with('.') || name.contains("/.") {
            continue;
        }
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        match file.as_str() {
            "session.json" => drop(serde_json::from_slice::<Value>(&bytes).expect("a half session.json is visible")),
            "report.html" => assert!(bytes.trim_ascii_end().ends_with(b"</html>"), "a half report is visible"),
            _ => {}
        }
        folders.entry(folder.to_owned()).or_default().push(file);
    }
    for (folder, files) in &folders {
        assert_eq!(files, &["codes.csv", "report.html", "session.json"], "{}", folder.display());
    }
    folders.len()
}

/// A recording that is gone has its report noted in the ledger, and that report is on the disk.
fn nothing_is_lost(input: &Path, out: &Path, hashes: &[String]) {
    whole_reports(out);
    let path = out.join("ledger.db");
    if !path.exists() {
        assert_eq!(there(input).len(), hashes.len() + 1);
        return;
    }
    let sessions = Ledger::open(&path).unwrap().sessions(&Default::default()).unwrap();
    let there = there(input);
    for hash in hashes.iter().filter(|hash| !there.contains(hash)) {
        let session = sessions.iter().find(|session| session.audio.as_ref() == Some(hash));
        let session = session.expect("a recording was deleted before its report was noted");
        assert!(out.join(&session.folder).join("report.html").is_file(), "a recording was deleted before its report");
    }
}

#[test]
#[cfg(unix)]
fn killed_at_any_instant_no_recording_is_lost_or_reported_twice() {
    kill(12, 5);
}

#[test]
#[cfg(unix)]
#[ignore = "takes minutes: the same with more of everything"]
fn killed_very_often_no_recording_is_lost_or_reported_twice() {
    kill(200, 60);
}

/// Kills a run over `count` recordings that deletes them, `kills` times, looking each time; then lets it end.
fn kill(kills: usize, count: u8) {
    let (input, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let hashes = recordings(input.path(), count);
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    say(&format!("seed {seed}"));
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let run = ["run", "--pipeline", "demo", "--date", "2026-03-04", "--delete-recordings", "--out"];
    let mut under_way = 0;
    for kill in 0..kills {
        let mut child = Process::new(assert_cmd::cargo::cargo_bin("gensvar"))
            .args(run)
            .arg(out.path())
            .arg(input.path())
            .args(["--jobs", if kill % 2 == 0 { "1" } else { "2" }])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Either some time after the start, or right when a recording goes: that is where the order matters.
        let before = files(input.path()).len();
        for _ in 0..random.random_range(20..250) {
            std::thread::sleep(Duration::from_millis(10));
            if kill % 3 == 0 && files(input.path()).len() < before {
                break;
            }
        }
        under_way += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        nothing_is_lost(input.path(), out.path(), &hashes);
    }
    let last = gensvar().args(run).arg(out.path()).arg(input.path()).output().unwrap();
    assert_eq!(last.status.code(), Some(0), "{}", String::from_utf8_lossy(&last.stderr));
    nothing_is_lost(input.path(), out.path(), &hashes);
    assert!(there(input.path()).is_empty());
    say(&format!("killed {under_way} times under way, {count} recordings: none lost, doubled or half"));
    assert!(under_way > kills / 4, "too few kills met the program at work");
    assert_eq!(whole_reports(out.path()), hashes.len(), "a recording has one report");
    let ledger = Ledger::open(&out.path().join("ledger.db")).unwrap();
    assert!(ledger.unfinished_deletions().unwrap().is_empty());
    let deletions = ledger.deletions().unwrap();
    assert_eq!(deletions.len(), hashes.len() + 1, "each file's deletion is noted once");
    assert!(hashes.iter().all(|hash| deletions.iter().any(|deletion| deletion.audio == *hash)));
    for (name, bytes) in reports(out.path()) {
        assert!(
            !name.ends_with("session.json") || String::from_utf8_lossy(&bytes).contains("\"recording\": \"deleted\"")
        );
        assert!(!name.contains(".new") && !name.contains(".old") && !name.contains(".removed"), "{name} was left");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn without_space_nothing_is_lost_and_work_goes_on_when_there_is_some() {
    let (input, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let hashes = recordings(input.path(), 1);
    let program = assert_cmd::cargo::cargo_bin("gensvar");
    // No file may grow beyond so many blocks of 512 bytes: the ledger, the page and the table meet it in turn.
    for blocks in ["0", "8", "40", "60", "100"] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let ending = Process::new("sh")
            .args(["-c", &script])
            .arg(&program)
            .args(["run", "--pipeline", "demo", "--date", "2026-03-04", "--delete-recordings", "--out"])
            .arg(out.path())
            .arg(input.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ending.stderr);
        assert!(matches!(ending.status.code(), Some(0 | 2 | 3)), "{blocks}: {said}");
        nothing_is_lost(input.path(), out.path(), &hashes);
        if ending.status.code() != Some(0) {
            assert!(said.contains("full") || said.contains("space") || said.contains("too large"), "{blocks}: {said}");
        }
    }
    let ending = run_demo_into(out.path(), &[input.path()], &["--date", "2026-03-04", "--delete-recordings"]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    assert!(there(input.path()).is_empty());
    assert_eq!(whole_reports(out.path()), 1);
}

/// A small disk of its own, as long as this lives.
#[cfg(target_os = "linux")]
struct SmallDisk(TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// `None` where this user may not mount.
    fn new(kibibytes: usize) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let size = format!("size={kibibytes}k");
        let mount = Process::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|mount| mount.status.success()).then_some(Self(folder))
    }

    /// Room for more.
    fn grow(&self) {
        let grown = Process::new("mount").args(["-o", "remount,size=64m"]).arg(self.0.path()).status();
        assert!(grown.unwrap().success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Process::new("umount").arg(self.0.path()).status();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_nothing_is_lost_and_work_goes_on_when_it_is_larger() {
    // Full when the ledger is made, when the report is written, when it is noted, when it is told of the deletion.
    let mut failed = 0;
    for kibibytes in [16, 128, 160, 192] {
        let Some(disk) = SmallDisk::new(kibibytes) else {
            say("NOT TESTED: a full disk, since this user may not mount one");
            return;
        };
        let input = TempDir::new().unwrap();
        let hashes = recordings(input.path(), 1);
        let out = disk.0.path();
        let run = || run_demo_into(out, &[input.path()], &["--date", "2026-03-04", "--delete-recordings"]);
        let full = run();
        assert!([0, 2, 3].contains(&full.code), "{kibibytes}: {}", full.stderr);
        failed += usize::from(full.code != 0);
        // Looking takes room too.
        disk.grow();
        nothing_is_lost(input.path(), out, &hashes);
        assert_eq!(run().code, 0, "{kibibytes}");
        nothing_is_lost(input.path(), out, &hashes);
        assert!(there(input.path()).is_empty());
        assert_eq!(whole_reports(out), hashes.len());
    }
    assert!(failed >= 3, "the disk was never full");
}

/// The program as a user whom permissions bind: root is none, so it becomes nobody, to whom `folders` are given.
#[cfg(target_os = "linux")]
fn as_a_user(folders: &[&Path]) -> Process {
    let program = assert_cmd::cargo::cargo_bin("gensvar");
    let probe = folders[0].join("probe");
    if fs_err::write(&probe, "").is_err() {
        return Process::new(program);
    }
    fs_err::remove_file(probe).unwrap();
    for folder in folders {
        std::os::unix::fs::chown(folder, Some(65534), Some(65534)).unwrap();
    }
    let mut command = Process::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    command
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_may_not_be_written_keeps_its_recordings_and_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let (input, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let hashes = recordings(input.path(), 1);
    let mode = |folder: &Path, mode| fs_err::set_permissions(folder, PermissionsExt::from_mode(mode)).unwrap();
    let run = |code| {
        let mut command = as_a_user(&[input.path(), out.path()]);
        command.args(["run", "--pipeline", "demo", "--date", "2026-03-04", "--delete-recordings", "--out"]);
        let ending = command.arg(out.path()).arg(input.path()).output().unwrap();
        let said = String::from_utf8_lossy(&ending.stderr).into_owned();
        assert_eq!(ending.status.code(), Some(code), "{said}");
        said
    };
    mode(input.path(), 0o555);
    assert!(run(2).contains("could not be deleted (permission denied)"));
    assert_eq!(there(input.path()).len(), 2);
    assert_eq!(whole_reports(out.path()), 1);
    mode(out.path(), 0o555);
    assert!(run(3).contains("cannot be opened or written"), "the ledger takes nothing now");
    mode(out.path(), 0o755);
    mode(input.path(), 0o755);
    run(0);
    assert!(there(input.path()).is_empty());
    nothing_is_lost(input.path(), out.path(), &hashes);
}
