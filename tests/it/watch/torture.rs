//! Killed again and again: the ordeal that the short tests and `make torture` share.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::place::{Place, Running, hash, recording};

/// What becomes of recordings.
#[derive(Clone, Copy, Debug)]
pub(super) enum Policy {
    Keep,
    Delete,
}

/// Watchers that are killed at random instants while recordings come.
pub(super) struct Ordeal {
    pub(super) kills: usize,
    pub(super) recordings: u16,
    /// At a time; one of them is killed.
    pub(super) watchers: usize,
    pub(super) policy: Policy,
    /// A watcher lives for so long at most.
    pub(super) longest_life: Duration,
}

/// What it came to. All of it should be 0.
#[derive(Debug, Default)]
pub(super) struct Sum {
    /// Recordings that are neither there nor reported.
    pub(super) lost: usize,
    /// Recordings with more than one report, and reports that no recording has.
    pub(super) doubled: usize,
    /// Files or folders that somebody saw half.
    pub(super) half: usize,
}

impl Ordeal {
    /// Goes through it and counts.
    #[expect(clippy::print_stderr, reason = "a failure is repeated by its seed")]
    pub(super) fn endure(&self) -> Sum {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
        eprintln!("seed {seed}");
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let place = Place::new();
        let policy = ["--policy", if matches!(self.policy, Policy::Delete) { "delete" } else { "keep" }];
        let mut sum = Sum::default();
        let mut dropped = 0;
        let mut watchers: Vec<Running> = Vec::new();
        for kill in 0..self.kills {
            while watchers.len() < self.watchers {
                watchers.push(place.watch(&policy));
            }
            // Recordings come while it goes on, the first of them twice under two names.
            while usize::from(dropped) * self.kills < usize::from(self.recordings) * (kill + 1) * 3 / 2
                && dropped < self.recordings
            {
                place.drop_in(&format!("p-{}/talk {dropped}.wav", dropped % 3), &recording(dropped));
                if dropped == 0 {
                    place.drop_in("p-0/again.wav", &recording(0));
                }
                dropped += 1;
            }
            let before = place.reports().len();
            for _ in 0..random.random_range(5..self.longest_life.as_millis() / 10) {
                std::thread::sleep(Duration::from_millis(10));
                // Every third time right when a report appears: that is where the order matters.
                if kill % 3 == 0 && place.reports().len() > before {
                    std::thread::sleep(Duration::from_micros(random.random_range(0..20_000)));
                    break;
                }
            }
            let mut victim = watchers.swap_remove(random.random_range(0..watchers.len()));
            victim.0.kill().unwrap();
            victim.0.wait().unwrap();
            sum.lost = sum.lost.max(lost(&place, dropped));
        }
        drop(watchers);
        assert_eq!(place.until_empty(&policy), Some(0), "{}", place.log());
        sum.lost = sum.lost.max(lost(&place, self.recordings));
        let rows = place.ledger();
        let audio: BTreeSet<_> = rows.iter().map(|(audio, _)| audio).collect();
        let folders: BTreeSet<_> = rows.iter().map(|(_, folder)| folder.clone()).collect();
        sum.doubled = rows.len() - audio.len();
        sum.doubled += place.reports().iter().filter(|name| !folders.contains(*name)).count();
        // `Place::reports` has looked into every visible report; what else is visible is known by name.
        sum.half = half(&place, &folders);
        sum
    }
}

/// Recordings, of the first `dropped`, that are not there and have no durable report.
fn lost(place: &Place, dropped: u16) -> usize {
    let (there, rows) = (place.recordings(), place.ledger());
    let is_safe = |number: &u16| {
        let audio = hash(&recording(*number));
        let reported = || rows.iter().find(|(of, _)| *of == audio);
        there.contains_key(&audio)
            || reported().is_some_and(|(_, folder)| place.out(folder).join("report.html").is_file())
    };
    (0..dropped).filter(|number| !is_safe(number)).count()
}

/// Visible things in OUT that are neither reports nor known files, and reports that the ledger knows and are not there.
fn half(place: &Place, folders: &BTreeSet<String>) -> usize {
    let known = ["ledger.db", "ledger.db-wal", "ledger.db-shm", "status.html", "status.json", "summary.csv"];
    let names = fs_err::read_dir(place.out("")).unwrap().map(|entry| entry.unwrap().file_name());
    let names: BTreeSet<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    let strange = names.iter().filter(|name| !name.starts_with('.') && !known.contains(&name.as_str()));
    let strange = strange.filter(|name| !folders.contains(*name)).count();
    strange + folders.iter().filter(|folder| !names.contains(*folder)).count()
}

/// `make torture`: about half an hour.
#[test]
#[ignore = "takes half an hour: make torture"]
#[cfg(unix)]
fn torture() {
    let longest_life = Duration::from_secs(6);
    let ordeals = [
        Ordeal { kills: 130, recordings: 30, watchers: 1, policy: Policy::Delete, longest_life },
        Ordeal { kills: 100, recordings: 20, watchers: 1, policy: Policy::Keep, longest_life },
        Ordeal { kills: 80, recordings: 15, watchers: 2, policy: Policy::Delete, longest_life },
    ];
    let mut all = Sum::default();
    for ordeal in &ordeals {
        let Ordeal { kills, recordings, watchers, policy, .. } = ordeal;
        let sum = ordeal.endure();
        println!("{kills} kills, {recordings} recordings, {watchers} at a time, {policy:?}: {sum:?}");
        all.lost += sum.lost;
        all.doubled += sum.doubled;
        all.half += sum.half;
    }
    println!("lost {}, doubled {}, half-written {}", all.lost, all.doubled, all.half);
    assert_eq!((all.lost, all.doubled, all.half), (0, 0, 0));
}
