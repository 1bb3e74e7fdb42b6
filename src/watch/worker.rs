//! The worker: takes what is ready, works on it, and does all that moves files. One recording at a time; a
//! trouble that is not the recording's own makes it wait and try again.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::files::write_atomic;
use crate::report::summary;
use crate::watch::backoff::Backoff;
use crate::watch::bench::{Bench, Reported};
use crate::watch::board::{Board, Facts, Holding};
use crate::watch::folders::{Inbox, State};
use crate::watch::look::{is_today, now, practitioner};
use crate::watch::note::{self, Failure};
use crate::watch::status::{Done, Fate, Working};
use crate::watch::text::Text;
use crate::watch::trouble::{Cause, Reason, Setback, Trouble};
use crate::watch::{Ending, Policy, Watch};

/// A trouble that may be the recording's or its share's is the recording's after so many attempts.
const DOUBTS: u32 = 3;
/// Models are closed after so long without work: an idle watcher is small, and new models are found.
const IDLE: Duration = Duration::from_secs(180);
/// The table over all sessions is made anew when the folder is empty, else this often.
const SUMMARY: Duration = Duration::from_secs(600);
/// An idle watcher spends one part in so many of its time on that table.
const SHARE_OF_SUMMARY: u32 = 20;
/// Retention is looked after so often.
const RETENTION: Duration = Duration::from_secs(24 * 3600);
/// How many names of recordings that are gone are remembered, for sidecars that come too late.
const REMEMBERED: usize = 10_000;
/// Looks at the folder before it may be called empty: a file that arrives is seen twice before it is ready.
const LOOKS_TO_BE_EMPTY: u64 = 2;

/// Works off the folder.
pub(super) struct Worker {
    pub(super) watch: Arc<Watch>,
    pub(super) board: Arc<Board>,
    pub(super) inbox: Inbox,
    text: Text,
    pub(super) bench: Bench,
    /// Whether everything that an earlier life left was looked after since the folder is ours.
    is_settled_in: bool,
    /// The last look after which people's moves were answered.
    pub(super) tidied: u64,
    /// Recordings in working, from an earlier life or a trouble.
    pub(super) in_working: VecDeque<PathBuf>,
    backoff: Backoff,
    /// Attempts at recordings that may be at fault.
    doubts: HashMap<PathBuf, u32>,
    /// Recordings that cannot be taken, and when that is tried again.
    held_up: HashMap<PathBuf, (Backoff, Instant)>,
    /// Recordings that were deleted or moved away, without their endings.
    pub(super) gone: HashSet<PathBuf>,
    idle_since: Instant,
    /// When retention was last looked after, since the folder is ours.
    retained: Option<Instant>,
    /// When the table over all sessions first fell behind.
    pub(super) summary_behind: Option<Instant>,
    /// When it was last made, and how long that took: it reads every report there is.
    summary_made: Option<(Instant, Duration)>,
    done: usize,
    failed: usize,
}

/// What there was to do.
enum Step {
    /// A recording was worked off.
    Worked,
    /// Nothing.
    Idle,
}

impl Worker {
    pub(super) fn new(watch: Arc<Watch>, board: Arc<Board>) -> Self {
        Self {
            inbox: Inbox::new(watch.inbox.clone()),
            text: Text::load(watch.language),
            bench: Bench::new(Arc::clone(&watch), Arc::clone(&board)),
            watch,
            board,
            is_settled_in: false,
            tidied: 0,
            in_working: VecDeque::new(),
            backoff: Backoff::new(),
            doubts: HashMap::new(),
            held_up: HashMap::new(),
            gone: HashSet::new(),
            idle_since: Instant::now(),
            retained: None,
            summary_behind: None,
            summary_made: None,
            done: 0,
            failed: 0,
        }
    }

    /// Works until it is told to stop or, when only what is there is to be worked off, until that is done.
    pub(super) fn work_off(mut self) -> Ending {
        while !self.board.is_stopped() {
            match self.step() {
                Ok(Step::Worked) => self.goes_on(),
                Ok(Step::Idle) if self.watch.until_empty && self.is_empty() => break,
                Ok(Step::Idle) => self.rest(),
                Err(Trouble::Stopped) => break,
                Err(Trouble::Standstill(cause) | Trouble::Doubtful(cause, _)) => {
                    if self.watch.until_empty {
                        return Ending::Standstill { cause, done: self.done };
                    }
                    self.pause(cause);
                }
                // Every recording's own trouble ends in failed.
                Err(Trouble::Recording(_)) => self.pause(Cause::Other),
            }
        }
        self.sum_up();
        Ending::Emptied { done: self.done, failed: self.failed + self.held_up.len() }
    }

    fn step(&mut self) -> Result<Step, Trouble> {
        match self.board.facts().hold {
            Holding::Ours => {}
            Holding::Gone(cause) if self.watch.until_empty => return Err(Trouble::Standstill(cause)),
            Holding::Anothers if self.watch.until_empty => return Err(Trouble::Standstill(Cause::Other)),
            _ => {
                self.is_settled_in = false;
                return Ok(Step::Idle);
            }
        }
        if !self.is_settled_in {
            self.settle_in()?;
            self.is_settled_in = true;
        }
        if self.retained.is_none_or(|at| at.elapsed() > RETENTION) {
            let planned = self.bench.retain()?;
            self.board.change(|facts| facts.planned = planned);
            self.retained = Some(Instant::now());
        }
        self.tidy_up()?;
        let Some(recording) = self.next() else { return Ok(Step::Idle) };
        self.one(&recording)?;
        Ok(Step::Worked)
    }

    /// The next recording, taken.
    fn next(&mut self) -> Option<PathBuf> {
        if let Some(left) = self.in_working.pop_front() {
            return Some(left);
        }
        loop {
            let candidate = self.board.facts().ready.pop_front()?;
            let path = candidate.recording.path;
            if self.held_up.get(&path).is_some_and(|(_, until)| Instant::now() < *until) {
                continue;
            }
            match self.inbox.take(&path) {
                Ok(()) => {
                    self.held_up.remove(&path);
                    self.tell_held_up();
                    return Some(path);
                }
                // Somebody took it away.
                Err(_) if !self.inbox.root().join(&path).exists() => {}
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "a recording cannot be taken; it is tried again");
                    let (backoff, until) = self.held_up.entry(path).or_insert_with(|| (Backoff::new(), Instant::now()));
                    *until = Instant::now() + backoff.wait();
                    self.tell_held_up();
                }
            }
        }
    }

    fn tell_held_up(&mut self) {
        let root = self.inbox.root().to_owned();
        self.held_up.retain(|path, _| root.join(path).exists());
        self.board.change(|facts| facts.left.held_up = self.held_up.len());
    }

    /// Works on a recording that is in working, until it is out of there.
    fn one(&mut self, recording: &Path) -> Result<(), Trouble> {
        let path = self.inbox.of(State::Working).join(recording);
        let size = fs_err::metadata(&path).map_or(0, |facts| facts.len());
        let working = Working { practitioner: practitioner(recording), size, started: now(), heard: 0, chunks: 0 };
        self.board.change(|facts| facts.working = Some(working));
        let ended = self.work(recording, &path);
        self.board.change(|facts| facts.working = None);
        self.idle_since = Instant::now();
        match ended {
            Ok(done) => {
                self.doubts.remove(recording);
                self.done += 1;
                self.summary_behind.get_or_insert_with(Instant::now);
                self.board.change(|facts| remember(facts, done));
                Ok(())
            }
            // It is no longer in working: it was deleted and could not be noted so, or somebody took it out.
            Err(setback) if self.inbox.root().is_dir() && !path.exists() => {
                self.is_settled_in = false;
                if setback.trouble.is_everyones() { Err(setback.trouble) } else { Ok(()) }
            }
            Err(setback) => self.troubled(recording, setback),
        }
    }

    fn work(&mut self, recording: &Path, path: &Path) -> Result<Done, Setback> {
        loop {
            self.inbox.join_sidecar(recording)?;
            let reported = self.bench.report(recording, path);
            let is_over = !matches!(&reported, Err(setback) if setback.trouble.is_everyones());
            // A sidecar that came meanwhile says how it should have been worked on.
            if is_over && self.inbox.join_sidecar(recording)? {
                continue;
            }
            let Reported { session, practitioner } = reported?;
            return Ok(Done { practitioner, at: now(), session, recording: self.see_off(recording)? });
        }
    }

    /// Does with a reported recording what the policy wants.
    fn see_off(&mut self, recording: &Path) -> Result<Fate, Setback> {
        let fate = match &self.watch.policy {
            Policy::Keep => {
                let place = self.inbox.free_place(State::Done, recording);
                self.inbox.leave_working(recording, State::Done, &place)?;
                return Ok(Fate::Kept);
            }
            Policy::Delete => Fate::Deleted,
            Policy::Move(_) => Fate::Moved,
        };
        self.bench.settle(recording)?;
        self.inbox.forget_sidecar(recording)?;
        if self.gone.len() >= REMEMBERED {
            self.gone.clear();
        }
        self.gone.insert(recording.with_extension(""));
        Ok(fate)
    }

    /// A recording without a report: to failed, or kept in working to be tried again.
    fn troubled(&mut self, recording: &Path, setback: Setback) -> Result<(), Trouble> {
        let reason = match setback.trouble {
            Trouble::Recording(reason) => Ok(reason),
            Trouble::Doubtful(_, reason) if self.doubt(recording) >= DOUBTS => Ok(reason),
            trouble => Err(trouble),
        };
        let failed = reason.and_then(|reason| self.fail(recording, reason, &setback.technical));
        if failed.is_err() {
            self.in_working.push_front(recording.to_owned());
        }
        failed
    }

    /// How often this recording may have been at fault, this time included.
    fn doubt(&mut self, recording: &Path) -> u32 {
        let doubts = self.doubts.entry(recording.to_owned()).or_default();
        *doubts += 1;
        *doubts
    }

    /// Puts a recording into failed, its note before it.
    fn fail(&mut self, recording: &Path, reason: Reason, technical: &str) -> Result<(), Trouble> {
        let place = self.inbox.free_place(State::Failed, recording);
        self.write_note(&place, reason, technical)?;
        self.inbox.leave_working(recording, State::Failed, &place)?;
        self.doubts.remove(recording);
        self.failed += 1;
        tracing::warn!(reason = reason.word(), practitioner = practitioner(recording), "failed");
        Ok(())
    }

    pub(super) fn write_note(&self, place: &Path, reason: Reason, technical: &str) -> Result<(), Trouble> {
        let path = self.inbox.of(State::Failed).join(note::path(&self.text, place));
        self.inbox.make_way(&path)?;
        let text = note::write(&self.text, &Failure { recording: place, reason, technical });
        Ok(write_atomic(&path, text.as_bytes())?)
    }

    /// Nothing to do: bring the table up to date, close the models after a while, wait.
    fn rest(&mut self) {
        self.goes_on();
        if self.idle_since.elapsed() > IDLE {
            self.bench.close();
        }
        let is_cheap = self.summary_made.is_none_or(|(at, cost)| at.elapsed() > cost * SHARE_OF_SUMMARY);
        if is_cheap && self.board.facts().hold == Holding::Ours {
            self.sum_up();
        }
        self.board.wait(Duration::from_secs(1));
    }

    /// The trouble, if there was one, is over.
    fn goes_on(&mut self) {
        let was_paused = self.board.facts().pause.is_some();
        if was_paused {
            tracing::info!("work goes on");
            self.board.change(|facts| facts.pause = None);
        }
        self.backoff = Backoff::new();
        if self.summary_behind.is_some_and(|since| since.elapsed() > SUMMARY) {
            self.sum_up();
        }
    }

    fn pause(&mut self, cause: Cause) {
        let wait = self.backoff.wait();
        tracing::warn!(?cause, seconds = wait.as_secs(), "work stands still; it is tried again");
        self.bench.close();
        let next = Timestamp::now() + SignedDuration::try_from(wait).unwrap_or_default();
        let next = next.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        self.board.change(|facts| facts.pause = Some((cause, next)));
        let until = Instant::now() + wait;
        while let Some(left) = until.checked_duration_since(Instant::now()).filter(|_| !self.board.is_stopped()) {
            self.board.wait(left);
        }
    }

    fn sum_up(&mut self) {
        if self.summary_behind.is_some() && self.watch.out.is_dir() {
            let start = Instant::now();
            match summary::write_summary(&self.watch.out) {
                Ok(_) => (self.summary_behind, self.summary_made) = (None, Some((start, start.elapsed()))),
                Err(_) => tracing::warn!("summary.csv cannot be written now"),
            }
        }
    }

    /// Whether everything that was there is worked off, but for what cannot be taken.
    fn is_empty(&self) -> bool {
        let facts = self.board.facts();
        let busy = facts.left.arriving > 0 || !facts.ready.is_empty() || facts.looks < LOOKS_TO_BE_EMPTY;
        !busy
    }
}

/// Notes a report on the board; those of earlier days go.
fn remember(facts: &mut Facts, done: Done) {
    while facts.done.front().is_some_and(|first| !is_today(&first.at)) {
        facts.done.pop_front();
    }
    facts.done.push_back(done);
}
