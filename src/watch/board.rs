//! What looker and worker know of each other: the only thing they share.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::watch::scan::Candidate;
use crate::watch::status::{Done, Failed, Left, List, Planned, Working};
use crate::watch::trouble::Cause;

/// Shared by the looker, who sees, and the worker, who moves.
#[derive(Default)]
pub(super) struct Board {
    facts: Mutex<Facts>,
    changed: Condvar,
    stop: AtomicBool,
}

/// What is known.
#[derive(Default)]
pub(super) struct Facts {
    /// Whose the folder is.
    pub(super) hold: Holding,
    /// How many looks there were since the folder was held.
    pub(super) looks: u64,
    /// Recordings that are finished and wait, first come first.
    pub(super) ready: VecDeque<Candidate>,
    /// Sidecars that are finished and have no recording beside them, below the watched folder.
    pub(super) lone_sidecars: Vec<PathBuf>,
    /// What is left where it is; `held_up` is the worker's to say.
    pub(super) left: Left,
    /// Recordings in failed.
    pub(super) failed: List<Failed>,
    /// Files in failed, below it: recordings, sidecars, notes.
    pub(super) in_failed: Vec<PathBuf>,
    /// The recording in work.
    pub(super) working: Option<Working>,
    /// Why no recording can be worked on, and until when it waits.
    pub(super) pause: Option<(Cause, String)>,
    /// Recordings that got their report, the latest last; of today and of yesterday at most.
    pub(super) done: VecDeque<Done>,
    /// What retention will remove.
    pub(super) planned: Option<Planned>,
}

/// Whose the watched folder is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holding {
    /// Not tried yet.
    #[default]
    Unknown,
    /// Ours.
    Ours,
    /// Another watcher's.
    Anothers,
    /// It, or the folder of reports, cannot be reached.
    Gone(Cause),
}

impl Board {
    /// The facts, for as long as they are held: never while a file is touched.
    pub(super) fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the facts and wakes the worker.
    pub(super) fn change(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.facts());
        self.changed.notify_all();
    }

    /// Waits until something changes, `at_most` so long.
    pub(super) fn wait(&self, at_most: Duration) {
        let facts = self.facts();
        if !self.is_stopped() {
            drop(self.changed.wait_timeout(facts, at_most).unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Asks the worker to stop.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        // The lock makes sure that no waiter checks before this and sleeps after it.
        drop(self.facts());
        self.changed.notify_all();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Raised when the work is to stop.
    pub(super) fn stop_flag(&self) -> &AtomicBool {
        &self.stop
    }
}
