//! A test as a sentence: the program as users start it, the fixtures, the files it wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A file or folder of `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// The program, with nothing of the user's own settings.
pub(crate) fn gensvar() -> Command {
    let mut command = Command::cargo_bin("gensvar").unwrap();
    let home = std::env::temp_dir().join("gensvar-tests-no-home");
    for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("GENSVAR_")) {
        command.env_remove(variable);
    }
    command.env("HOME", &home).env("XDG_DATA_HOME", &home).timeout(std::time::Duration::from_secs(600));
    command
}

/// How a program ended.
pub(crate) struct Ending {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ending {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// `gensvar run --pipeline demo` over `inputs` into a folder of its own.
pub(crate) fn run_demo(inputs: &[&Path], more: &[&str]) -> (TempDir, Ending) {
    let out = TempDir::new().unwrap();
    let ending = run_demo_into(out.path(), inputs, more);
    (out, ending)
}

/// The same into a folder that is there already.
pub(crate) fn run_demo_into(out: &Path, inputs: &[&Path], more: &[&str]) -> Ending {
    let mut command = gensvar();
    command.arg("run").args(inputs).arg("--out").arg(out).args(["--pipeline", "demo"]).args(more);
    command.output().unwrap().into()
}

/// Every file below `folder` but the ledger, which notes times.
pub(crate) fn reports(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().filter(|(name, _)| !name.starts_with("ledger.db")).collect()
}

/// Every file below `folder`, by its path in it.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs_err::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(folder, folder, &mut found);
    found
}
