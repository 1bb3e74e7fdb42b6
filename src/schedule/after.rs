//! What stands before and after the work on a recording, in the only order in which nothing is lost: claim →
//! work → report on the disk → ledger → what the policy wants of the recording → ledger → report tells of it.
//!
//! Stopped at any instant, the next start carries on: [`begin`] takes up a report that the ledger does not know
//! yet, and [`carry_on`] a recording's end that was planned or not told. A recording is deleted only after its
//! report was read back and noted, and only if its bytes are still those that were worked on.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::audio::limits::Limits;
use crate::audio::recording::RecordingFile;
use crate::files::{clear_unfinished, move_as, move_into, sync_folder};
use crate::language::Language;
use crate::ledger::Ledger;
use crate::ledger::claims::{Claim, Claimed, Stage};
use crate::ledger::deletions::{Deletion, Disposal, How};
use crate::ledger::sessions::Reported;
use crate::report::error::ReportError;
use crate::report::json::read_session;
use crate::report::model::{RecordingFate, SessionReport};
use crate::report::{fate, write};
use crate::schedule::error::SessionError;
use crate::schedule::identity::Identity;
use crate::schedule::inputs::is_recording;
use crate::schedule::request::Request;

/// A PC that is switched off at four may meet a long recording often; one that brings the program down must not be
/// met for ever.
const MOST_ATTEMPTS: u32 = 20;
/// No writer takes so long: a temporary file of this age is a killed program's.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// What becomes of a recording whose report is durable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// It stays where it is.
    #[default]
    Keep,
    /// It is deleted.
    Delete,
    /// It is moved into this folder.
    Move(PathBuf),
}

impl Policy {
    /// What the report says before anything is done.
    fn intended(&self) -> RecordingFate {
        match self {
            Self::Keep => RecordingFate::Kept,
            Self::Delete => RecordingFate::ToBeDeleted,
            Self::Move(_) => RecordingFate::ToBeMoved,
        }
    }
}

/// What there is to do with a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Its report is there, made in just this way, in this folder: only [`settle`] is left.
    There(PathBuf),
    /// It is claimed: work on it.
    Work {
        /// The folder of an earlier report that goes when the new one is durable.
        outdated: Option<String>,
    },
}

/// Claims a recording, or finds that its report is there. `renew` makes the report again whatever is there.
///
/// # Errors
/// The ledger or the output folder cannot be used, or [`SessionError::GivenUp`].
pub fn begin(
    ledger: &Ledger,
    out: &Path,
    identity: &Identity,
    request: &Request,
    worker: &str,
    renew: bool,
) -> Result<Begun, SessionError> {
    let folder = write::session_folder(out, &request.practitioner, &request.date, &identity.short());
    let mut claim = Claim {
        session: &identity.session,
        audio: &identity.audio,
        fingerprint: &identity.fingerprint,
        models: &identity.models,
        settings: &identity.settings,
        practitioner: &request.practitioner,
        date: &request.date,
        worker,
        renew,
    };
    let mut claimed = ledger.claim(&claim)?;
    if let Claimed::Reported { folder, .. } = &claimed {
        let folder = out.join(folder);
        if write::is_current(&folder, &identity.fingerprint) {
            return Ok(Begun::There(folder));
        }
        // The ledger knows a report that is no longer there.
        claim.renew = true;
        claimed = ledger.claim(&claim)?;
    }
    let outdated = match claimed {
        Claimed::Outdated { folder } => Some(folder),
        _ => None,
    };
    if !renew && write::is_current(&folder, &identity.fingerprint) {
        note(ledger, out, identity, &folder, outdated.as_deref())?;
        return Ok(Begun::There(folder));
    }
    let attempts = ledger.attempts(&identity.session)?;
    if attempts > MOST_ATTEMPTS {
        ledger.give_up(&identity.session)?;
        return Err(SessionError::GivenUp(MOST_ATTEMPTS));
    }
    Ok(Begun::Work { outdated })
}

/// Writes the report, notes it, and returns its folder. `outdated` is what [`begin`] found. Afterwards comes
/// [`settle`].
///
/// # Errors
/// The report or the ledger cannot be written; nothing has been done to the recording then.
pub fn finish(
    ledger: &Ledger,
    out: &Path,
    identity: &Identity,
    mut report: SessionReport,
    language: Language,
    policy: &Policy,
    outdated: Option<&str>,
) -> Result<PathBuf, SessionError> {
    ledger.stage_done(&identity.session, Stage::Scored)?;
    report.recording = report.recording.map(|_| policy.intended());
    let folder = write::write_session(out, &report, language)?;
    ledger.stage_done(&identity.session, Stage::Written)?;
    note(ledger, out, identity, &folder, outdated)?;
    Ok(folder)
}

/// Notes a durable report; the earlier one of the same session goes first, so that there are never two.
fn note(
    ledger: &Ledger,
    out: &Path,
    identity: &Identity,
    folder: &Path,
    outdated: Option<&str>,
) -> Result<(), SessionError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(outdated) = outdated.filter(|outdated| **outdated != *name) {
        write::remove_session(out, outdated).map_err(ReportError::from)?;
    }
    ledger.reported(&Reported {
        session: &identity.session,
        audio: &identity.audio,
        models: &identity.models,
        settings: &identity.settings,
        folder: &name,
        stored: &read_session(folder)?,
    })?;
    Ok(())
}

/// Removes the reports on other parts of the same recording, now that the one of `identity` is durable and noted:
/// in a watched folder a recording has one report, the one last wished for.
///
/// # Errors
/// A report cannot be removed, or the ledger cannot be written; doing it again finishes it.
pub fn replace_others(ledger: &Ledger, out: &Path, identity: &Identity) -> Result<(), SessionError> {
    for (session, folder) in ledger.others_of(&identity.audio, &identity.session)? {
        write::remove_session(out, &folder).map_err(ReportError::from)?;
        ledger.replaced(&session)?;
    }
    Ok(())
}

/// Does with a recording what `policy` wants, now that its report in `folder` is durable and noted.
///
/// # Errors
/// [`SessionError::NotSettled`] when the recording cannot be deleted or moved, has changed since it was worked
/// on, or its report cannot be read back: the recording is then where it was. Or the ledger cannot be written.
pub fn settle(
    ledger: &Ledger,
    identity: &Identity,
    file: &RecordingFile,
    folder: &Path,
    policy: &Policy,
    limits: &Limits,
) -> Result<(), SessionError> {
    let (disposal, done) = match policy {
        Policy::Keep => return Ok(()),
        Policy::Delete => (Disposal::Delete, "deleted"),
        Policy::Move(_) => (Disposal::Move, "moved"),
    };
    let refused = |reason: &str| SessionError::NotSettled(format!("{done} ({reason})"));
    if !write::is_current(folder, &identity.fingerprint) {
        return Err(refused("its report cannot be read back"));
    }
    if RecordingFile::open(file.path(), limits)?.hash() != file.hash() {
        return Err(refused("it has changed since"));
    }
    fate::tell(folder, policy.intended(), None)?;
    let path = fs_err::canonicalize(file.path()).map_err(|e| refused(&e.kind().to_string()))?;
    let place = place(&identity.audio, path.parent().unwrap_or(Path::new(".")));
    let plan = ledger.plan_deletion(&identity.audio, &identity.session, disposal, &place)?;
    let moved = match dispose(&path, policy) {
        Ok(moved) => moved,
        Err(error) => {
            ledger.deletion_cancelled(plan)?;
            return Err(refused(&error.kind().to_string()));
        }
    };
    let company = dispose_of_company(file.path(), moved.as_deref());
    let at = ledger.deletion_done(plan, How::Done)?;
    fate::tell(folder, gone(disposal), Some(&at))?;
    ledger.deletion_told(plan)?;
    company.map_err(|e| SessionError::NotSettled(format!("{done} with its sidecar ({})", e.kind())))
}

fn gone(disposal: Disposal) -> RecordingFate {
    match disposal {
        Disposal::Delete => RecordingFate::Deleted,
        Disposal::Move => RecordingFate::Moved,
    }
}

/// Deletes or moves the recording itself; returns where it is now.
fn dispose(recording: &Path, policy: &Policy) -> io::Result<Option<PathBuf>> {
    let moved = match policy {
        Policy::Keep => None,
        Policy::Delete => fs_err::remove_file(recording).map(|()| None)?,
        Policy::Move(to) => Some(move_into(recording, to)?),
    };
    sync_folder(recording.parent().unwrap_or(Path::new(".")));
    Ok(moved)
}

/// What goes with a recording: a link that named it, and its sidecar, which names people too. They go after it,
/// since the sidecar says how it is worked on.
fn dispose_of_company(named: &Path, moved: Option<&Path>) -> io::Result<()> {
    if named.is_symlink() {
        fs_err::remove_file(named)?;
    }
    let sidecar = named.with_extension("toml");
    if sidecar.is_file() && !has_other_recording(named) {
        match moved {
            Some(recording) => move_as(&sidecar, &recording.with_extension("toml"))?,
            None => fs_err::remove_file(&sidecar)?,
        }
    }
    sync_folder(named.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// Whether another recording has the same sidecar (`a.wav` and `a.m4a` both have `a.toml`).
fn has_other_recording(recording: &Path) -> bool {
    let Some(Ok(entries)) = recording.parent().map(fs_err::read_dir) else { return true };
    let shares = |path: &Path| path.file_stem() == recording.file_stem() && path != recording && is_recording(path);
    entries.flatten().any(|entry| shares(&entry.path()))
}

/// Carries on what a stopped program left: reports that do not yet tell that their recording is gone, recordings
/// in `folders` whose deletion was planned and that are no longer there, half-removed reports. A planned recording
/// that is still there is left to [`settle`], which meets it again.
///
/// # Errors
/// The ledger or a report cannot be written.
pub fn carry_on(ledger: &Ledger, out: &Path, folders: &BTreeSet<PathBuf>) -> Result<(), SessionError> {
    write::clear_removed(out).and_then(|()| clear_unfinished(out, STALE)).map_err(ReportError::from)?;
    for deletion in ledger.unfinished_deletions()? {
        let at = match &deletion.done_at {
            Some(at) => at.clone(),
            None if folders.iter().any(|folder| left(&deletion, folder)) => {
                ledger.deletion_done(deletion.id, How::FoundGone)?
            }
            None => continue,
        };
        if let Some(folder) = deletion.folder.as_ref().map(|folder| out.join(folder)).filter(|folder| folder.is_dir()) {
            fate::tell(&folder, gone(deletion.disposal), Some(&at))?;
        }
        ledger.deletion_told(deletion.id)?;
    }
    Ok(())
}

/// Whether `folder` is where the recording lay and it is there no longer, under any name.
fn left(deletion: &Deletion, folder: &Path) -> bool {
    let Ok(folder) = fs_err::canonicalize(folder) else { return false };
    let Ok(entries) = fs_err::read_dir(&folder) else { return false };
    if deletion.place.as_deref() != Some(place(&deletion.audio, &folder).as_str()) {
        return false;
    }
    let limits = Limits { max_bytes: u64::MAX, ..Limits::default() };
    let is_it =
        |path: PathBuf| RecordingFile::open(&path, &limits).is_ok_and(|f| f.hash().to_string() == deletion.audio);
    !entries.flatten().any(|entry| is_it(entry.path()))
}

/// A folder's name for the ledger: a hash, salted with the recording's own, kept only while a deletion is planned.
fn place(audio: &str, folder: &Path) -> String {
    let mut hash = Sha256::new();
    hash.update(audio);
    hash.update(folder.as_os_str().as_encoded_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
