//! Many recordings: workers take them in order, one failure never stops the others and is never forgotten.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crossbeam_channel::Sender;

use crate::audio::recording::RecordingFile;
use crate::report::write;
use crate::schedule::error::SessionError;
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

impl Batch<'_> {
    /// Works on `recordings`, one at a desk at a time, and tells `events` what happens. Returns when all
    /// are done, when the user wants to stop, or when an error ends the batch; every recording that was
    /// begun has its [`Event::Ended`].
    pub fn run(&self, recordings: &[PathBuf], desks: Vec<Desk>, events: &Sender<Event>) {
        let next = AtomicUsize::new(0);
        let halt = AtomicBool::new(false);
        // Reports are written one at a time: two recordings with the same content must not race for one folder.
        let door = Mutex::new(());
        std::thread::scope(|scope| {
            for mut desk in desks {
                let (next, halt, door) = (&next, &halt, &door);
                scope.spawn(move || {
                    while !halt.load(Ordering::Relaxed) && !self.stop.load(Ordering::Relaxed) {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(recording) = recordings.get(index) else { break };
                        let tell = |event| drop(events.send(event));
                        tell(Event::Started(index));
                        let outcome = self
                            .one(&mut desk, recording, door, &|progress| tell(Event::Heard(index, progress)))
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

    fn one(
        &self,
        desk: &mut Desk,
        recording: &Path,
        door: &Mutex<()>,
        progress: &dyn Fn(Progress),
    ) -> Result<Outcome, SessionError> {
        let wishes = task::read_sidecar(recording)?.over(self.wishes);
        let request = Request::resolve(wishes, self.pipeline, recording)?;
        let file = RecordingFile::open(recording, &self.engine.limits)?;
        let folder = write::session_folder(
            self.out,
            &request.practitioner,
            &request.date,
            &session::session_id(&file, &request),
        );
        if self.resume && write::is_current(&folder, &session::fingerprint(self.engine, &file, &request)) {
            return Ok(Outcome::AlreadyThere(folder));
        }
        let report = session::work(self.engine, desk, &file, &request, self.stop, progress)?;
        let _alone = door.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(Outcome::Reported(write::write_session(self.out, &report, request.report_language)?))
    }
}
