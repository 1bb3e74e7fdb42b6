//! The looker: holds the folders, looks at them, and writes what it sees on the board and on the status page.
//! It moves nothing.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::language::Language;
use crate::ledger::roster::is_id;
use crate::watch::board::{Board, Facts, Holding};
use crate::watch::folders::{self, Inbox, State as Place};
use crate::watch::lock::Hold;
use crate::watch::scan::{self, Candidate, Entry, OWN_FOLDERS};
use crate::watch::settle::Settling;
use crate::watch::status::{Failed, Left, List, ROWS, State, Status, Waiting};
use crate::watch::trouble::Cause;
use crate::watch::{Wake, Watch, note};

/// A page that does not change is still written this often: its time says that the program runs.
const HEARTBEAT: Duration = Duration::from_secs(60);

/// Pages are at least this far apart.
const LEAST_PAUSE: Duration = Duration::from_secs(1);
/// A sidecar alone may be ahead of its recording: only after so many times the rest of a file is it taken for one
/// that came late, and its namesake in done worked on anew.
const ALONE: u32 = 12;

/// Looks at the watched folder.
pub(super) struct Looker {
    inbox: Inbox,
    out: PathBuf,
    language: Language,
    board: Arc<Board>,
    wake: Wake,
    started: Instant,
    settling: Settling,
    /// How long a sidecar must have stood alone before it is taken for one that came late.
    late: Duration,
    inbox_hold: Option<(Hold, Option<RecommendedWatcher>)>,
    out_hold: Option<Hold>,
    published: Option<(Status, Instant)>,
}

impl Looker {
    pub(super) fn new(watch: &Watch, board: Arc<Board>, wake: Wake) -> Self {
        Self {
            inbox: Inbox::new(watch.inbox.clone()),
            out: watch.out.clone(),
            language: watch.language,
            board,
            wake,
            started: Instant::now(),
            settling: Settling::new(watch.settle),
            late: if watch.until_empty { watch.settle } else { watch.settle * ALONE },
            inbox_hold: None,
            out_hold: None,
            published: None,
        }
    }

    /// Looks once. Whatever cannot be reached is tried again at the next look.
    pub(super) fn look(&mut self) {
        let holding = self.hold();
        let seen = match holding {
            Holding::Ours => self.see(),
            _ => Ok(None),
        };
        let (holding, seen) = match seen {
            Ok(seen) => (holding, seen),
            Err(error) => {
                self.inbox_hold = None;
                (Holding::Gone(Cause::of_io(&error, Cause::InboxGone)), None)
            }
        };
        let before = self.board.facts().hold;
        if before != holding {
            tell_change(holding);
        }
        self.board.change(|facts| {
            facts.hold = holding;
            facts.looks = if seen.is_some() { facts.looks + 1 } else { 0 };
            if let Some(seen) = seen {
                seen.write(facts);
            }
        });
        self.publish(false);
    }

    /// The last page: the program is switched off.
    pub(super) fn publish_end(&mut self) {
        self.publish(true);
    }

    /// Holds both folders, if they can be had.
    fn hold(&mut self) -> Holding {
        self.inbox_hold = self.inbox_hold.take().filter(|(hold, _)| hold.is_valid());
        self.out_hold = self.out_hold.take().filter(Hold::is_valid);
        let held = self.hold_inbox().and_then(|held| Ok(held && self.hold_out()?));
        match held {
            Ok(true) => Holding::Ours,
            Ok(false) => Holding::Anothers,
            Err((error, gone)) => Holding::Gone(Cause::of_io(&error, gone)),
        }
    }

    /// Whether the watched folder is ours.
    fn hold_inbox(&mut self) -> Result<bool, (io::Error, Cause)> {
        if self.inbox_hold.is_none() {
            let tried = Hold::try_on(self.inbox.root()).map_err(|error| (error, Cause::InboxGone))?;
            self.inbox_hold = tried.map(|hold| (hold, self.events()));
        }
        Ok(self.inbox_hold.is_some())
    }

    /// Whether the folder of reports is ours. It is made when this watched folder never wrote to it before; when
    /// it did and the folder is not there, or is an empty one in its place, then its share is not connected,
    /// and reports would go astray.
    fn hold_out(&mut self) -> Result<bool, (io::Error, Cause)> {
        let gone = |error: io::Error| (error, Cause::OutGone);
        let Some((inbox, _)) = &mut self.inbox_hold else { return Ok(false) };
        let out = std::path::absolute(&self.out).map_err(gone)?.to_string_lossy().into_owned();
        let is_known = inbox.note().map_err(|error| (error, Cause::InboxGone))? == out;
        if self.out_hold.is_none() {
            if !is_known {
                fs_err::create_dir_all(&self.out).map_err(gone)?;
            } else if !Hold::was_on(&self.out) && !Status::is_in(&self.out) {
                return Err(gone(io::ErrorKind::NotFound.into()));
            }
            self.out_hold = Hold::try_on(&self.out).map_err(gone)?;
        }
        if !is_known && self.out_hold.is_some() {
            inbox.leave_note(&out).map_err(|error| (error, Cause::InboxGone))?;
        }
        Ok(self.out_hold.is_some())
    }

    /// Wakes the looker; `None` where the system has no events: then only the clock does.
    fn events(&self) -> Option<RecommendedWatcher> {
        let wake = self.wake.clone();
        // Looking is an event too, and must not wake the looker.
        let tell = move |event: notify::Result<notify::Event>| {
            if !event.is_ok_and(|event| event.kind.is_access()) {
                wake.notify_one();
            }
        };
        let mut watcher = notify::recommended_watcher(tell).ok()?;
        watcher.watch(self.inbox.root(), RecursiveMode::Recursive).ok()?;
        Some(watcher)
    }

    /// What lies there.
    fn see(&mut self) -> io::Result<Option<Seen>> {
        let entries = scan::list(self.inbox.root(), &OWN_FOLDERS)?;
        self.settling.look(self.started.elapsed(), &entries);
        let settled = |entry: &Entry| self.settling.is_settled(&entry.path);
        let scan = scan::sort_out(&entries);
        let all = scan.recordings.len();
        let finished =
            |candidate: &Candidate| settled(&candidate.recording) && candidate.sidecar.as_ref().is_none_or(settled);
        let ready: Vec<_> = scan.recordings.into_iter().filter(finished).collect();
        let left = Left {
            arriving: all - ready.len(),
            held_up: 0,
            unfinished: scan.unfinished,
            other: scan.other,
            lone_sidecars: scan.lone_sidecars.len(),
        };
        let late = |sidecar: &&Entry| self.settling.stood_still(&sidecar.path, self.late);
        let lone_sidecars = scan.lone_sidecars.iter().filter(late);
        let lone_sidecars = lone_sidecars.map(|sidecar| sidecar.path.clone()).collect();
        let failed_folder = self.inbox.of(Place::Failed);
        let in_failed = scan::list(&failed_folder, &[]).unwrap_or_default();
        let failed = failed(&failed_folder, &in_failed);
        let in_failed = in_failed.into_iter().map(|entry| entry.path).collect();
        Ok(Some(Seen { ready, left, lone_sidecars, failed, in_failed }))
    }

    /// Writes the page, when it is ours to write and it changed or its time is old. A page that cannot be
    /// written now is written at a later look: work does not depend on it.
    fn publish(&mut self, is_end: bool) {
        if self.out_hold.is_none() {
            return;
        }
        let mut status = status(&self.board.facts());
        if is_end {
            status.state = State::Stopped;
            status.working = None;
        }
        if !is_end && self.published.as_ref().is_some_and(|(_, at)| at.elapsed() < LEAST_PAUSE) {
            return;
        }
        let fresh = self.published.as_ref().is_some_and(|(last, at)| *last == status && at.elapsed() < HEARTBEAT);
        if fresh {
            return;
        }
        let unstamped = status.clone();
        status.updated = now();
        if status.publish(&self.out, self.language).is_ok() {
            self.published = Some((unstamped, Instant::now()));
        }
    }
}

/// What one look saw.
struct Seen {
    ready: Vec<Candidate>,
    left: Left,
    lone_sidecars: Vec<PathBuf>,
    failed: List<Failed>,
    in_failed: Vec<PathBuf>,
}

impl Seen {
    fn write(self, facts: &mut Facts) {
        facts.ready = self.ready.into();
        facts.left = Left { held_up: facts.left.held_up, ..self.left };
        facts.lone_sidecars = self.lone_sidecars;
        facts.failed = self.failed;
        facts.in_failed = self.in_failed;
    }
}

fn tell_change(holding: Holding) {
    match holding {
        Holding::Ours => tracing::info!("watching"),
        Holding::Anothers => tracing::info!("another watcher looks after this folder; standing by"),
        Holding::Gone(cause) => tracing::warn!(?cause, "a folder cannot be reached; it is tried again"),
        Holding::Unknown => {}
    }
}

/// The recordings among the files in failed, latest first, with the reasons that stand in their notes.
fn failed(folder: &Path, entries: &[Entry]) -> List<Failed> {
    let notes: HashMap<PathBuf, &Entry> =
        entries.iter().filter_map(|entry| Some((note::recording(&entry.path)?, entry))).collect();
    let scan = scan::sort_out(entries);
    // A sidecar that came too late lies there alone, with its note.
    let late = scan.lone_sidecars.into_iter().filter(|sidecar| notes.contains_key(&sidecar.path));
    let mut files: Vec<Entry> = scan.recordings.into_iter().map(|candidate| candidate.recording).chain(late).collect();
    files.sort_by_key(|file| std::cmp::Reverse(notes.get(&file.path).map(|note| note.modified)));
    let row = |file: &Entry| {
        let note = notes.get(&file.path);
        let text = note.and_then(|note| fs_err::read_to_string(folder.join(&note.path)).ok());
        Failed {
            practitioner: practitioner(&file.path),
            size: file.size,
            at: note.map(|note| stamp(note.modified)),
            reason: text.and_then(|text| note::reason(&text)),
        }
    };
    List { total: files.len(), first: files.iter().take(ROWS).map(row).collect() }
}

/// The facts as people may see them.
fn status(facts: &Facts) -> Status {
    let state = match (facts.hold, &facts.pause) {
        (Holding::Anothers, _) => State::StandingBy,
        (Holding::Gone(cause), _) => State::Paused { cause, next: None },
        (_, Some((cause, next))) => State::Paused { cause: *cause, next: Some(next.clone()) },
        _ => State::Watching,
    };
    let waiting = facts.ready.iter().take(ROWS).map(|candidate| Waiting {
        practitioner: practitioner(&candidate.recording.path),
        size: candidate.recording.size,
        arrived: stamp(candidate.recording.modified),
    });
    let today = facts.done.iter().rev().filter(|done| is_today(&done.at));
    Status {
        waiting: List { total: facts.ready.len(), first: waiting.collect() },
        working: facts.working.clone(),
        done_today: List { total: today.clone().count(), first: today.take(ROWS).cloned().collect() },
        failed: facts.failed.clone(),
        left: facts.left.clone(),
        planned: facts.planned.clone(),
        ..Status::new(state)
    }
}

/// The sub-folder's name, where that is an id: a person's name is not shown.
pub(super) fn practitioner(recording: &Path) -> Option<String> {
    folders::practitioner(recording).filter(|id| is_id(id))
}

/// Now, UTC, to the second.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn stamp(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Whether a time is of the day that it is here.
pub(super) fn is_today(at: &str) -> bool {
    let day = |time: Timestamp| time.to_zoned(TimeZone::system()).date();
    at.parse().is_ok_and(|at: Timestamp| day(at) == day(Timestamp::now()))
}
