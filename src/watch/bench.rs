//! The bench: ledger and models, opened when there is work and closed when there is none.

use std::collections::{BTreeSet, VecDeque};
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::ledger::Ledger;
use crate::ledger::retention::What;
use crate::ledger::sessions::Filter;
use crate::models::store::Store;
use crate::schedule::after::{self, Policy};
use crate::schedule::batch::{Accomplished, Batch};
use crate::schedule::engine;
use crate::schedule::error::SessionError;
use crate::schedule::session::{Desk, Engine, Progress};
use crate::schedule::task::Wishes;
use crate::watch::Watch;
use crate::watch::board::Board;
use crate::watch::folders;
use crate::watch::look::is_today;
use crate::watch::status::{Done, Fate, Planned};
use crate::watch::trouble::{Cause, Reason, Setback, Trouble};

/// A report takes less; where this finds no room, no recording is worked on in vain.
const ROOM: usize = 1 << 20;

/// What a recording is worked on with.
pub(super) struct Bench {
    watch: Arc<Watch>,
    board: Arc<Board>,
    worker: String,
    ledger: Option<Mutex<Ledger>>,
    models: Option<(Engine, Desk)>,
    /// The recording that has its report and is still in working.
    accomplished: Option<Accomplished>,
}

/// A recording with a durable report.
pub(super) struct Reported {
    /// The first digits of the session's name.
    pub(super) session: String,
    pub(super) practitioner: String,
}

impl Bench {
    pub(super) fn new(watch: Arc<Watch>, board: Arc<Board>) -> Self {
        let worker = format!("watch {}", std::process::id());
        Self { watch, board, worker, ledger: None, models: None, accomplished: None }
    }

    /// Closes everything: memory is given back, and what is opened next is as it is on the disk then.
    pub(super) fn close(&mut self) {
        (self.ledger, self.models, self.accomplished) = (None, None, None);
    }

    /// Carries on what an earlier life planned for recordings in `folders`; returns what was reported today.
    pub(super) fn carry_on(&mut self, folders: &BTreeSet<PathBuf>) -> Result<VecDeque<Done>, Trouble> {
        let ledger = open_ledger(&mut self.ledger, &self.watch)?.get_mut().unwrap_or_else(PoisonError::into_inner);
        after::carry_on(ledger, &self.watch.out, folders).map_err(|error| Setback::from(error).trouble)?;
        let recording = match self.watch.policy {
            Policy::Keep => Fate::Kept,
            Policy::Delete => Fate::Deleted,
            Policy::Move(_) => Fate::Moved,
        };
        let today = ledger.sessions(&Filter::default())?.into_iter().filter(|session| is_today(&session.reported_at));
        let mut today: Vec<Done> = today
            .map(|session| Done {
                practitioner: session.practitioner,
                at: session.reported_at,
                session: session.session.chars().take(8).collect(),
                recording,
            })
            .collect();
        today.sort_by(|a, b| a.at.cmp(&b.at));
        Ok(today.into())
    }

    /// Carries out what retention planned before and whose notice is over, and plans anew. Returns the plan as
    /// people see it.
    pub(super) fn retain(&mut self) -> Result<Option<Planned>, Trouble> {
        let periods = &self.watch.retention;
        if periods.keep_all() {
            return Ok(None);
        }
        let ledger = open_ledger(&mut self.ledger, &self.watch)?.get_mut().unwrap_or_else(PoisonError::into_inner);
        let removed = ledger.carry_out_removals(periods, &self.watch.out)?.len();
        let plan = ledger.plan_removals(periods)?;
        tracing::info!(removed, planned = plan.len(), "retention");
        let reports = plan.into_iter().filter(|removal| removal.what == What::Report);
        let days: Vec<String> = reports.map(|removal| removal.not_before.chars().take(10).collect()).collect();
        Ok(days.iter().min().map(|first| Planned { reports: days.len(), first: first.clone() }))
    }

    /// Works on the recording at `path`, which is `recording` below working, up to its durable report.
    pub(super) fn report(&mut self, recording: &Path, path: &Path) -> Result<Reported, Setback> {
        self.accomplished = None;
        let started = Instant::now();
        has_room(&self.watch.out)?;
        let ledger = open_ledger(&mut self.ledger, &self.watch)?;
        let (engine, desk) = open_models(&mut self.models, &self.watch)?;
        let (wishes, policy) = (wishes(&self.watch, recording), policy(&self.watch, recording));
        let batch = Batch {
            engine,
            pipeline: &self.watch.pipeline,
            wishes: &wishes,
            out: &self.watch.out,
            resume: true,
            policy: &policy,
            ledger,
            worker: &self.worker,
            stop: self.board.stop_flag(),
        };
        let progress = |progress: Progress| {
            self.board.change(|facts| {
                if let Some(working) = &mut facts.working {
                    (working.heard, working.chunks) = (progress.heard, progress.chunks);
                }
            });
        };
        // A fault met in one recording must not end the watcher, nor may its models be trusted afterwards.
        let ended = panic::catch_unwind(AssertUnwindSafe(|| {
            let done = batch.report(desk, path, &progress)?;
            batch.replace_others(&done)?;
            Ok::<_, SessionError>(done)
        }));
        let fault = |_| Setback { trouble: Trouble::Recording(Reason::Fault), technical: "panic".to_owned() };
        let ended = ended.map_err(fault).and_then(|ended| ended.map_err(Setback::from));
        match ended {
            Ok(done) => {
                let (session, practitioner) = (done.identity.short(), done.practitioner.clone());
                let seconds = started.elapsed().as_secs();
                tracing::info!(session, practitioner, is_new = done.is_new, seconds, "reported");
                self.accomplished = Some(done);
                Ok(Reported { session, practitioner })
            }
            Err(setback) => {
                if matches!(setback.trouble, Trouble::Recording(Reason::Fault) | Trouble::Doubtful(_, Reason::Fault)) {
                    self.models = None;
                }
                Err(setback)
            }
        }
    }

    /// Deletes or moves the recording that was reported last, as the policy wants.
    pub(super) fn settle(&mut self, recording: &Path) -> Result<(), Setback> {
        let (Some(done), Some(ledger), Some((engine, _))) = (&self.accomplished, &self.ledger, &self.models) else {
            return Err(Trouble::Standstill(Cause::Other).into());
        };
        if matches!(&self.watch.policy, Policy::Move(to) if !to.is_dir()) {
            return Err(Trouble::Standstill(Cause::OutGone).into());
        }
        let batch = Batch {
            engine,
            pipeline: &self.watch.pipeline,
            wishes: &self.watch.wishes,
            out: &self.watch.out,
            resume: true,
            policy: &policy(&self.watch, recording),
            ledger,
            worker: &self.worker,
            stop: self.board.stop_flag(),
        };
        batch.settle(done)?;
        tracing::info!(session = done.identity.short(), audio = done.identity.audio, "recording deleted or moved");
        Ok(())
    }
}

/// What is wished for a recording before its sidecar is asked: its sub-folder names the practitioner.
fn wishes(watch: &Watch, recording: &Path) -> Wishes {
    let practitioner = folders::practitioner(recording);
    Wishes { practitioner, ..Wishes::default() }.over(&watch.wishes)
}

/// The policy for a recording: its sub-folder is kept where it is moved to.
fn policy(watch: &Watch, recording: &Path) -> Policy {
    match &watch.policy {
        Policy::Move(to) => Policy::Move(to.join(recording.parent().unwrap_or(Path::new("")))),
        other => other.clone(),
    }
}

/// Whether a report can be written into `out`; asked before hours of work rather than after.
fn has_room(out: &Path) -> Result<(), Trouble> {
    let of = |error: std::io::Error| Trouble::Standstill(Cause::of_io(&error, Cause::OutGone));
    let mut probe = tempfile::Builder::new().prefix(".gensvar-").tempfile_in(out).map_err(of)?;
    probe.write_all(&vec![0; ROOM]).map_err(of)
}

fn open_ledger<'a>(ledger: &'a mut Option<Mutex<Ledger>>, watch: &Watch) -> Result<&'a mut Mutex<Ledger>, Trouble> {
    if ledger.is_none() {
        let opened = Ledger::open(&watch.ledger)?;
        if opened.is_read_only() {
            return Err(opened.newer().into());
        }
        opened.take_in_reports(&watch.out)?;
        *ledger = Some(Mutex::new(opened));
    }
    Ok(ledger.as_mut().expect("it was opened above"))
}

fn open_models<'a>(models: &'a mut Option<(Engine, Desk)>, watch: &Watch) -> Result<&'a mut (Engine, Desk), Trouble> {
    if models.is_none() {
        let of = |error| {
            tracing::warn!("{error}");
            Trouble::Standstill(Cause::of_engine(&error))
        };
        let (engine, desks) = engine::open(&watch.pipeline, &Store::standard(), watch.jobs, 1).map_err(of)?;
        let desk = desks.into_iter().next().ok_or(Trouble::Standstill(Cause::Other))?;
        *models = Some((engine, desk));
    }
    Ok(models.as_mut().expect("they were opened above"))
}
