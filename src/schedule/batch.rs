//! Many recordings: workers take them in order, one failure never stops the others and is never forgotten.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossbeam_channel::Sender;

use crate::audio::recording::RecordingFile;
use crate::ledger::Ledger;
use crate::schedule::after::{self, Begun, Policy};
use crate::schedule::error::SessionError;
use crate::schedule::identity::Identity;
use crate::schedule::inputs;
use crate::schedule::pipeline::Pipeline;
use crate::schedule::request::Request;
use crate::schedule::session::{self, Desk, Engine, Progress};
use crate::schedule::task::{self, Wishes};
use crate::severity::{Severe, Severity};

/// A run over many recordings.
pub struct Batch<'a> {
    /// What all recordings share.
    pub engine: &'a Engine,
    /// Models and thresholds.
    pub pipeline: &'a Pipeline,
    /// What the command line wishes for every recording.
    pub wishes: &'a Wishes,
    /// Where reports go.
    pub out: &'a Path,
    /// Whether a recording whose report is there, made in the same way, is left alone.
    pub resume: bool,
    /// What becomes of a recording whose report is durable.
    pub policy: &'a Policy,
    /// Where everything is noted. Whoever holds it may write: reports too are written one at a time.
    pub ledger: &'a Mutex<Ledger>,
    /// Who works, for the ledger: the verb and its process.
    pub worker: &'a str,
    /// Raised when the user wants to stop.
    pub stop: &'a AtomicBool,
}

/// What happens while a batch runs; the recording is named by its number in the list.
#[derive(Debug)]
pub enum Event {
    /// Work on it begins.
    Started(usize),
    /// It has come so far.
    Heard(usize, Progress),
    /// It is done, in one way or another.
    Ended(usize, Outcome),
}

/// How a recording ended.
#[derive(Debug)]
pub enum Outcome {
    /// Its report is in this folder.
    Reported(PathBuf),
    /// Its report was there already, in this folder.
    AlreadyThere(PathBuf),
    /// There is no report.
    Failed(SessionError),
}

/// A recording whose report is durable and noted.
pub struct Accomplished {
    /// Its report's folder.
    pub folder: PathBuf,
    /// Whether the report was made just now, rather than found.
    pub is_new: bool,
    /// Whose it is.
    pub practitioner: String,
    /// How recording and work are called.
    pub identity: Identity,
    file: RecordingFile,
}

impl Batch<'_> {
    /// Works on `recordings`, one at a desk at a time, and tells `events` what happens. Returns when all
    /// are done, when the user wants to stop, or when an error ends the batch; every recording that was
    /// begun has its [`Event::Ended`].
    pub fn run(&self, recordings: &[PathBuf], desks: Vec<Desk>, events: &Sender<Event>) {
        let next = AtomicUsize::new(0);
        let halt = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for mut desk in desks {
                let (next, halt) = (&next, &halt);
                scope.spawn(move || {
                    while !halt.load(Ordering::Relaxed) && !self.stop.load(Ordering::Relaxed) {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(recording) = recordings.get(index) else { break };
                        let tell = |event| drop(events.send(event));
                        tell(Event::Started(index));
                        let outcome = self
                            .one(&mut desk, recording, &|progress| tell(Event::Heard(index, progress)))
                            .unwrap_or_else(Outcome::Failed);
                        if matches!(&outcome, Outcome::Failed(e) if e.severity() == Severity::Batch) {
                            halt.store(true, Ordering::Relaxed);
                        }
                        tell(Event::Ended(index, outcome));
                    }
                });
            }
        });
    }

    /// Works on one recording: what it wants, the claim, the work, the report, the ledger, the policy.
    ///
    /// # Errors
    /// Whatever gives up, by then noted in the ledger if the recording could be read. The recording is where it was.
    pub fn one(&self, desk: &mut Desk, recording: &Path, progress: &dyn Fn(Progress)) -> Result<Outcome, SessionError> {
        let accomplished = self.report(desk, recording, progress)?;
        self.settle(&accomplished)?;
        let Accomplished { folder, is_new, .. } = accomplished;
        Ok(if is_new { Outcome::Reported(folder) } else { Outcome::AlreadyThere(folder) })
    }

    /// The same up to the ledger: what the policy wants of the recording is left to [`Batch::settle`].
    ///
    /// # Errors
    /// As [`Batch::one`].
    pub fn report(
        &self,
        desk: &mut Desk,
        recording: &Path,
        progress: &dyn Fn(Progress),
    ) -> Result<Accomplished, SessionError> {
        let wishes = task::read_sidecar(recording)?.over(self.wishes);
        let request = Request::resolve(wishes, self.pipeline, recording)?;
        let file = RecordingFile::open(recording, &self.engine.limits)?;
        let identity = Identity::of(&self.engine.models_of(&file), &file, &request);
        let (folder, is_new) = self.noted(&file, &request.practitioner, || {
            let begun = after::begin(&self.ledger(), self.out, &identity, &request, self.worker, !self.resume)?;
            match begun {
                Begun::There(folder) => Ok((folder, false)),
                Begun::Work { outdated } => {
                    let report = session::work(self.engine, desk, &file, &request, self.stop, progress)?;
                    let (language, outdated) = (request.report_language, outdated.as_deref());
                    let ledger = self.ledger();
                    after::finish(&ledger, self.out, &identity, report, language, self.policy, outdated)
                        .map(|folder| (folder, true))
                }
            }
        })?;
        Ok(Accomplished { folder, is_new, practitioner: request.practitioner, identity, file })
    }

    /// Removes the reports on other parts of the same recording: see [`after::replace_others`].
    ///
    /// # Errors
    /// As there.
    pub fn replace_others(&self, done: &Accomplished) -> Result<(), SessionError> {
        after::replace_others(&self.ledger(), self.out, &done.identity)
    }

    /// Does what the policy wants of a recording that has its report. A transcript is left where it is: somebody
    /// wrote it, and nobody promised to delete it.
    ///
    /// # Errors
    /// As [`after::settle`].
    pub fn settle(&self, done: &Accomplished) -> Result<(), SessionError> {
        let Accomplished { folder, identity, file, practitioner, .. } = done;
        if inputs::is_transcript(file.path()) {
            return Ok(());
        }
        self.noted(file, practitioner, || {
            after::settle(&self.ledger(), identity, file, folder, self.policy, &self.engine.limits)
        })
    }

    /// Does `work`, and notes in the ledger when it fails for the recording's sake.
    fn noted<T>(
        &self,
        file: &RecordingFile,
        practitioner: &str,
        work: impl FnOnce() -> Result<T, SessionError>,
    ) -> Result<T, SessionError> {
        let ended = work();
        if let Err(error) = &ended
            && error.severity() == Severity::Recording
            && !matches!(error, SessionError::Stopped)
        {
            self.ledger().failed(&file.hash().to_string(), Some(practitioner), error.kind())?;
        }
        ended
    }

    /// The ledger, for as long as it is held. What a panicking thread left there is whole: changes are transactions.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
