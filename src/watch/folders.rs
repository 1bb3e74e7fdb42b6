//! The states a person can see: INBOX → working → done or failed. A step is one rename, so a recording is
//! in exactly one place at any instant; its sidecar follows it.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::files::sync_folder;
use crate::schedule::inputs;

/// A folder below the watched one that stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Working,
    Done,
    Failed,
}

impl State {
    fn folder(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// The watched folder. Paths of recordings are relative to it, or to the folder of their state: a
/// practitioner's sub-folder is kept in every state.
pub(super) struct Inbox {
    root: PathBuf,
}

impl Inbox {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn of(&self, state: State) -> PathBuf {
        self.root.join(state.folder())
    }

    /// Takes a waiting recording to work on.
    ///
    /// # Errors
    /// It cannot be opened or moved (still in use, no permission), or the one before it with the same name
    /// is still being worked on; it stays where it is.
    pub(super) fn take(&self, recording: &Path) -> io::Result<()> {
        let (from, to) = (self.root.join(recording), self.of(State::Working).join(recording));
        fs_err::File::open(&from)?;
        if exists(&to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.make_way(&to)?;
        step(&from, &to)?;
        self.join_sidecar(recording)?;
        Ok(())
    }

    /// Brings the sidecar of a recording that is being worked on, when one waits for it. Says whether it did.
    ///
    /// # Errors
    /// It is there and cannot be moved.
    pub(super) fn join_sidecar(&self, recording: &Path) -> io::Result<bool> {
        let sidecar = recording.with_extension("toml");
        let (from, to) = (self.root.join(&sidecar), self.of(State::Working).join(&sidecar));
        if !exists(&from) {
            return Ok(false);
        }
        // Another recording of the same name needs it too.
        let shared = !namesakes(&self.root, recording).is_empty();
        if shared {
            fs_err::copy(&from, &to).map(drop)?
        } else {
            step(&from, &to)?
        }
        Ok(true)
    }

    /// The place for a recording that leaves working: the same name, or ` (2)` and so on where that is taken.
    pub(super) fn free_place(&self, state: State, recording: &Path) -> PathBuf {
        free_place(&self.of(state), recording)
    }

    /// Moves a recording out of working, to `place` below the folder of `state`; its sidecar follows.
    ///
    /// # Errors
    /// It cannot be moved, and is still in working.
    pub(super) fn leave_working(&self, recording: &Path, state: State, place: &Path) -> io::Result<()> {
        let (from, to) = (self.of(State::Working).join(recording), self.of(state).join(place));
        self.make_way(&to)?;
        step(&from, &to)?;
        self.sidecar_follows(recording, &to)
    }

    /// Brings the sidecar that is left in working to the recording that went to `went`.
    ///
    /// # Errors
    /// It cannot be moved.
    pub(super) fn sidecar_follows(&self, recording: &Path, went: &Path) -> io::Result<()> {
        let from = self.of(State::Working).join(recording).with_extension("toml");
        if exists(&from) {
            let to = went.with_extension("toml");
            // Another recording of the same name still needs it.
            let shared = !namesakes(&self.of(State::Working), recording).is_empty();
            if shared || fs_err::rename(&from, &to).is_err() {
                // Or it goes to another disk.
                fs_err::copy(&from, &to)?;
            }
            if !shared && exists(&from) {
                fs_err::remove_file(&from)?;
            }
        }
        self.tidy_working(recording);
        Ok(())
    }

    /// Removes the sidecar of a recording that was deleted: it holds names and a goal.
    ///
    /// # Errors
    /// It is there and cannot be removed.
    pub(super) fn forget_sidecar(&self, recording: &Path) -> io::Result<()> {
        let working = self.of(State::Working);
        // Another recording of the same name still needs it.
        if namesakes(&working, recording).is_empty() {
            match fs_err::remove_file(working.join(recording).with_extension("toml")) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.tidy_working(recording);
        Ok(())
    }

    /// Takes recordings that are done or failed into work again, as a new sidecar waits for them in the watched
    /// folder; it joins them there, and replaces their old one. Returns which they are.
    ///
    /// # Errors
    /// One cannot be moved.
    pub(super) fn take_again(&self, state: State, sidecar: &Path) -> io::Result<Vec<PathBuf>> {
        let (folder, working) = (self.of(state), self.of(State::Working));
        let found: Vec<PathBuf> =
            namesakes(&folder, sidecar).into_iter().filter(|recording| !exists(&working.join(recording))).collect();
        for recording in &found {
            self.make_way(&working.join(recording))?;
            step(&folder.join(recording), &working.join(recording))?;
        }
        let old = folder.join(sidecar);
        if !found.is_empty() && exists(&old) {
            fs_err::remove_file(old)?;
        }
        Ok(found)
    }

    /// Brings a sidecar that was left in failed to its recording, which somebody has put back.
    ///
    /// # Errors
    /// It is there and cannot be moved.
    pub(super) fn fetch_sidecar(&self, recording: &Path) -> io::Result<()> {
        let (folder, sidecar) = (self.of(State::Failed), recording.with_extension("toml"));
        let (from, to) = (folder.join(&sidecar), self.root.join(&sidecar));
        if exists(&from) && !exists(&to) && namesakes(&folder, recording).is_empty() {
            step(&from, &to)?;
        }
        Ok(())
    }

    /// Moves a sidecar whose recording is gone to `place` below failed.
    ///
    /// # Errors
    /// It cannot be moved.
    pub(super) fn fail_sidecar(&self, sidecar: &Path, place: &Path) -> io::Result<()> {
        let to = self.of(State::Failed).join(place);
        self.make_way(&to)?;
        step(&self.root.join(sidecar), &to)
    }

    /// Removes the sub-folders of working that are empty now.
    fn tidy_working(&self, recording: &Path) {
        let folders = recording.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        for folder in folders {
            // A folder that is not empty stays.
            let _ = fs_err::remove_dir(self.of(State::Working).join(folder));
        }
    }

    /// Makes the folders down to `file`, but never the watched folder itself: where that is gone, its share
    /// is, and a new one would swallow what belongs on it.
    ///
    /// # Errors
    /// The watched folder is gone or cannot be written to.
    pub(super) fn make_way(&self, file: &Path) -> io::Result<()> {
        let below = file.strip_prefix(&self.root).ok().and_then(Path::parent).unwrap_or(Path::new(""));
        let mut folder = self.root.clone();
        for part in below.components() {
            folder.push(part);
            match fs_err::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The place for `recording` below `folder` where neither a file nor a sidecar of its name is.
pub(super) fn free_place(folder: &Path, recording: &Path) -> PathBuf {
    let is_free = |place: &PathBuf| !exists(&folder.join(place)) && !exists(&folder.join(place).with_extension("toml"));
    let numbered = (2..).map(|number| {
        let mut name = recording.file_stem().unwrap_or_default().to_owned();
        name.push(format!(" ({number})"));
        if let Some(ending) = recording.extension() {
            name.push(".");
            name.push(ending);
        }
        recording.with_file_name(name)
    });
    let mut places = std::iter::once(recording.to_owned()).chain(numbered);
    places.find(is_free).expect("numbers do not end")
}

/// The practitioner whose sub-folder a recording lies in: the first folder of its path.
pub(super) fn practitioner(recording: &Path) -> Option<String> {
    let mut parts = recording.components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(folder)), Some(_)) => Some(folder.to_string_lossy().into_owned()),
        _ => None,
    }
}

/// Recordings below `root` with the name of `like` and any ending, `like` itself left out.
pub(super) fn namesakes(root: &Path, like: &Path) -> Vec<PathBuf> {
    let folder = like.parent().unwrap_or(Path::new(""));
    let Ok(entries) = fs_err::read_dir(root.join(folder)) else { return Vec::new() };
    let paths = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut found: Vec<PathBuf> = paths
        .map(|entry| folder.join(entry.file_name()))
        .filter(|path| path != like && path.file_stem() == like.file_stem() && inputs::is_recording(path))
        .collect();
    found.sort();
    found
}

/// One rename that lasts.
fn step(from: &Path, to: &Path) -> io::Result<()> {
    fs_err::rename(from, to)?;
    for folder in [to, from].iter().filter_map(|path| path.parent()) {
        sync_folder(folder);
    }
    Ok(())
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn inbox(files: &[&str]) -> (TempDir, Inbox) {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::new(folder.path().to_owned());
        for file in files {
            inbox.make_way(&inbox.root.join(file)).unwrap();
            fs_err::write(inbox.root.join(file), file).unwrap();
        }
        (folder, inbox)
    }

    fn there(inbox: &Inbox) -> Vec<String> {
        let mut files: Vec<_> = super::super::scan::list(&inbox.root, &[])
            .unwrap()
            .into_iter()
            .map(|entry| entry.path.to_string_lossy().into_owned())
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_recording_and_its_sidecar_go_through_the_states_in_their_sub_folder() {
        let (_folder, inbox) = inbox(&["p-017/x.m4a", "p-017/x.toml"]);
        let recording = Path::new("p-017/x.m4a");
        inbox.take(recording).unwrap();
        assert_eq!(there(&inbox), ["working/p-017/x.m4a", "working/p-017/x.toml"]);
        inbox.leave_working(recording, State::Done, recording).unwrap();
        assert_eq!(there(&inbox), ["done/p-017/x.m4a", "done/p-017/x.toml"]);
        assert!(!inbox.of(State::Working).join("p-017").exists());
    }

    #[test]
    fn a_sidecar_that_comes_late_joins_and_one_that_two_share_is_copied() {
        let (_folder, inbox) = inbox(&["x.m4a", "x.wav"]);
        inbox.take(Path::new("x.m4a")).unwrap();
        assert!(!inbox.join_sidecar(Path::new("x.m4a")).unwrap());
        fs_err::write(inbox.root.join("x.toml"), "").unwrap();
        assert!(inbox.join_sidecar(Path::new("x.m4a")).unwrap());
        assert_eq!(there(&inbox), ["working/x.m4a", "working/x.toml", "x.toml", "x.wav"]);
    }

    #[test]
    fn a_name_that_is_taken_is_numbered_and_nothing_is_overwritten() {
        let (_folder, inbox) = inbox(&["working/x.m4a", "done/x.m4a", "done/x (2).toml"]);
        let recording = Path::new("x.m4a");
        let place = inbox.free_place(State::Done, recording);
        assert_eq!(place, Path::new("x (3).m4a"));
        inbox.leave_working(recording, State::Done, &place).unwrap();
        assert_eq!(there(&inbox), ["done/x (2).toml", "done/x (3).m4a", "done/x.m4a"]);
    }

    #[test]
    fn a_recording_in_work_keeps_its_namesake_waiting() {
        let (_folder, inbox) = inbox(&["x.m4a", "working/x.m4a"]);
        assert_eq!(inbox.take(Path::new("x.m4a")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(there(&inbox), ["working/x.m4a", "x.m4a"]);
    }

    #[test]
    fn a_new_sidecar_takes_done_recordings_again() {
        let (_folder, inbox) = inbox(&["x.toml", "done/x.m4a", "done/x.wav", "done/x.toml"]);
        let again = inbox.take_again(State::Done, Path::new("x.toml")).unwrap();
        assert_eq!(again, [Path::new("x.m4a"), Path::new("x.wav")]);
        assert_eq!(there(&inbox), ["working/x.m4a", "working/x.wav", "x.toml"]);
        assert!(inbox.take_again(State::Failed, Path::new("y.toml")).unwrap().is_empty());
        inbox.join_sidecar(&again[0]).unwrap();
        for recording in &again {
            inbox.leave_working(recording, State::Done, recording).unwrap();
        }
        assert_eq!(there(&inbox), ["done/x.m4a", "done/x.toml", "done/x.wav"]);
    }

    #[test]
    fn a_sidecar_left_in_failed_follows_its_recording_back() {
        let (_folder, inbox) = inbox(&["x.m4a", "failed/x.toml", "y.m4a", "failed/y.wav", "failed/y.toml"]);
        inbox.fetch_sidecar(Path::new("x.m4a")).unwrap();
        inbox.fetch_sidecar(Path::new("y.m4a")).unwrap();
        assert_eq!(there(&inbox), ["failed/y.toml", "failed/y.wav", "x.m4a", "x.toml", "y.m4a"]);
    }

    #[test]
    fn a_watched_folder_that_is_gone_is_not_made_anew() {
        let (folder, inbox) = inbox(&["working/x.m4a"]);
        fs_err::rename(folder.path(), folder.path().with_extension("away")).unwrap();
        let recording = Path::new("x.m4a");
        assert!(inbox.leave_working(recording, State::Done, recording).is_err());
        assert!(!folder.path().exists());
        fs_err::rename(folder.path().with_extension("away"), folder.path()).unwrap();
    }

    #[test]
    fn the_first_sub_folder_names_the_practitioner() {
        assert_eq!(practitioner(Path::new("p-017/2026/x.m4a")).as_deref(), Some("p-017"));
        assert_eq!(practitioner(Path::new("x.m4a")), None);
    }
}
