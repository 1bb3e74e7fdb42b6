//! Transcripts that somebody already has, through the program: a report like any other, without sound.

use std::path::{Path, PathBuf};

use gensvar::language::Language;
use gensvar::speech::attribute::RolesHint;
use gensvar::speech::transcripts::{self, Format};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{files, fixture, gensvar, run_demo, run_demo_into};

fn seed(name: &str) -> PathBuf {
    fixture("..").join("fuzz/seeds").join(name)
}

/// The one `session.json` below `out`.
fn session(out: &Path) -> Value {
    let files = files(out);
    let mut sessions = files.iter().filter(|(name, _)| name.ends_with("session.json"));
    let session = sessions.next().expect("there is a report").1;
    assert!(sessions.next().is_none(), "there is one report");
    serde_json::from_slice(session).unwrap()
}

/// A table of turns by two people, each ten seconds long.
fn table(turns: usize) -> String {
    let line = |turn: usize| {
        let (speaker, text) =
            if turn.is_multiple_of(2) { ("T", "Hur tänker du då?") } else { ("K", "Jag vill sluta röka.") };
        format!("a,{turn},{speaker},{text},{},{}\n", turn * 10, turn * 10 + 10)
    };
    format!("session,turn,speaker,text,start,end\n{}", (0..turns).map(line).collect::<String>())
}

#[test]
fn every_format_becomes_a_report_without_the_names_in_it() {
    for name in
        ["vtt/teams.vtt", "vtt/zoom.vtt", "srt/samtal.srt", "csv/samtal.csv", "json/samtal.json", "json/whisper.json"]
    {
        let (out, ending) = run_demo(&[&seed(name)], &["--goal", "Arvid vill dricka mindre"]);
        assert_eq!(ending.code, 0, "{name}: {}", ending.stderr);
        let session = session(out.path());
        assert_eq!(session["recording"], Value::Null, "{name}");
        assert!(session["dialogue"]["turns"].as_array().unwrap().len() >= 2, "{name}");
        let tasks: Vec<&str> =
            session["models"].as_array().unwrap().iter().map(|model| model["task"].as_str().unwrap()).collect();
        assert_eq!(tasks, ["names", "codes"], "{name}: nothing was heard");
        for (file, bytes) in files(out.path()).iter().filter(|(file, _)| !file.contains("ledger.db")) {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            for hidden in ["ebba", "arvid", "testsson", "testdotter"] {
                assert!(!text.contains(hidden), "{name}: {hidden} in {file}");
            }
        }
    }
}

#[test]
fn labels_tell_who_is_who_and_the_times_are_the_file_s() {
    let (out, ending) = run_demo(&[&seed("vtt/teams.vtt")], &[]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let session = session(out.path());
    let turns = session["dialogue"]["turns"].as_array().unwrap();
    let role = |turn: &Value| turn["turn"]["role"].as_str().or(turn["role"].as_str()).unwrap().to_owned();
    assert_eq!([role(&turns[0]), role(&turns[1])], ["counsellor", "client"]);
    assert_eq!(session["speakers"], Value::Null);
    assert_eq!(session["segment"]["span"]["end"], 8000);
    let page = files(out.path()).into_iter().find(|(name, _)| name.ends_with("report.html")).unwrap().1;
    assert!(String::from_utf8(page).unwrap().contains("&lt;script&gt;"), "who says <script> says <script>");
}

#[test]
fn a_second_run_leaves_the_report_alone_and_a_run_that_deletes_leaves_the_transcript() {
    let folder = TempDir::new().unwrap();
    let (transcript, out) = (folder.path().join("samtal.csv"), folder.path().join("out"));
    fs_err::write(&transcript, table(4)).unwrap();
    assert_eq!(run_demo_into(&out, &[&transcript], &["--delete-recordings"]).code, 0);
    let again = run_demo_into(&out, &[&transcript], &["--json", "--delete-recordings"]);
    let result: Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(result["recordings"][0]["state"], "already-there", "{}", again.stderr);
    assert!(transcript.exists() && again.stderr.contains("transcripts stay where they are"), "{}", again.stderr);
}

#[test]
fn no_speech_model_is_needed() {
    let out = TempDir::new().unwrap();
    let mut command = gensvar();
    let ending =
        command.args(["run", "--pipeline", "sv", "--out"]).arg(out.path()).arg(seed("srt/samtal.srt")).output();
    assert_eq!(ending.unwrap().status.code(), Some(0));
}

#[test]
fn a_part_is_chosen_as_from_a_recording() {
    let folder = TempDir::new().unwrap();
    let transcript = folder.path().join("lang.csv");
    fs_err::write(&transcript, table(300)).unwrap();
    let turns = |more: &[&str]| {
        let (out, ending) = run_demo(&[&transcript], more);
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let session = session(out.path());
        (
            session["segment"]["choice"].as_str().unwrap().to_owned(),
            session["dialogue"]["turns"].as_array().unwrap().len(),
        )
    };
    assert_eq!(turns(&["--segment", "05:00-10:00"]), ("given".to_owned(), 30));
    assert_eq!(turns(&[]), ("drawn".to_owned(), 120), "twenty minutes of fifty");
    let untimed = run_demo(&[&seed("csv/semikolon.csv")], &["--segment", "05:00-10:00"]).1;
    assert_eq!(untimed.code, 2);
}

#[test]
fn from_folders_only_subtitles_are_taken_and_none_whose_recording_is_there() {
    let folder = TempDir::new().unwrap();
    fs_err::copy(seed("srt/samtal.srt"), folder.path().join("b.srt")).unwrap();
    fs_err::copy(seed("vtt/zoom.vtt"), folder.path().join("kort.vtt")).unwrap();
    fs_err::copy(fixture("demo/kort.wav"), folder.path().join("kort.wav")).unwrap();
    fs_err::write(folder.path().join("summary.csv"), table(2)).unwrap();
    let (_out, ending) = run_demo(&[folder.path()], &["--json"]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let result: Value = serde_json::from_str(&ending.stdout).unwrap();
    assert_eq!(result["recordings"].as_array().unwrap().len(), 2, "{result}");
    assert!(ending.stderr.contains("2 other files"), "{}", ending.stderr);
}

#[test]
fn what_is_no_transcript_of_one_conversation_is_refused_without_its_words() {
    let (out, first) = run_demo(&[&seed("csv/samtal.csv")], &[]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let own = |name: &str| {
        let found = files(out.path()).into_keys().find(|file| file.ends_with(name)).unwrap();
        out.path().join(found)
    };
    let folder = TempDir::new().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs_err::write(&path, text).unwrap();
        path
    };
    let wrong = [
        own("session.json"),
        own("codes.csv"),
        own("summary.csv"),
        put("a.vtt", "Hemlighet"),
        put("b.srt", "1\n00:01 --> 00:02\nHemlighet sägs här\n"),
        put("c.json", "{\"turns\":\"Hemlighet\"}"),
        put("d.csv", "session,turn,speaker,text\n1,1,T,Hemlighet\n2,1,T,Hemlighet\n"),
    ];
    for path in wrong {
        let (out, ending) = run_demo(&[&path], &[]);
        assert_eq!(ending.code, 2, "{}: {}", path.display(), ending.stderr);
        assert!(ending.stderr.contains("transcript") && !ending.stderr.contains("Hemlighet"), "{}", ending.stderr);
        assert!(!files(out.path()).keys().any(|name| name.ends_with("report.html")));
    }
}

proptest! {
    /// Whatever is said, each speaker's words come back as written, in order, in all four formats.
    #[test]
    fn all_formats_say_the_same(said in prop::collection::vec((any::<bool>(), "[a-zåäö]{1,8}( [a-zåäö]{1,8}){0,5}[.?]"), 1..30)) {
        let speaker = |counsellor: &bool| if *counsellor { "Behandlare" } else { "Klient" };
        let time = |at: usize| format!("00:{:02}:{:02}", at / 60, at % 60);
        let (mut vtt, mut srt) = ("WEBVTT\n\n".to_owned(), String::new());
        let (mut csv, mut turns) = ("session,turn,speaker,text,start,end\n".to_owned(), Vec::new());
        for (at, (who, text)) in said.iter().enumerate() {
            let (who, start, end) = (speaker(who), time(at), time(at + 1));
            vtt += &format!("{start}.000 --> {end}.000\n<v {who}>{text}</v>\n\n");
            srt += &format!("{at}\n{start},000 --> {end},000\n{who}: {text}\n\n");
            csv += &format!("a,{at},{who},{text},{at},{}\n", at + 1);
            turns.push(serde_json::json!({ "speaker": who, "text": text, "start": at, "end": at + 1 }));
        }
        let json = serde_json::json!({ "lang": "sv", "turns": turns }).to_string();
        let read = |text: &str, format| {
            let found = transcripts::read(text.as_bytes(), format, Some(Language::Swedish), RolesHint::Auto).unwrap();
            found.dialogue.turns.iter().map(|turn| (turn.role, turn.span, turn.text.word_count())).collect::<Vec<_>>()
        };
        let expected = read(&csv, Format::Csv);
        let words: usize = said.iter().map(|(_, text)| text.split(' ').count()).sum();
        prop_assert_eq!(expected.iter().map(|turn| turn.2).sum::<usize>(), words);
        prop_assert_eq!(read(&vtt, Format::Vtt), expected.clone());
        prop_assert_eq!(read(&srt, Format::Srt), expected.clone());
        prop_assert_eq!(read(&json, Format::Json), expected);
    }
}
