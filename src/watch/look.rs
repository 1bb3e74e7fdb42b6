//! The looker: holds the folders, looks at them, and writes what it sees on the board and on the status page.
//! It moves nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::language::Language;
use crate::schedule::request;
use crate::watch::board::{Board, Facts, Holding};
use crate::watch::folders::{self, Inbox, State as Place};
use crate::watch::lock::{Hold, Tried};
use crate::watch::scan::{self, Candidate, Entry, OWN_FOLDERS};
use crate::watch::settle::Settling;
use crate::watch::status::{Failed, Left, List, ROWS, State, Status, Waiting};
use crate::watch::trouble::Cause;
use crate::watch::{Wake, note};

/// A page that does not change is still written this often: its time says that the program runs.
const HEARTBEAT: Duration = Duration::from_secs(60);

/// Looks at the watched folder.
pub(super) struct Looker {
    inbox: Inbox,
    out: PathBuf,
    language: Language,
    board: Arc<Board>,
    wake: Wake,
    started: Instant,
    settling: Settling,
    held: Option<Held>,
    published: Option<(Status, Instant)>,
}

/// Both folders are ours.
struct Held {
    inbox: Hold,
    out: Hold,
    /// Wakes the looker; `None` where the system has no events: then only the clock does.
    _events: Option<RecommendedWatcher>,
}

impl Looker {
    pub(super) fn new(
        inbox: &Path,
        out: &Path,
        language: Language,
        rest: Duration,
        board: Arc<Board>,
        wake: Wake,
    ) -> Self {
        Self {
            inbox: Inbox::new(inbox.to_owned()),
            out: out.to_owned(),
            language,
            board,
            wake,
            started: Instant::now(),
            settling: Settling::new(rest),
            held: None,
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
                self.held = None;
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
        if self.held.as_ref().is_some_and(|held| held.inbox.is_valid() && held.out.is_valid()) {
            return Holding::Ours;
        }
        self.held = None;
        if !self.inbox.root().is_dir() {
            return Holding::Gone(Cause::InboxGone);
        }
        let mut inbox = match Hold::try_on(self.inbox.root()) {
            Ok(Tried::Held(hold)) => hold,
            Ok(Tried::Taken) => return Holding::Anothers,
            Err(error) => return Holding::Gone(Cause::of_io(&error, Cause::InboxGone)),
        };
        match self.hold_out(&mut inbox) {
            Ok(Tried::Held(out)) => {
                self.held = Some(Held { inbox, out, _events: self.events() });
                Holding::Ours
            }
            Ok(Tried::Taken) => Holding::Anothers,
            Err(error) => Holding::Gone(Cause::of_io(&error, Cause::OutGone)),
        }
    }

    /// Holds the folder of reports. It is made when this watched folder never wrote to it before; when it did
    /// and the folder is not there, or is an empty one in its place, then its share is not connected, and
    /// reports would go astray.
    fn hold_out(&self, inbox: &mut Hold) -> io::Result<Tried> {
        let out = std::path::absolute(&self.out)?.to_string_lossy().into_owned();
        if inbox.note()? == out {
            if !Hold::was_on(&self.out) {
                return Err(io::ErrorKind::NotFound.into());
            }
            return Hold::try_on(&self.out);
        }
        fs_err::create_dir_all(&self.out)?;
        let tried = Hold::try_on(&self.out)?;
        if matches!(tried, Tried::Held(_)) {
            inbox.leave_note(&out)?;
        }
        Ok(tried)
    }

    fn events(&self) -> Option<RecommendedWatcher> {
        let wake = self.wake.clone();
        let mut watcher = notify::recommended_watcher(move |_| wake.notify_one()).ok()?;
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
        let finished = |candidate: &Candidate| {
            settled(&candidate.recording) && candidate.sidecar.as_ref().is_none_or(settled)
        };
        let ready: Vec<_> = scan.recordings.into_iter().filter(finished).collect();
        let left = Left {
            arriving: all - ready.len(),
            held_up: 0,
            unfinished: scan.unfinished,
            other: scan.other,
            lone_sidecars: scan.lone_sidecars.len(),
        };
        let lone_sidecars = scan.lone_sidecars.iter().filter(|sidecar| settled(sidecar));
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
        if self.held.is_none() {
            return;
        }
        let mut status = status(&self.board.facts());
        if is_end {
            status.state = State::Stopped;
            status.working = None;
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
    let mut recordings = scan::sort_out(entries).recordings;
    recordings.reverse();
    let written = |path: &Path| entries.iter().find(|entry| entry.path == path).map(|entry| entry.modified);
    let note_of = |recording: &Path| {
        entries.iter().map(|entry| &entry.path).find(|path| note::recording(path).as_deref() == Some(recording))
    };
    let row = |candidate: &Candidate| {
        let recording = &candidate.recording;
        let note = note_of(&recording.path);
        let text = note.and_then(|note| fs_err::read_to_string(folder.join(note)).ok());
        Failed {
            practitioner: practitioner(&recording.path),
            size: recording.size,
            at: note.and_then(|note| written(note)).map(stamp),
            reason: text.and_then(|text| note::reason(&text)),
        }
    };
    List { total: recordings.len(), first: recordings.iter().take(ROWS).map(row).collect() }
}

/// The facts as people may see them.
fn status(facts: &Facts) -> Status {
    let state = match (facts.hold, &facts.pause) {
        (Holding::Anothers, _) => State::StandingBy,
        (Holding::Gone(cause), _) => State::Paused { cause, next: now() },
        (_, Some((cause, next))) => State::Paused { cause: *cause, next: next.clone() },
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
    folders::practitioner(recording).filter(|id| request::is_practitioner(id))
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
