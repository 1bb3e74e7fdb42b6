//! The folder that goes to the coders, made beside its place and renamed; and the key, which stays with the reports.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::plan::{Task, tasks};
use super::protocol::{self, Form};
use super::{Sample, SampleError, Wishes};
use crate::files::{sync_folder, write_atomic};
use crate::language::Language;
use crate::privacy::dialogue::Role;
use crate::report::csv::inert;

/// What was written.
pub struct Written {
    /// The key, among the reports.
    pub key: PathBuf,
    /// Sessions that two code.
    pub double: usize,
    /// Protocols, over all coders.
    pub protocols: usize,
}

/// Writes `out` for the coders (protocols, plan, transcripts, instructions) and the key into `reports`. Nothing of a
/// folder that holds anything is touched.
///
/// # Errors
/// When `out` is not empty, lies among the reports or cannot be written.
pub fn write(sample: &Sample, wishes: &Wishes, reports: &Path, out: &Path) -> Result<Written, SampleError> {
    check(reports, out)?;
    let form = Form::load(wishes.language);
    let tasks = tasks(sample.sessions.len(), wishes.coders.len(), wishes.double);
    // The key first: a folder of protocols whose key was lost is worth nothing.
    let key = reports.join(format!("key-{}.csv", sample.id));
    write_atomic(&key, &key_table(sample, &form)?)?;
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs_err::create_dir_all(parent)?;
    let staging = tempfile::Builder::new().prefix(".gensvar-sample-").tempdir_in(parent)?;
    fill(staging.path(), sample, wishes, &form, &tasks)?;
    readable(staging.path())?;
    if out.is_dir() {
        fs_err::remove_dir(out)?;
    }
    fs_err::rename(staging.path(), out)?;
    // It has another name now: nothing is left to clear away.
    let _ = staging.keep();
    sync_folder(parent);
    let double = tasks.iter().filter(|task| task.double).count() / 2;
    Ok(Written { key, double, protocols: tasks.len() })
}

fn check(reports: &Path, out: &Path) -> Result<(), SampleError> {
    match fs_err::read_dir(out).map(|mut entries| entries.next().is_some()) {
        Ok(true) => return Err(SampleError::NotEmpty(out.to_owned())),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(SampleError::Write(error)),
        Ok(false) | Err(_) => {}
    }
    let reports = fs_err::canonicalize(reports)?;
    let among = std::path::absolute(out)?
        .ancestors()
        .any(|above| fs_err::canonicalize(above).is_ok_and(|above| above == reports));
    if among { Err(SampleError::AmongReports(out.to_owned())) } else { Ok(()) }
}

/// A temporary folder is for its owner alone; this one is handed on, by whatever the user's mask allows.
fn readable(folder: &Path) -> io::Result<()> {
    let beside = folder.join(".mask");
    fs_err::create_dir(&beside)?;
    fs_err::set_permissions(folder, fs_err::metadata(&beside)?.permissions())?;
    fs_err::remove_dir(&beside)
}

fn fill(folder: &Path, sample: &Sample, wishes: &Wishes, form: &Form, tasks: &[Task]) -> Result<(), SampleError> {
    let help = instructions(sample, wishes, form);
    put(&folder.join(&form.own.instructions_file), format!("\u{feff}{help}").as_bytes())?;
    put(&folder.join("plan.csv"), &plan_table(sample, wishes, form, tasks)?)?;
    for (language, table) in transcripts(sample)? {
        put(&folder.join(format!("transcripts-{language}.csv")), &table)?;
    }
    for coder in &wishes.coders {
        fs_err::create_dir(folder.join(coder))?;
    }
    for task in tasks {
        let (session, coder) = (&sample.sessions[task.session], &wishes.coders[task.coder]);
        let path = |ending: &str| folder.join(coder).join(format!("{}{ending}", session.number));
        let book = protocol::workbook(form, session, coder, &help).map_err(fault)?;
        put(&path(".xlsx"), &book)?;
        put(&path(".csv"), &protocol::turns_csv(form, session, coder).map_err(fault)?)?;
        put(&path("-session.csv"), &protocol::session_csv(form, session, coder).map_err(fault)?)?;
    }
    Ok(())
}

/// Writes a file of the folder, readable by whomever the user's mask allows. The folder gets its name when all of it is
/// there: no file needs a temporary name of its own.
fn put(path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = fs_err::File::create_new(path)?;
    file.write_all(contents)?;
    file.sync_all()
}

fn fault(error: impl std::fmt::Display) -> SampleError {
    SampleError::Format(error.to_string())
}

fn instructions(sample: &Sample, wishes: &Wishes, form: &Form) -> String {
    let folders = wishes.coders.join(" ");
    form.own.instructions.trim().replace("{draw}", &sample.id).replace("{folders}", &folders) + "\n"
}

/// Who codes what. No stratum: it would tell the practitioner or the month.
fn plan_table(sample: &Sample, wishes: &Wishes, form: &Form, tasks: &[Task]) -> Result<Vec<u8>, SampleError> {
    let (names, own) = (&form.shared.template, &form.own);
    let mut rows =
        vec![[&names.session, &names.coder, &own.double, &own.spoken, &own.protocol].map(Clone::clone).to_vec()];
    rows.extend(tasks.iter().map(|task| {
        let (session, coder) = (&sample.sessions[task.session], &wishes.coders[task.coder]);
        let double = if task.double { &own.yes } else { &own.no };
        let file = format!("{coder}/{}.xlsx", session.number);
        vec![session.number.clone(), coder.clone(), double.clone(), session.words.language.to_string(), file]
    }));
    form.table(&rows).map_err(fault)
}

/// Which running number is which session.
fn key_table(sample: &Sample, form: &Form) -> Result<Vec<u8>, SampleError> {
    let header = ["number", "session"].map(str::to_owned).to_vec();
    let rows = sample.sessions.iter().map(|drawn| vec![drawn.number.clone(), inert(&drawn.words.session)]);
    form.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>()).map_err(fault)
}

/// The sessions' text by language, as `gensvar code` reads it.
fn transcripts(sample: &Sample) -> Result<BTreeMap<String, Vec<u8>>, SampleError> {
    let mut by_language: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for drawn in &sample.sessions {
        let header = || vec![["session", "turn", "speaker", "text"].map(str::to_owned).to_vec()];
        let rows = by_language.entry(drawn.words.language.to_string()).or_insert_with(header);
        rows.extend((1_usize..).zip(drawn.words.turns()).map(|(number, turn)| {
            let speaker = match turn.role {
                Role::Counsellor => "counsellor",
                Role::Client => "client",
                Role::Other => "other",
            };
            vec![drawn.number.clone(), number.to_string(), speaker.to_owned(), inert(turn.text)]
        }));
    }
    let plain = Form { separator: b',', ..Form::load(Language::English) };
    by_language.into_iter().map(|(language, rows)| Ok((language, plain.table(&rows).map_err(fault)?))).collect()
}
