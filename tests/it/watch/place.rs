//! A watched folder and its watchers, as an IT department sets them up: real processes, real files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::support::{files, fixture};

/// Longer than anything here takes on a busy computer: a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(240);

/// INBOX, OUT and what is started on them.
pub(crate) struct Place {
    root: TempDir,
}

/// A watcher that is killed when the test is over.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Process::new("kill").args([&format!("-{name}"), &self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub(crate) fn code(&mut self) -> Option<i32> {
        self.0.wait().unwrap().code()
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        let root = TempDir::new().unwrap();
        fs_err::create_dir(root.path().join("INBOX")).unwrap();
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn inbox(&self, path: &str) -> PathBuf {
        self.root.path().join("INBOX").join(path)
    }

    pub(crate) fn out(&self, path: &str) -> PathBuf {
        self.root.path().join("OUT").join(path)
    }

    /// `gensvar watch INBOX --out OUT`, quick to look and to take.
    pub(crate) fn command(&self, more: &[&str]) -> Process {
        let mut command = Process::new(assert_cmd::cargo::cargo_bin("gensvar"));
        for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("GENSVAR_")) {
            command.env_remove(variable);
        }
        command.current_dir(self.root()).arg("watch").arg(self.inbox("")).arg("--out").arg(self.out(""));
        command.args(["--pipeline", "demo", "--settle", "0.4", "--poll", "0.4", "--priority", "normal", "--log"]);
        command.arg(self.root().join("log")).args(more).stderr(Stdio::null());
        command
    }

    pub(crate) fn watch(&self, more: &[&str]) -> Running {
        Running(self.command(more).spawn().unwrap())
    }

    /// Works off what is there; the exit code.
    pub(crate) fn until_empty(&self, more: &[&str]) -> Option<i32> {
        self.watch(&[more, &["--until-empty"]].concat()).code()
    }

    /// Puts a file in at once, as a move within a disk does.
    pub(crate) fn drop_in(&self, path: &str, bytes: &[u8]) {
        let to = self.inbox(path);
        fs_err::create_dir_all(to.parent().unwrap()).unwrap();
        fs_err::write(&to, bytes).unwrap();
    }

    /// Waits until `holds`.
    pub(crate) fn wait_for(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            if start.elapsed() > PATIENCE {
                let there: Vec<_> = files(self.root()).into_keys().collect();
                panic!("waited in vain: {what}\n{there:#?}\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Everything that was logged.
    pub(crate) fn log(&self) -> String {
        let log = self.root().join("log");
        let files = if log.is_dir() { files(&log) } else { BTreeMap::new() };
        files.into_values().map(|bytes| String::from_utf8(bytes).unwrap()).collect()
    }

    /// The status as programs read it.
    pub(crate) fn status(&self) -> Value {
        let text = fs_err::read_to_string(self.out("status.json")).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// The visible report folders, each of which is whole.
    pub(crate) fn reports(&self) -> Vec<String> {
        let Ok(entries) = fs_err::read_dir(self.out("")) else { return Vec::new() };
        let folders = entries.map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir());
        let names = folders.map(|folder| folder.file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        for name in &names {
            let folder = self.out(name);
            let json = fs_err::read_to_string(folder.join("session.json")).unwrap();
            serde_json::from_str::<Value>(&json).expect("a half session.json is visible");
            let page = fs_err::read_to_string(folder.join("report.html")).unwrap();
            assert!(page.trim_end().ends_with("</html>"), "a half report is visible");
            assert!(folder.join("codes.csv").is_file());
        }
        names
    }

    /// What the ledger says of reports: the recording's hash and its report's folder.
    pub(crate) fn ledger(&self) -> Vec<(String, String)> {
        if !self.out("ledger.db").exists() {
            return Vec::new();
        }
        let db = Connection::open(self.out("ledger.db")).unwrap();
        db.busy_timeout(Duration::from_secs(30)).unwrap();
        let Ok(mut rows) = db.prepare("SELECT audio, folder FROM sessions") else { return Vec::new() };
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Recordings in INBOX and its states, by their hash.
    pub(crate) fn recordings(&self) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, bytes) in files(&self.inbox("")) {
            if name.ends_with(".wav") || name.ends_with(".m4a") {
                found.entry(hash(&bytes)).or_default().push(name);
            }
        }
        found
    }
}

/// sha256 in hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A short recording; each number is another one, though nobody hears the difference.
pub(crate) fn recording(number: u16) -> Vec<u8> {
    let mut bytes = fs_err::read(fixture("audio/wav-s16-16000.wav")).unwrap();
    let end = bytes.len() - 4;
    bytes.truncate(end);
    bytes.extend(number.to_le_bytes().into_iter().chain([0, 0]));
    bytes
}
