//! The rules of the house that a compiler does not hold: who may import whom, who may open a
//! connection, which licences the dependencies may have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rooms from the roof down: a module may import those that come after it.
const ROOMS: [&str; 11] =
    ["cli", "watch", "schedule", "ledger", "agreement", "report", "coding", "privacy", "speech", "audio", "models"];

/// What every room may import: the small shared types, and the sealed types of the privacy door.
/// Who speaks is a small type that sealed and open text have in common.
const SHARED: [&str; 7] =
    ["units", "language", "severity", "files", "phrases", "privacy::identified", "privacy::dialogue::Role;"];

fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((path.clone(), fs_err::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 30, "the sources were not found");
    found
}

fn room(path: &Path) -> Option<usize> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.iter().next().unwrap().to_str().unwrap();
    ROOMS.iter().position(|room| *room == first)
}

#[test]
fn imports_run_downwards_only() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = room(&path) else { continue };
        for line in text.lines().map(str::trim).filter(|line| line.starts_with("use crate::")) {
            let target = line.trim_start_matches("use crate::");
            let shared = SHARED.iter().any(|shared| target.starts_with(shared));
            let room = ROOMS.iter().position(|room| target.starts_with(&format!("{room}::")));
            if room.is_some_and(|room| room < own) && !shared {
                wrong.push(format!("{}: {line}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_pull_can_open_a_connection() {
    for (path, text) in sources() {
        let opens = ["ureq", "std::net", "TcpStream", "UdpSocket"].iter().any(|word| text.contains(word));
        assert!(!opens || path.ends_with("models/pull.rs"), "{} may not use the network", path.display());
    }
}

#[test]
fn parallelism_lives_in_schedule_alone() {
    for (path, text) in sources() {
        let threads = ["std::thread::spawn", "thread::scope", "rayon::"].iter().any(|word| text.contains(word));
        // Resampling many draws of statistics is no work on recordings.
        let bootstrap = path.ends_with("agreement/bootstrap.rs");
        let allowed = path.components().any(|part| part.as_os_str() == "schedule" || part.as_os_str() == "cli");
        assert!(!threads || allowed || bootstrap, "{} starts threads of its own", path.display());
        let asynchronous = text.contains("tokio::");
        let watch = path.components().any(|part| part.as_os_str() == "watch");
        assert!(!asynchronous || watch, "{}: only watch/ is asynchronous", path.display());
    }
}

/// Licences that a program under Apache-2.0 may be distributed with; each alternative of an SPDX
/// expression stands for itself.
const LICENCES: [&str; 14] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unlicense",
    "0BSD",
    "CC0-1.0",
    "MPL-2.0",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
    "BSL-1.0",
];

#[test]
fn every_dependency_has_a_licence_that_fits() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "run `cargo fetch` first: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let mut wrong = BTreeMap::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        if !licence_fits(licence) {
            wrong.insert(package["name"].as_str().unwrap(), licence);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// All parts of an AND must fit, one part of an OR is enough.
fn licence_fits(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|all| all.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}
