//! What others put before the program: files of any bytes, links and pipes, names that drive a terminal, words
//! that a browser or a spreadsheet would take for orders.

#[path = "../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "another crate's face")]
mod targets;

use std::path::Path;
use std::process::Command;

use gensvar::language::Language;
use gensvar::ledger::follow_up::{FollowUp, Person};
use gensvar::ledger::follow_up_page;
use gensvar::report::csv::codes_csv;
use gensvar::report::html::render_html;
use gensvar::report::model::{Feedback, Notice, SessionReport};
use gensvar::report::summary::write_summary;
use gensvar::report::write::write_session;
use tempfile::TempDir;

use crate::report::invented::report;
use crate::support::{files, fixture, run_demo};

/// Texts that are orders somewhere: to a browser, a spreadsheet, a parser of XML, a reader's eye.
const ORDERS: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "]]><!--</style></title>",
    "{{ 7919*7907 }}{% include 'style.css' %}",
    "a\u{2028}b\u{202e}c",
    "=cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1\n-1\t\"x\",y",
];

#[test]
fn every_fuzz_target_takes_its_seeds_and_what_was_found() {
    type Target = (&'static str, fn(&[u8]));
    let all: [Target; 8] = [
        ("sidecar", targets::sidecar),
        ("vtt", targets::vtt),
        ("srt", targets::srt),
        ("csv", targets::csv),
        ("json", targets::json),
        ("audio", targets::audio),
        ("pipeline", targets::pipeline),
        ("ledger", targets::ledger),
    ];
    for (name, target) in all {
        let seeds = files(&fixture("..").join("fuzz/seeds").join(name));
        assert!(seeds.len() >= 2, "{name} has no seeds");
        for contents in seeds.values() {
            target(contents);
            // Cut off anywhere, and with a byte turned.
            for cut in (0..contents.len()).step_by(contents.len() / 8 + 1) {
                target(&contents[..cut]);
                let mut turned = contents.clone();
                turned[cut] ^= 0x80;
                target(&turned);
            }
        }
    }
}

/// A report every text of which is `order`.
fn ordering(order: &str) -> SessionReport {
    let mut report = report(Feedback::Full);
    let text = || order.to_owned();
    (report.practitioner, report.date, report.session) = (text(), text(), text());
    report.goal = Some(text());
    report.notices.push(Notice::SkippedStage(text()));
    report.version = text();
    for model in &mut report.models {
        (model.name, model.task, model.sha256) = (text(), text(), text());
    }
    for turn in &mut report.dialogue.turns {
        turn.turn.text = text();
        turn.utterances.iter_mut().for_each(|utterance| utterance.text = text());
    }
    report
}

/// The page without what this program itself writes between `<` and `>`: its tags have no quotes but double ones.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()).collect()
}

#[test]
fn no_order_reaches_a_page_as_markup() {
    let plain = render_html(&report(Feedback::Full), Language::Swedish).unwrap();
    for order in ORDERS {
        for language in [Language::Swedish, Language::Bokmal, Language::English] {
            let page = render_html(&ordering(order), language).unwrap();
            for tag in tags(&page) {
                let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
                assert!(!["script", "img", "iframe", "object", "link"].contains(&name), "{order}: <{tag}>");
                assert!(!tag.contains("onerror") && !tag.contains("onmouseover"), "{order}: <{tag}>");
            }
            assert!(!page.contains(order) || !order.contains(['<', '"', '\'']), "{order} stands there unescaped");
            assert!(!page.contains("62615533"), "{order} was evaluated");
            assert_eq!(page.matches("<style>").count(), 1);
            assert_eq!(page.matches("</title>").count(), plain.matches("</title>").count());
            assert!(!page.contains(['\u{202e}', '\u{2028}']), "signs that turn the writing stand in the page");
        }
    }
}

#[test]
fn no_order_reaches_a_spreadsheet_as_a_formula() {
    for order in ORDERS {
        let folder = TempDir::new().unwrap();
        let report = ordering(order);
        write_session(folder.path(), &report, Language::Swedish).unwrap();
        write_summary(folder.path()).unwrap();
        let summary = fs_err::read_to_string(folder.path().join("summary.csv")).unwrap();
        for table in [codes_csv(&report).unwrap(), summary] {
            let mut reader =
                csv::ReaderBuilder::new().flexible(false).from_reader(table.trim_start_matches('\u{feff}').as_bytes());
            let rows: Vec<csv::StringRecord> =
                reader.records().map(|row| row.expect("every row has every column")).collect();
            assert!(!rows.is_empty());
            for cell in rows.iter().flatten() {
                assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{cell}");
                assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell}");
            }
        }
        let names: Vec<String> = files(folder.path()).into_keys().collect();
        assert!(names.iter().all(|name| !name.contains("..") && name.split('/').count() <= 2), "{names:?}");
    }
}

#[test]
fn the_page_of_the_follow_up_escapes_ids_and_units() {
    for order in ORDERS {
        let text = || order.to_owned();
        let person = Person { practitioner: text(), unit: Some(text()), recordings: 1, last: Some(text()) };
        let answer = FollowUp {
            schema: 1,
            term: "2026-H2".to_owned(),
            unit: Some(text()),
            with_feedback: 1,
            practitioners: vec![person],
            unnamed_recordings: 0,
            smallest_group: 5,
            all: Vec::new(),
            units: std::iter::once((text(), Vec::new())).collect(),
            asked: Some(text()),
            own: None,
        };
        let page = follow_up_page::render(&answer, Language::Swedish).unwrap();
        assert!(!page.contains("<script>alert") && !page.contains("<img"), "{order}");
        assert_policy(&page);
    }
}

/// Nothing is loaded, nothing is run, no form goes anywhere.
fn assert_policy(page: &str) {
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).expect("a policy").split('"').next().unwrap();
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    for needed in ["default-src 'none'", "base-uri 'none'", "form-action 'none'"] {
        assert!(directives.contains(&needed), "{policy}");
    }
    for forbidden in ["script-src", "unsafe-eval", "http", "data:", "*"] {
        assert!(!policy.contains(forbidden), "{policy}");
    }
    assert!(!page.contains("style=\"") && !page.contains(" onclick"));
}

#[test]
fn a_report_allows_its_own_style_and_nothing_else() {
    let page = render_html(&report(Feedback::Full), Language::Swedish).unwrap();
    assert_policy(&page);
    assert!(page.contains("style-src 'sha256-") && !page.contains("unsafe-inline"));
}

#[cfg(unix)]
mod in_folders {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn links_and_pipes_in_a_folder_are_refused_aloud_and_a_link_that_is_named_is_read() {
        let folder = TempDir::new().unwrap();
        symlink(fixture("demo/kort.wav"), folder.path().join("link.wav")).unwrap();
        symlink("/etc", folder.path().join("folder")).unwrap();
        symlink("/etc/passwd", folder.path().join("users.srt")).unwrap();
        pipe(&folder.path().join("pipe.m4a"));
        let (_out, ending) = run_demo(&[folder.path()], &[]);
        assert_eq!(ending.code, 2, "{}", ending.stderr);
        for name in ["link.wav", "pipe.m4a", "users.srt"] {
            assert!(ending.stderr.contains(&format!("{name} is a link or no plain file")), "{}", ending.stderr);
        }
        let (_out, ending) = run_demo(&[&folder.path().join("link.wav")], &[]);
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let (_out, ending) = run_demo(&[&folder.path().join("pipe.m4a"), Path::new("/dev/zero")], &[]);
        assert_eq!((ending.code, ending.stderr.matches("not a file").count()), (2, 2), "{}", ending.stderr);
    }

    #[test]
    fn a_sidecar_that_is_a_link_a_pipe_or_huge_is_refused() {
        let folder = TempDir::new().unwrap();
        let recording = folder.path().join("a.srt");
        fs_err::copy(fixture("..").join("fuzz/seeds/srt/samtal.srt"), &recording).unwrap();
        let sidecar = recording.with_extension("toml");
        let refused = |why: &str| {
            let (_out, ending) = run_demo(&[&recording], &[]);
            assert!(ending.code == 2 && ending.stderr.contains(why), "{}", ending.stderr);
            fs_err::remove_file(&sidecar).unwrap();
        };
        symlink("/etc/passwd", &sidecar).unwrap();
        refused("is a link");
        pipe(&sidecar);
        refused("not a plain file");
        fs_err::File::create(&sidecar).unwrap().set_len(1 << 40).unwrap();
        refused("larger than");
    }

    #[test]
    fn a_name_cannot_drive_the_terminal_nor_forge_a_line() {
        let folder = TempDir::new().unwrap();
        let name = "a\u{1b}]0;x\u{7}\u{1b}[2J\r\n2 of 2 recordings have a report\u{202e}.wav";
        fs_err::write(folder.path().join(name), "no sound").unwrap();
        fs_err::write(folder.path().join(std::ffi::OsStr::from_bytes(b"\xff\xfe.wav")), "no sound").unwrap();
        let (_out, ending) = run_demo(&[folder.path()], &["--json"]);
        assert_eq!(ending.code, 2);
        for told in [&ending.stderr, &ending.stdout] {
            assert!(!told.contains(['\u{1b}', '\u{7}', '\r']), "{told:?}");
        }
        assert!(!ending.stderr.contains('\u{202e}'), "{:?}", ending.stderr);
        assert!(!ending.stderr.lines().any(|line| line.starts_with("2 of 2 recordings have")), "{}", ending.stderr);
        let (_out, missing) = run_demo(&[Path::new("no\u{1b}[2Jwhere.wav")], &[]);
        assert!(missing.code == 1 && !missing.stderr.contains('\u{1b}'), "{:?}", missing.stderr);
    }

    #[test]
    fn giant_files_are_refused_before_they_are_read() {
        let folder = TempDir::new().unwrap();
        let giant = |name: &str, bytes: u64| {
            let path = folder.path().join(name);
            fs_err::File::create(&path).unwrap().set_len(bytes).unwrap();
            path
        };
        let recording = giant("a.wav", 1 << 42);
        let transcript = giant("b.vtt", (64 << 20) + 1);
        let (_out, ending) = run_demo(&[&recording, &transcript], &[]);
        assert_eq!(ending.code, 2);
        assert!(
            ending.stderr.contains("more than the limit") && ending.stderr.contains("larger than"),
            "{}",
            ending.stderr
        );
    }

    #[test]
    fn a_small_file_that_holds_a_day_is_refused_without_filling_the_memory() {
        let folder = TempDir::new().unwrap();
        let bomb = folder.path().join("bomb.flac");
        let made = Command::new("ffmpeg")
            .args(["-v", "error", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "90000"])
            .arg(&bomb)
            .status()
            .unwrap();
        assert!(made.success());
        let size = fs_err::metadata(&bomb).unwrap().len();
        assert!(size < 32 << 20, "{size} bytes are no bomb");
        let (_out, ending) = run_demo(&[&bomb], &[]);
        assert!(ending.code == 2 && ending.stderr.contains("longer than the limit"), "{}", ending.stderr);
    }
}
