//! The watched folder: recordings that are dropped into it become reports, for years and without a hand.
//!
//! Truth comes from looking. A *looker* lists the folder whenever an event or the clock wakes it, decides
//! which files are finished, and writes the status page; a *worker* takes what is ready, one recording at a
//! time, and does all that moves files. They share a board and nothing else. This is the only asynchronous
//! code: it waits for events, the clock and signals, while looker and worker do their work in threads that
//! may block.

mod backoff;
mod bench;
mod board;
mod folders;
mod lock;
pub mod log;
mod look;
mod note;
mod page;
mod scan;
mod settle;
mod signals;
pub mod status;
pub(crate) mod text;
mod tidy;
pub mod trouble;
mod worker;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

use crate::language::Language;
use crate::ledger::retention::Periods;
use crate::schedule::pipeline::Pipeline;
use crate::schedule::task::Wishes;
use crate::watch::board::Board;
use crate::watch::look::Looker;
use crate::watch::signals::{Signal, Signals};
use crate::watch::trouble::Cause;
use crate::watch::worker::Worker;

pub use crate::schedule::after::Policy;

/// How long the recording in work may take to reach a place where it can stop.
const PATIENCE: Duration = Duration::from_millis(3500);
/// How long the last page may take.
const LAST_PAGE: Duration = Duration::from_secs(1);
/// Looks are at least this far apart, however many events there are.
const LEAST_PAUSE: Duration = Duration::from_millis(200);

/// Wakes the looker.
type Wake = Arc<Notify>;

/// Everything that a watcher needs, read and checked.
pub struct Watch {
    /// The watched folder.
    pub inbox: PathBuf,
    /// Where reports go.
    pub out: PathBuf,
    /// The ledger.
    pub ledger: PathBuf,
    /// Models and thresholds.
    pub pipeline: Pipeline,
    /// What is wished for every recording; sub-folder and sidecar go before.
    pub wishes: Wishes,
    /// The language of status page and notes.
    pub language: Language,
    /// What becomes of a recording whose report is durable. `Keep`: it goes to done.
    pub policy: Policy,
    /// How long reports are kept.
    pub retention: Periods,
    /// How long a file must stand still before it is taken.
    pub settle: Duration,
    /// How often the folder is looked at without an event: shares have none.
    pub poll: Duration,
    /// Cores to use.
    pub jobs: usize,
    /// Whether to end when what is there is worked off.
    pub until_empty: bool,
}

/// How a watcher ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// What was there is worked off.
    Emptied {
        /// Recordings that have a report.
        done: usize,
        /// Recordings in failed, or that could not be taken.
        failed: usize,
    },
    /// Nothing more can be worked on, and it was not to wait.
    Standstill {
        /// Why.
        cause: Cause,
        /// Recordings that got a report before.
        done: usize,
    },
    /// Ctrl-C.
    Interrupted,
    /// It was asked to stop, as services are.
    Terminated,
}

/// Watches until it is told to stop. The work of that moment is kept: whatever is in working is taken first
/// next time. Work that is under way in a thread may go on for some seconds afterwards, so the program should
/// end when this returns.
///
/// # Errors
/// The operating system gives no signals or no timers.
pub fn run(watch: Watch) -> std::io::Result<Ending> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ending = runtime.block_on(listen(watch));
    // Threads that block are left to the end of the program.
    runtime.shutdown_background();
    ending
}

async fn listen(watch: Watch) -> std::io::Result<Ending> {
    let mut signals = Signals::new()?;
    let (board, wake) = (Arc::new(Board::default()), Wake::default());
    let looker = Looker::new(&watch, Arc::clone(&board), Arc::clone(&wake));
    let looker = Arc::new(Mutex::new(looker));
    // A file that stands still must be seen to do so, also where only events wake.
    let pause = watch.poll.min(watch.settle).max(LEAST_PAUSE);
    let looking = tokio::spawn(keep_looking(Arc::clone(&looker), wake, pause));
    let worker = Worker::new(Arc::new(watch), Arc::clone(&board));
    let mut worker = spawn_blocking(move || worker.work_off());
    let ending = tokio::select! {
        ended = &mut worker => ended.map_err(std::io::Error::other)?,
        signal = signals.next() => {
            stop(&board, worker).await;
            match signal {
                Signal::Interrupt => Ending::Interrupted,
                Signal::Terminate => Ending::Terminated,
            }
        }
    };
    looking.abort();
    let last_page = spawn_blocking(move || looker.lock().unwrap_or_else(PoisonError::into_inner).publish_end());
    let _ = timeout(LAST_PAGE, last_page).await;
    tracing::info!(?ending, "stopped");
    Ok(ending)
}

/// Looks whenever something happened, and every `pause`.
async fn keep_looking(looker: Arc<Mutex<Looker>>, wake: Wake, pause: Duration) {
    loop {
        let looker = Arc::clone(&looker);
        // A look that panics is followed by another.
        let _ = spawn_blocking(move || looker.lock().unwrap_or_else(PoisonError::into_inner).look()).await;
        sleep(LEAST_PAUSE).await;
        let _ = timeout(pause, wake.notified()).await;
    }
}

/// Asks the worker to stop and waits a moment. A chunk of speech cannot be interrupted: what is not done
/// then ends with the program, and nothing is lost by that.
async fn stop(board: &Board, worker: JoinHandle<Ending>) {
    tracing::info!("stopping");
    board.stop();
    let _ = timeout(PATIENCE, worker).await;
}
