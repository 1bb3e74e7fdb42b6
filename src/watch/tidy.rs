//! What is done between recordings: what an earlier life left, and what people's moves ask for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::files::clear_unfinished;
use crate::watch::folders::{self, State};
use crate::watch::trouble::{Reason, Trouble};
use crate::watch::worker::Worker;
use crate::watch::{Policy, note, scan};

/// A hidden file that nobody has touched for so long is of a writer that is gone.
const STALE: Duration = Duration::from_secs(3600);

impl Worker {
    /// Looks after what an earlier life left: plans in the ledger, recordings and sidecars in working.
    pub(super) fn settle_in(&mut self) -> Result<(), Trouble> {
        let working = self.inbox.of(State::Working);
        let entries = if working.is_dir() { scan::list(&working, &[])? } else { Vec::new() };
        let scan = scan::sort_out(&entries);
        let folders = scan::folders(&working).into_iter().filter_map(|folder| fs_err::canonicalize(folder).ok());
        let folders: BTreeSet<PathBuf> = folders.collect();
        let done = self.bench.carry_on(&folders)?;
        self.board.change(|facts| facts.done = done);
        for folder in scan::folders(&self.inbox.of(State::Failed)).iter().filter(|folder| folder.is_dir()) {
            // Half notes of a writer that was killed; one that cannot go is in nobody's way.
            let _ = clear_unfinished(folder, STALE);
        }
        for sidecar in scan.lone_sidecars {
            self.lone_in_working(&sidecar.path)?;
        }
        self.in_working = scan.recordings.into_iter().map(|candidate| candidate.recording.path).collect();
        self.summary_behind = Some(Instant::now());
        Ok(())
    }

    /// A sidecar in working whose recording has left: it follows, or goes with a recording that was deleted.
    fn lone_in_working(&self, sidecar: &Path) -> Result<(), Trouble> {
        for state in [State::Failed, State::Done] {
            if let Some(recording) = folders::namesakes(&self.inbox.of(state), sidecar).first() {
                return Ok(self.inbox.sidecar_follows(sidecar, &self.inbox.of(state).join(recording))?);
            }
        }
        match &self.watch.policy {
            Policy::Delete => self.inbox.forget_sidecar(sidecar)?,
            // Somebody took its recording out of working.
            Policy::Keep => self.inbox.sidecar_follows(sidecar, &self.inbox.root().join(sidecar))?,
            Policy::Move(to) => self.inbox.sidecar_follows(sidecar, &to.join(sidecar))?,
        }
        Ok(())
    }

    /// Small things that people's moves ask for: notes without their recording, sidecars that came late or
    /// were left behind.
    pub(super) fn tidy_up(&mut self) -> Result<(), Trouble> {
        let (lone, in_failed, ready) = {
            let facts = self.board.facts();
            if facts.looks == self.tidied {
                return Ok(());
            }
            self.tidied = facts.looks;
            let without_sidecar = facts.ready.iter().filter(|candidate| candidate.sidecar.is_none());
            let ready: Vec<PathBuf> = without_sidecar.map(|candidate| candidate.recording.path.clone()).collect();
            (facts.lone_sidecars.clone(), facts.in_failed.clone(), ready)
        };
        let failed = self.inbox.of(State::Failed);
        for file in &in_failed {
            let of = note::recording(file);
            if of.is_some_and(|recording| !failed.join(recording).exists()) && self.is_our_note(&failed.join(file)) {
                // One that cannot be removed now is met again.
                let _ = fs_err::remove_file(failed.join(file));
            }
        }
        if in_failed.iter().any(|file| file.extension().is_some_and(|ending| ending == "toml")) {
            ready.iter().try_for_each(|recording| self.inbox.fetch_sidecar(recording))?;
        }
        lone.iter().try_for_each(|sidecar| self.late_sidecar(sidecar))
    }

    fn is_our_note(&self, path: &Path) -> bool {
        fs_err::read_to_string(path).is_ok_and(|text| note::reason(&text).is_some())
    }

    /// A sidecar without a recording beside it: its recording is done and taken again with the new wishes, or
    /// it is gone and the person is told, or it has not come yet.
    fn late_sidecar(&mut self, sidecar: &Path) -> Result<(), Trouble> {
        if !self.inbox.root().join(sidecar).exists() {
            return Ok(());
        }
        for state in [State::Done, State::Failed] {
            let again = self.inbox.take_again(state, sidecar)?;
            if !again.is_empty() {
                tracing::info!("a sidecar came late: its recording is taken again");
                self.in_working.extend(again);
                return Ok(());
            }
        }
        if self.gone.remove(&sidecar.with_extension("")) {
            self.board.change(|facts| facts.lone_sidecars.retain(|other| other != sidecar));
            let place = self.inbox.free_place(State::Failed, sidecar);
            self.write_note(&place, Reason::LateSidecar, "the sidecar came after its recording was gone")?;
            self.inbox.fail_sidecar(sidecar, &place)?;
        }
        Ok(())
    }
}
