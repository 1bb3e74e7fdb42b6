//! Coders' files by their folders, as `gensvar sample` makes one for each coder: not every shell writes out `A/*.xlsx`.

use std::path::{Path, PathBuf};

use crate::agreement::problem::{Problem, WrongInput};

/// The files as they are, and of a folder its workbooks, or where it has none its CSV files, sorted.
///
/// # Errors
/// When a folder cannot be read or has neither.
pub(super) fn in_folders(paths: &[PathBuf]) -> Result<Vec<PathBuf>, WrongInput> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(of_folder(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn of_folder(folder: &Path) -> Result<Vec<PathBuf>, WrongInput> {
    let wrong = |problem| WrongInput { file: folder.display().to_string(), line: None, problem };
    let entries = fs_err::read_dir(folder).map_err(|e| wrong(Problem::Unreadable(e.kind())))?;
    // What begins with ~$ is the mark of a workbook that Excel has open.
    let open = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("~$"));
    let inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| !open(path)).collect();
    let ending = |wanted: &str| {
        let ends = |path: &&PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(wanted));
        inside.iter().filter(ends).cloned().collect::<Vec<_>>()
    };
    let mut found = [ending("xlsx"), ending("csv")].into_iter().find(|files| !files.is_empty()).unwrap_or_default();
    found.sort();
    if found.is_empty() { Err(wrong(Problem::Empty)) } else { Ok(found) }
}
