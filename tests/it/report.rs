//! The report: what a coach sees, what a spreadsheet opens, what survives being killed.

pub(crate) mod invented;

use std::collections::BTreeSet;
use std::path::Path;

use gensvar::coding::globals::{Global, Globals, Range};
use gensvar::coding::miti::Code;
use gensvar::coding::score::TalkTime;
use gensvar::coding::uncertainty::{Interval, Intervals};
use gensvar::language::Language;
use gensvar::report::csv::codes_csv;
use gensvar::report::html::render_html;
use gensvar::report::json::{StoredSession, to_json};
use gensvar::report::model::*;
use gensvar::report::summary::write_summary;
use gensvar::report::write::write_session;
use invented::{report, score};

fn swedish(report: &SessionReport) -> String {
    render_html(report, Language::Swedish).expect("every report has a page")
}

/// Every value of an attribute in a page.
fn attributes<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_page_loads_nothing_runs_nothing_and_escapes_what_was_said() {
    let page = swedish(&report(Feedback::Full));
    assert!(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"));
    assert!(page.contains("&lt;script&gt;"));
    for forbidden in ["<script", "http://", "https://", "src=", "url(", "@import", "<link", "style=\""] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn every_link_leads_to_one_place_in_the_page() {
    let page = swedish(&report(Feedback::Full));
    let ids = attributes(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let links = attributes(&page, "href");
    assert!(links.len() > 20);
    for link in links {
        assert!(unique.contains(link.strip_prefix('#').unwrap()), "{link}");
    }
}

#[test]
fn a_count_links_to_each_place_it_rests_on_in_recording_time() {
    let page = swedish(&report(Feedback::Full));
    // Three questions count: the fourth stands in a volley that already has one.
    let row = page.split("scope=\"row\">Fråga").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("class=\"number\">3<"));
    assert_eq!(attributes(row, "href"), ["#t0-1", "#t4-1", "#t10-1"]);
    assert!(row.contains(">05:00<"));
    assert!(page.contains("tag code repeated"));
}

#[test]
fn the_strengths_form_shows_nothing_to_develop() {
    let (full, strengths) = (swedish(&report(Feedback::Full)), swedish(&report(Feedback::Strengths)));
    for part in ["Att utveckla", "Fråga om lov innan du ger råd", "MI-oförenligt", "ännu under", "tag care\">"] {
        assert!(!strengths.contains(part), "{part}");
    }
    assert!(full.contains("Att utveckla") && full.contains("Fråga om lov innan du ger råd"));
    assert!(strengths.contains("Det som gick bra") && strengths.contains("be om den fulla rapporten"));
}

#[test]
fn what_is_not_estimated_is_never_zero() {
    let page = swedish(&report(Feedback::Full));
    let row = page.split("scope=\"row\">Övertala med tillstånd").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("mäts inte ännu") && !row.contains("class=\"number\""));
}

#[test]
fn a_short_recording_gets_counts_without_levels() {
    let mut short = report(Feedback::Full);
    short.notices.push(Notice::Short);
    let page = swedish(&short);
    assert!(page.contains("Kortare än tio minuter") && !page.contains("<svg class=\"bullet\""));
    assert!(page.contains("class=\"number\">3<"));
}

#[test]
fn without_a_goal_the_clients_talk_is_not_shown() {
    let mut aimless = report(Feedback::Full);
    aimless.goal = None;
    aimless.notices.push(Notice::NoGoal);
    let page = swedish(&aimless);
    assert!(page.contains("Förändringsmålet saknas"));
    assert!(!page.contains("tag change") && !page.contains("Andel förändringstal</h3>"));
}

#[test]
fn the_gravest_notice_stands_first() {
    let page = swedish(&report(Feedback::Full));
    let demo = page.find("Demonstrationsmodell").unwrap();
    assert!(demo < page.find("Allt gick inte att tolka").unwrap());
    assert!(demo < page.find("Det som gick bra").unwrap());
}

#[test]
fn every_language_renders_every_notice_and_form() {
    let mut everything = report(Feedback::Full);
    everything.notices = vec![
        Notice::DemoSpeechModel,
        Notice::NoGoal,
        Notice::OneSpeaker,
        Notice::UnsureRoles,
        Notice::UnreadableSpeech(3),
        Notice::MayRemain(2),
        Notice::SkippedStage("speakers".to_owned()),
    ];
    let headings = [
        (Language::Swedish, "sv", "Det som gick bra"),
        (Language::Bokmal, "nb", "Det som gikk bra"),
        (Language::Nynorsk, "nb", "Det som gikk bra"),
        (Language::English, "en", "What went well"),
    ];
    for (language, code, heading) in headings {
        let page = render_html(&everything, language).unwrap();
        assert!(page.contains(&format!("<html lang=\"{code}\">")) && page.contains(heading), "{language}");
        assert_eq!(page.matches("class=\"notice").count(), 1 + everything.notices.len(), "{language}");
        assert!(!page.contains("{n}") && !page.contains("{share}") && !page.contains("{stage}"), "{language}");
    }
}

#[test]
fn a_transcript_without_times_or_sure_codes_still_has_a_report() {
    let mut bare = report(Feedback::Full);
    bare.segment = None;
    bare.recording = None;
    for turn in &mut bare.dialogue.turns {
        turn.turn.span = None;
        turn.utterances.clear();
    }
    bare.score.talk_time = TalkTime::default();
    let page = swedish(&bare);
    assert!(page.contains("Texten har inga tider") && page.contains("inga tydliga exempel"));
    assert!(page.contains("href=\"#t0\">#1</a>"));
    bare.dialogue.turns.clear();
    bare.score = score(&[], &[]);
    assert!(swedish(&bare).contains("underlag saknas"));
}

#[test]
fn a_spreadsheet_reads_the_codes_and_runs_none_of_them() {
    let table = codes_csv(&report(Feedback::Full)).unwrap();
    assert!(table.starts_with("\u{feff}turn,volley,role,start,end,text,code,confidence,client_talk\n"));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("turn"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let question = ["1", "1", "counsellor", "300.000", "314.000"];
    let question = [&question[..], &["Hur har du haft det sedan vi sågs sist?", "Q", "0.970", ""]].concat();
    assert_eq!(rows[1].iter().collect::<Vec<_>>(), question);
    assert_eq!(&rows[2][7], "0.620");
    assert_eq!(&rows[2][8], "change");
    assert!(rows.iter().all(|row| !row[5].starts_with(['=', '+', '-', '@'])));
    assert!(rows.iter().any(|row| row[5].starts_with("'=En gång")));
}

#[test]
fn the_figures_are_read_back_from_json_without_the_words() {
    let report = report(Feedback::Full);
    let stored: StoredSession = serde_json::from_str(&to_json(&report).unwrap()).unwrap();
    assert_eq!((stored.schema, stored.score, stored.notices), (SCHEMA, report.score, report.notices));
}

fn names(dir: &Path) -> BTreeSet<String> {
    let entries = fs_err::read_dir(dir).expect("the folder is there");
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// A set of names to compare with.
fn only<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[test]
fn a_session_is_written_whole_replaced_whole_and_stays_in_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let mut report = report(Feedback::Strengths);
    report.practitioner = "../../etc/mi 07".to_owned();
    // What a run that was killed leaves behind.
    fs_err::create_dir(dir.path().join(".______etc_mi_07-2026-10-14-4f1d9a02.new")).unwrap();
    let folder = write_session(dir.path(), &report, Language::Swedish).unwrap();
    assert_eq!(folder, dir.path().join("______etc_mi_07-2026-10-14-4f1d9a02"));
    report.feedback = Feedback::Full;
    write_session(dir.path(), &report, Language::Swedish).unwrap();
    assert_eq!(names(dir.path()), only(["______etc_mi_07-2026-10-14-4f1d9a02"]));
    assert_eq!(names(&folder), only(["codes.csv", "report.html", "session.json"]));
    assert!(fs_err::read_to_string(folder.join("report.html")).unwrap().contains("Att utveckla"));
}

#[test]
fn an_earlier_report_outlives_a_failed_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut report = report(Feedback::Strengths);
    let folder = write_session(dir.path(), &report, Language::Swedish).unwrap();
    // A file where the new folder is to be made stands for a disk that gives out.
    fs_err::write(dir.path().join(".mi-07-2026-10-14-4f1d9a02.new"), "").unwrap();
    report.feedback = Feedback::Full;
    write_session(dir.path(), &report, Language::Swedish).unwrap_err();
    assert!(!fs_err::read_to_string(folder.join("report.html")).unwrap().contains("Att utveckla"));
}

#[test]
fn advice_that_may_have_been_permitted_is_shown_as_such() {
    let mut known = report(Feedback::Full);
    assert!(swedish(&known).contains("kan ha skett med tillstånd"));
    known.dialogue.not_estimated.clear();
    known.score = score(&known.dialogue.turns, &[]);
    assert!(!swedish(&known).contains("kan ha skett med tillstånd"));
}

#[test]
fn an_output_folder_that_cannot_be_written_ends_the_batch_and_is_named() {
    use gensvar::severity::{Severe, Severity};
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = write_session(file.path(), &report(Feedback::Full), Language::Swedish).unwrap_err();
    assert_eq!(error.severity(), Severity::Batch);
    assert!(error.to_string().contains(file.path().to_str().unwrap()) && error.to_string().contains("--out"));
}

#[test]
fn the_summary_has_one_row_a_session_however_often_it_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let mut short = report(Feedback::Full);
    write_session(dir.path(), &short, Language::Swedish).unwrap();
    short.session = "00000001".to_owned();
    short.notices.push(Notice::Short);
    write_session(dir.path(), &short, Language::Swedish).unwrap();
    fs_err::create_dir(dir.path().join("broken")).unwrap();
    fs_err::write(dir.path().join("broken/session.json"), "{").unwrap();
    let first = write_summary(dir.path()).unwrap();
    let table = fs_err::read_to_string(dir.path().join("summary.csv")).unwrap();
    assert_eq!(write_summary(dir.path()).unwrap(), first);
    assert_eq!(fs_err::read_to_string(dir.path().join("summary.csv")).unwrap(), table);
    assert_eq!((first.sessions, first.unreadable), (2, vec![dir.path().join("broken/session.json")]));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| rows[row][columns.iter().position(|column| column == name).unwrap()].to_owned();
    assert_eq!(cell(0, "session"), "00000001");
    assert_eq!(
        (cell(0, "reflections_to_questions"), cell(1, "reflections_to_questions")),
        (String::new(), "1.000".into())
    );
    assert_eq!((cell(1, "Q"), cell(1, "PwP")), ("3".to_owned(), String::new()));
}

#[test]
fn intervals_stand_beside_counts_and_ratios_in_every_language() {
    let mut told = report(Feedback::Full);
    let (between, open) = (Interval { low: 4.0, high: Some(9.0) }, Interval { low: 1.25, high: None });
    told.score.intervals = Intervals {
        counts: Code::ALL.map(|code| (code, (code == Code::Question).then_some(between))).to_vec(),
        reflections_to_questions: Some(open),
        ..Intervals::default()
    };
    for (language, words) in [
        (Language::Swedish, ["mellan 4 och 9", "troligen få minst 1,2", "underlaget är för litet"]),
        (Language::Bokmal, ["mellom 4 og 9", "trolig fått minst 1,2", "grunnlaget er for lite"]),
        (Language::English, ["between 4 and 9", "probably get at least 1.2", "there is too little to say"]),
    ] {
        let page = render_html(&told, language).unwrap();
        assert!(words.iter().all(|words| page.contains(words)), "{language}");
    }
    let dir = tempfile::tempdir().unwrap();
    write_session(dir.path(), &told, Language::Swedish).unwrap();
    write_summary(dir.path()).unwrap();
    let table = fs_err::read_to_string(dir.path().join("summary.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| row[columns.iter().position(|column| column == name).unwrap()].to_owned();
    assert_eq!((cell("Q_low"), cell("Q_high")), ("4.000".to_owned(), "9.000".to_owned()));
    assert_eq!(
        (cell("reflections_to_questions_low"), cell("reflections_to_questions_high")),
        ("1.250".into(), "".into())
    );
}

#[test]
fn globals_are_ranges_that_say_what_they_are_or_a_reason_in_words() {
    let mut told = report(Feedback::Full);
    told.score.globals = Globals::Ranges(vec![(Global::Empathy, Range { low: 2.5, high: 4.0 })]);
    let page = swedish(&told);
    assert!(page.contains("mellan 2,5 och 4") && page.contains("på ett ungefär"));
    for (globals, reason) in [
        (Globals::NotLearnt, "ännu inte bättre än ett medelvärde"),
        (Globals::TooShort, "kortare än tio minuter"),
        (Globals::TooFewVolleys, "färre än 40 inlägg"),
    ] {
        told.score.globals = globals;
        assert!(swedish(&told).contains(reason), "{reason}");
    }
    // The strengths form shows no score that may be low; a part under ten minutes has none (section B).
    told.score.globals = Globals::Ranges(vec![(Global::Empathy, Range { low: 1.0, high: 1.5 })]);
    assert!(!swedish(&SessionReport { feedback: Feedback::Strengths, ..told.clone() }).contains("mellan 1 och 1,5"));
    told.notices.push(Notice::Short);
    assert!(!swedish(&told).contains("mellan 1 och 1,5") && swedish(&told).contains("kortare än tio minuter"));
}

/// Writes pages to look at: `GENSVAR_LOOK=folder cargo test look_at -- --ignored`.
#[test]
#[ignore = "for eyes"]
fn look_at_the_pages() {
    let folder = std::path::PathBuf::from(std::env::var_os("GENSVAR_LOOK").unwrap());
    for (feedback, name) in [(Feedback::Full, "full"), (Feedback::Strengths, "strengths")] {
        for language in Language::ALL {
            let page = render_html(&report(feedback), language).unwrap();
            fs_err::write(folder.join(format!("{name}-{language}.html")), page).unwrap();
        }
    }
}

#[test]
fn a_report_that_is_told_of_its_recordings_end_is_as_if_written_with_it() {
    for language in [Language::Swedish, Language::Bokmal, Language::English] {
        for (before, after) in [
            (RecordingFate::ToBeDeleted, RecordingFate::Deleted),
            (RecordingFate::ToBeMoved, RecordingFate::Moved),
            (RecordingFate::Kept, RecordingFate::ToBeDeleted),
        ] {
            let at = (after != RecordingFate::ToBeDeleted).then(|| "2026-10-14T12:00:00Z".to_owned());
            let write = |fate, at| {
                let folder = tempfile::tempdir().unwrap();
                let report = SessionReport { recording: Some(fate), recording_gone_at: at, ..report(Feedback::Full) };
                let written = write_session(folder.path(), &report, language).unwrap();
                (folder, written)
            };
            let (_told, told) = write(before, None);
            let (_meant, meant) = write(after, at.clone());
            gensvar::report::fate::tell(&told, after, at.as_deref()).unwrap();
            assert_eq!(crate::support::files(&told), crate::support::files(&meant), "{language} {after:?}");
            // A report of an earlier version has no line for the time.
            let (_older, older) = write(before, None);
            let json = fs_err::read_to_string(older.join("session.json")).unwrap();
            fs_err::write(older.join("session.json"), json.replace("  \"recording_gone_at\": null,\n", "")).unwrap();
            gensvar::report::fate::tell(&older, after, at.as_deref()).unwrap();
            assert_eq!(crate::support::files(&older), crate::support::files(&meant), "{language} {after:?}");
        }
    }
}
