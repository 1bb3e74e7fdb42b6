//! Sessions drawn for human coders: reproducible, stratified, blind; protocols that go straight into `agree`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use gensvar::language::Language;
use gensvar::report::model::Feedback;
use gensvar::report::write::write_session;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;

use crate::report::invented::report;
use crate::support::{Ending, files, gensvar};

/// A folder of reports: six sessions of mi-07 and three of mi-08, and what else lies among reports.
fn reports() -> TempDir {
    let folder = TempDir::new().unwrap();
    for at in 0..9 {
        let mut report = report(Feedback::Full);
        report.practitioner = if at < 6 { "mi-07" } else { "mi-08" }.to_owned();
        report.session = format!("4f1d9a{at:02}");
        report.date = format!("2026-1{}-14", at % 3);
        write_session(folder.path(), &report, Language::Swedish).unwrap();
    }
    fs_err::create_dir(folder.path().join(".unfinished")).unwrap();
    fs_err::create_dir(folder.path().join("broken")).unwrap();
    fs_err::write(folder.path().join("broken/session.json"), "{").unwrap();
    folder
}

fn sample(reports: &Path, out: &Path, more: &[&str]) -> Ending {
    let mut command = gensvar();
    command.arg("sample").arg(reports).arg("--out").arg(out).args(more);
    command.output().unwrap().into()
}

/// A CSV file as rows of cells.
fn table(path: &Path, separator: u8) -> Vec<Vec<String>> {
    let text = fs_err::read_to_string(path).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn key(reports: &Path) -> PathBuf {
    let entries = fs_err::read_dir(reports).unwrap();
    let mut keys = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("key-")));
    let key = keys.next().unwrap();
    assert!(keys.next().is_none());
    key
}

/// How many sessions of a key are those of mi-08.
fn of_the_second(key: &[Vec<String>]) -> usize {
    key[1..].iter().filter(|row| ["4f1d9a06", "4f1d9a07", "4f1d9a08"].contains(&row[1].as_str())).count()
}

/// Every sheet of a workbook: its name and its cells.
fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let text = |cell: &Data| cell.to_string();
    let sheets = book.worksheets();
    sheets
        .into_iter()
        .map(|(name, cells)| (name, cells.rows().map(|row| row.iter().map(text).collect()).collect()))
        .collect()
}

#[test]
fn the_same_wishes_give_the_same_bytes_and_another_seed_another_draw() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    let drawn = |name: &str, seed: &str| {
        let out = coders.path().join(name);
        let ending = sample(reports.path(), &out, &["--count", "4", "--seed", seed]);
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        assert!(ending.stderr.contains("4 of 9 sessions") && ending.stderr.contains("1 folders hold no session"));
        let key = fs_err::read(key(reports.path())).unwrap();
        fs_err::remove_file(self::key(reports.path())).unwrap();
        (files(&out), key)
    };
    let first = drawn("a", "5");
    assert!(first == drawn("b", "5"));
    assert!(first.1 != drawn("c", "6").1);
}

#[test]
fn strata_get_their_share_and_the_key_stays_with_the_reports() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    let ending = sample(reports.path(), &coders.path().join("out"), &["--count", "6", "--by", "practitioner"]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let key = table(&key(reports.path()), b';');
    assert_eq!((key.len(), key[1][0].as_str()), (1 + 6, "S01"));
    assert_eq!(of_the_second(&key), 2);
    let unique: BTreeSet<&String> = key[1..].iter().map(|row| &row[1]).collect();
    assert_eq!(unique.len(), 6);
}

#[test]
fn units_come_from_the_list_of_the_expected() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    let list = coders.path().join("expected.csv");
    fs_err::write(&list, "practitioner;unit\nmi-07;Norr\nmi-08;Syd\n").unwrap();
    let (out, list) = (coders.path().join("out"), list.to_str().unwrap());
    assert_eq!(sample(reports.path(), &out, &["--count", "3", "--by", "unit"]).code, 1);
    assert_eq!(sample(reports.path(), &out, &["--count", "3", "--by", "unit", "--expected", list]).code, 0);
    let key = table(&key(reports.path()), b';');
    assert_eq!(of_the_second(&key), 1);
}

#[test]
fn coders_see_neither_who_nor_when_nor_any_estimate() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    let out = coders.path().join("out");
    let ending = sample(reports.path(), &out, &["--count", "9", "--by", "month", "--double", "1"]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    for (name, bytes) in files(&out) {
        let text = if name.ends_with(".xlsx") {
            format!("{:?}", sheets(&out.join(&name)))
        } else {
            String::from_utf8(bytes).unwrap()
        };
        for secret in ["mi-07", "mi-08", "4f1d9a", "2026", "0.97", "0.84"] {
            assert!(!text.contains(secret) && !name.contains(secret), "{secret} in {name}");
        }
        if name.ends_with(".xlsx") {
            let turns = &sheets(&out.join(&name))[0].1;
            assert_eq!(turns.len(), 1 + 14);
            assert!(turns[1..].iter().all(|row| row[5].is_empty() && row[6].is_empty()), "{name}");
            // What was said is there, masked, and is no formula.
            assert!(turns[1][4].starts_with("Hej [NAMN 1]") && turns[12][4].starts_with("=En gång"));
        }
    }
}

#[test]
fn a_share_is_coded_by_two_and_everybody_gets_the_files_of_the_plan() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    let out = coders.path().join("out");
    let wishes = ["--count", "8", "--double", "0.3", "--coders", "k1,k2,k3", "--language", "en"];
    assert_eq!(sample(reports.path(), &out, &wishes).code, 0);
    let plan = table(&out.join("plan.csv"), b',');
    let twice: Vec<&Vec<String>> = plan[1..].iter().filter(|row| row[2] == "yes").collect();
    let sessions: BTreeSet<&String> = twice.iter().map(|row| &row[0]).collect();
    // Three of eight, each by another pair.
    assert_eq!((twice.len(), sessions.len(), plan.len() - 1), (6, 3, 11));
    for row in &plan[1..] {
        for ending in ["", "-session"] {
            assert!(out.join(&row[1]).join(format!("{}{ending}.csv", row[0])).is_file());
        }
        assert!(out.join(&row[4]).is_file());
    }
    let books = files(&out).into_keys().filter(|name| name.ends_with(".xlsx")).count();
    assert_eq!(books, 11);
}

#[test]
fn nothing_that_somebody_may_have_filled_in_is_overwritten() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    fs_err::write(coders.path().join("filled.csv"), "Q").unwrap();
    let full = sample(reports.path(), coders.path(), &["--count", "2"]);
    assert!(full.code == 1 && full.stderr.contains("not empty"), "{}", full.stderr);
    let among = sample(reports.path(), &reports.path().join("coders"), &["--count", "2"]);
    assert!(among.code == 1 && among.stderr.contains("among the reports"), "{}", among.stderr);
    let many = sample(reports.path(), &coders.path().join("out"), &["--count", "10"]);
    assert!(many.code == 1 && many.stderr.contains("--count 9"), "{}", many.stderr);
    for coders_ids in [["--coders", "A,a"], ["--coders", "Anna Svensson"], ["--double", "1.5"]] {
        let wrong = sample(reports.path(), &coders.path().join("out"), &[&["--count", "2"], &coders_ids[..]].concat());
        assert_eq!(wrong.code, 1, "{}", wrong.stderr);
    }
    let empty = sample(coders.path(), &reports.path().join("../out"), &["--count", "2"]);
    assert!(empty.code == 3 && empty.stderr.contains("no sessions"), "{}", empty.stderr);
    assert_eq!(files(coders.path()).len(), 1);
    // A draw that was refused leaves no key behind.
    assert!(
        fs_err::read_dir(reports.path())
            .unwrap()
            .flatten()
            .all(|entry| !entry.file_name().to_string_lossy().starts_with("key-"))
    );
}

/// What an invented coder says of a row: codes where a cell is open, talk where the client speaks.
fn said(row: usize, client: bool, volley: bool, words: [&str; 3]) -> (String, String) {
    let codes = ["Q", "SR;Q", "NC", "CR", "GI"][row % 5];
    match (client, volley) {
        (true, _) => (String::new(), words[row % 3].to_owned()),
        (false, true) => (codes.to_owned(), String::new()),
        (false, false) => (String::new(), String::new()),
    }
}

#[test]
fn filled_protocols_go_straight_into_agree_in_every_language() {
    let reports = reports();
    let languages = [
        ("sv", b';', ["förändringstal", "bibehållandetal", "neutralt"], "klient"),
        ("nb", b';', ["endringssnakk", "status quo-snakk", "nøytralt"], "klient"),
        ("en", b',', ["change", "sustain", "neutral"], "client"),
    ];
    for (language, separator, words, client) in languages {
        let coders = TempDir::new().unwrap();
        let out = coders.path().join("out");
        let ending = sample(reports.path(), &out, &["--count", "4", "--double", "1", "--language", language]);
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let mut command = gensvar();
        command.arg("agree").args(["--json", "--draws", "50", "--reference"]);
        for (name, _) in files(&out).into_iter().filter(|(name, _)| name.starts_with("A/") && name.ends_with(".xlsx")) {
            fill_workbook(&out.join(&name), words, client);
        }
        command.arg(out.join("A"));
        for (name, _) in files(&out).into_iter().filter(|(name, _)| name.starts_with("B/") && name.ends_with(".csv")) {
            fill_csv(&out.join(&name), separator, words, client);
            let _ = fs_err::remove_file(out.join(&name).with_extension("xlsx"));
        }
        command.arg(out.join("B"));
        let ending: Ending = command.output().unwrap().into();
        assert_eq!(ending.code, 0, "{language}: {}", ending.stderr);
        let told: Value = serde_json::from_str(&ending.stdout).unwrap();
        let text = told.to_string();
        assert!(text.contains("\"A\"") && text.contains("\"B\""), "{text}");
        assert_eq!(told["alignment"]["units_both"], 4 * 14, "{language}: {}", told["alignment"]);
        assert_eq!(told["codes"]["Q"]["percent"]["value"], 1.0, "{language}");
        assert!(told["codes"]["Q"]["kappa"]["value"].as_f64().is_some_and(|kappa| kappa == 1.0));
        assert!(told["session_measures"]["Empathy"]["n"] == 4, "{}", told["session_measures"]["Empathy"]);
    }
}

fn fill_workbook(path: &Path, words: [&str; 3], client: &str) {
    let mut book = Workbook::new();
    for (at, (name, rows)) in sheets(path).into_iter().enumerate() {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
            if at == 0 && row > 0 {
                let (codes, talk) = said(row, cells[3] == client, !cells[2].is_empty(), words);
                sheet.write_string(row as u32, 5, codes).unwrap().write_string(row as u32, 6, talk).unwrap();
            }
            // The four globals stand below session, coder, goal and an empty row.
            if at == 1 && (4..8).contains(&row) {
                sheet.write_number(row as u32, 1, 3.0 + (row % 2) as f64).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

fn fill_csv(path: &Path, separator: u8, words: [&str; 3], client: &str) {
    let mut rows = table(path, separator);
    if path.to_string_lossy().contains("-session") {
        let globals = rows[1].len() - 4;
        rows[1][globals..].iter_mut().enumerate().for_each(|(at, cell)| *cell = (3 + at % 2).to_string());
    } else {
        for (at, row) in rows.iter_mut().enumerate().skip(1) {
            (row[5], row[6]) = said(at, row[3] == client, !row[2].is_empty(), words);
        }
    }
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_path(path).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

#[test]
fn the_transcripts_are_what_code_reads_and_what_it_says_meets_the_protocols() {
    let (reports, coders) = (reports(), TempDir::new().unwrap());
    let out = coders.path().join("out");
    assert_eq!(sample(reports.path(), &out, &["--count", "2", "--coders", "A"]).code, 0);
    let estimate = coders.path().join("estimate.csv");
    let mut command = gensvar();
    command.args(["code", "--language", "sv", "--out"]).arg(&estimate).arg(out.join("transcripts-sv.csv"));
    let ending: Ending = command.output().unwrap().into();
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let mut command = gensvar();
    command.args(["agree", "--json", "--draws", "0", "--estimate"]).arg(&estimate).arg("--reference");
    for session in ["S01", "S02"] {
        let path = out.join("A").join(format!("{session}.csv"));
        fill_csv(&path, b';', ["förändringstal", "bibehållandetal", "neutralt"], "klient");
        command.arg(path);
    }
    let ending: Ending = command.output().unwrap().into();
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let told: Value = serde_json::from_str(&ending.stdout).unwrap();
    assert_eq!(told["alignment"]["units_both"], 2 * 14, "{}", told["alignment"]);
}
