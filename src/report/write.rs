//! A session's folder: its three files, written so that nobody ever sees a part of them.

use std::io;
use std::path::{Path, PathBuf};

use crate::files::{sync_folder, write_atomic};
use crate::language::Language;
use crate::report::csv::codes_csv;
use crate::report::error::ReportError;
use crate::report::html::render_html;
use crate::report::json::{read_session, to_json};
use crate::report::model::SessionReport;

/// A session's files.
const FILES: [&str; 3] = ["report.html", "session.json", "codes.csv"];
/// The longest part of a folder's name that a practitioner's id may take, in characters.
const LONGEST_ID: usize = 40;
/// The ending of a hidden folder whose files are being removed.
const REMOVED: &str = ".removed";
/// The endings of hidden folders.
const ENDINGS: [&str; 3] = [".new", ".old", REMOVED];

/// Writes `dir/<practitioner>-<date>-<session>/` with `report.html` (in `language`), `session.json`
/// and `codes.csv`, and says where it is. The files are made beside it under a hidden name and the
/// whole folder is renamed; an earlier report on the same session is replaced. A run that was
/// killed in between leaves a hidden folder, which the next write of that session clears away.
///
/// # Errors
/// [`ReportError::Write`] when `dir` has no space or cannot be written to; the others would be
/// faults in this program. The earlier report, if any, is then still there.
pub fn write_session(dir: &Path, report: &SessionReport, language: Language) -> Result<PathBuf, ReportError> {
    let texts = [render_html(report, language)?, to_json(report)?, codes_csv(report)?];
    let name = folder_name(&report.practitioner, &report.date, &report.session);
    let (folder, staging) = (dir.join(&name), dir.join(format!(".{name}.new")));
    fs_err::create_dir_all(dir)?;
    clear(&staging)?;
    fs_err::create_dir(&staging)?;
    let written =
        FILES.iter().zip(&texts).try_for_each(|(name, text)| write_atomic(&staging.join(name), text.as_bytes()));
    let placed = written.and_then(|()| place(&staging, &folder, &dir.join(format!(".{name}.old"))));
    if let Err(error) = placed {
        // The error that is told is the first one; a staging folder that stays is cleared next time.
        let _ = clear(&staging);
        return Err(error.into());
    }
    sync_folder(dir);
    Ok(folder)
}

/// Removes a session's folder from `dir`: it is gone from sight at once, whatever happens after that; the files
/// of one that was interrupted go with [`clear_removed`].
///
/// # Errors
/// When it cannot be removed; one that is not there is no error.
pub fn remove_session(dir: &Path, folder: &str) -> io::Result<()> {
    let removed = dir.join(format!(".{folder}{REMOVED}"));
    clear(&removed)?;
    match fs_err::rename(dir.join(folder), &removed) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    }
    sync_folder(dir);
    clear(&removed)
}

/// Clears away what an interrupted [`remove_session`] left.
///
/// # Errors
/// When the folder cannot be read or something in it not be removed.
pub fn clear_removed(dir: &Path) -> io::Result<()> {
    for entry in fs_err::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(REMOVED) {
            clear(&entry.path())?;
        }
    }
    Ok(())
}

/// Puts the finished folder in its place; what stood there goes by way of `retired`.
fn place(finished: &Path, folder: &Path, retired: &Path) -> io::Result<()> {
    if folder.exists() {
        clear(retired)?;
        fs_err::rename(folder, retired)?;
    }
    if let Err(error) = fs_err::rename(finished, folder) {
        // Put the earlier report back; when even that fails it is still there under its hidden name.
        let _ = fs_err::rename(retired, folder);
        return Err(error);
    }
    clear(retired)
}

/// Removes a folder that may be absent.
fn clear(folder: &Path) -> io::Result<()> {
    match fs_err::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The folder of a session in `dir`, whether or not it is there.
pub fn session_folder(dir: &Path, practitioner: &str, date: &str, session: &str) -> PathBuf {
    dir.join(folder_name(practitioner, date, session))
}

/// Whether `folder` holds a report that was made in just this way.
pub fn is_current(folder: &Path, fingerprint: &str) -> bool {
    let whole = FILES.iter().all(|name| folder.join(name).is_file());
    whole && read_session(folder).is_ok_and(|session| session.fingerprint.as_deref() == Some(fingerprint))
}

/// The folder's name: never the recording's, and free of anything that a file system reads as a
/// path.
fn folder_name(practitioner: &str, date: &str, session: &str) -> String {
    let [practitioner, date, session] = [practitioner, date, session].map(plain);
    format!("{practitioner}-{date}-{session}")
}

/// The id and the session that a folder's name holds; hidden folders of unfinished work too.
pub fn read_folder_name(name: &str) -> Option<(String, String)> {
    let name = ENDINGS.iter().fold(name.trim_start_matches('.'), |name, ending| name.trim_end_matches(ending));
    let mut parts = name.rsplitn(5, '-');
    let (session, day, month, year) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let dated = digits(day, 2) && digits(month, 2) && digits(year, 4);
    let named = session.len() == 8 && session.bytes().all(|byte| byte.is_ascii_hexdigit());
    (dated && named).then(|| Some((parts.next()?.to_owned(), session.to_owned())))?
}

/// Letters, digits, `-` and `_` of an id; any other sign becomes `_`.
pub fn plain(id: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    id.chars().take(LONGEST_ID).map(kept).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_id_leads_out_of_the_folder(id in any::<String>()) {
            let name = format!("{}-2026-10-14", plain(&id));
            let components: Vec<_> = Path::new(&name).components().collect();
            prop_assert_eq!(components, [std::path::Component::Normal(name.as_ref())]);
        }
    }
}
