//! Speech lanes: threads that each run the speech model and take chunks from one queue.

use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::language::Language;
use crate::schedule::budget::Budget;
use crate::speech::transcribe::{HeardChunk, SpeechError, SpeechLane, SpeechModel};

/// What a lane is asked to do.
enum Job {
    Transcribe { index: usize, audio: Vec<f32>, language: Language, reply: Sender<Heard> },
    DetectLanguage { audio: Vec<f32>, reply: Sender<Result<(Language, f32), SpeechError>> },
}

/// A chunk's number and its words.
pub type Heard = (usize, Result<HeardChunk, SpeechError>);

/// The lanes of one speech model. Dropping them ends the threads after the chunk they work on.
pub struct SpeechLanes {
    // Declared before the threads: it must close before they are joined.
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl SpeechLanes {
    /// Starts the lanes that `budget` allows.
    pub fn start(model: &SpeechModel, budget: Budget) -> Self {
        // One chunk waits for each lane, so that none idles and few chunks of sound are held.
        let (jobs, queue) = bounded(budget.lanes);
        let threads = (0..budget.lanes)
            .map(|_| {
                let (lane, queue) = (model.lane(budget.threads_per_lane), queue.clone());
                std::thread::spawn(move || work(&lane, &queue))
            })
            .collect();
        Self { jobs: Some(jobs), threads }
    }

    /// No lane at all, for a run over transcripts: whoever asks learns that the lane stopped.
    pub fn none() -> Self {
        Self { jobs: None, threads: Vec::new() }
    }

    /// Queues a chunk; its words come through `reply` with its `index`. Waits while the queue is full.
    pub fn transcribe(&self, index: usize, audio: Vec<f32>, language: Language, reply: &Sender<Heard>) {
        self.send(Job::Transcribe { index, audio, language, reply: reply.clone() });
    }

    /// The most probable language of `audio`, with its probability among gensvar's languages.
    ///
    /// # Errors
    /// [`SpeechError::Failed`].
    pub fn detect_language(&self, audio: Vec<f32>) -> Result<(Language, f32), SpeechError> {
        let (reply, answer) = bounded(1);
        self.send(Job::DetectLanguage { audio, reply });
        answer.recv().unwrap_or_else(|_| Err(SpeechError::Failed("the speech lane stopped".to_owned())))
    }

    fn send(&self, job: Job) {
        // A lane that is gone drops the job's reply, and whoever waits for it learns so.
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

impl Drop for SpeechLanes {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn work(lane: &SpeechLane, queue: &Receiver<Job>) {
    for job in queue {
        // Whoever asked may have given up; then nobody wants the answer.
        match job {
            Job::Transcribe { index, audio, language, reply } => {
                let _ = reply.send((index, lane.transcribe(&audio, language)));
            }
            Job::DetectLanguage { audio, reply } => {
                let _ = reply.send(lane.detect_language(&audio));
            }
        }
    }
}
