//! The smaller verbs as users start them: code, deid, diarize, and what ffmpeg is needed for.

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ending, fixture, gensvar, run_demo_into};

#[test]
fn a_transcript_is_coded_row_by_row() {
    let folder = TempDir::new().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    let rows = "session,turn,speaker,text\n\
        a,1,counsellor,Hur har du haft det sen sist?\n\
        a,2,client,\"Jo, jag vill verkligen sluta röka nu.\"\n\
        b,1,T,Okej.\n";
    fs_err::write(&input, rows).unwrap();
    let mut command = gensvar();
    let ending: Ending =
        command.args(["code", "--language", "sv", "--out"]).arg(&output).arg(&input).output().unwrap().into();
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let mut table = csv::Reader::from_path(&output).unwrap();
    let header: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    let first = "session turn speaker codes main client_talk p_question p_reflection p_input p_other p_change p_sustain p_neutral";
    assert_eq!(header[..13].join(" "), first);
    assert_eq!(header.len(), 13 + 10);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0][3], &rows[0][4]), ("Q", "question"));
    assert!(rows[0][5].is_empty() && rows[1][4].is_empty() && !rows[1][5].is_empty());
}

#[test]
fn a_transcript_that_is_none_is_refused_with_its_line() {
    let folder = TempDir::new().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    fs_err::write(&input, "session,turn,speaker,text\na,1,Annika Hemlighetsson,Hej\n").unwrap();
    let mut command = gensvar();
    let ending: Ending =
        command.args(["code", "--language", "sv", "--out"]).arg(&output).arg(&input).output().unwrap().into();
    assert_eq!(ending.code, 2);
    assert!(ending.stderr.contains("line 2") && !ending.stderr.contains("Hemlighetsson"), "{}", ending.stderr);
    assert!(!output.exists());
}

#[test]
fn personal_data_are_masked_and_their_places_told_in_characters() {
    let folder = TempDir::new().unwrap();
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let text = "Öh, jag heter Åsa Lindqvist och bor i Örebro.";
    let line = serde_json::json!({ "id": 7, "lang": "sv", "turns": [{ "speaker": "client", "text": text }] });
    fs_err::write(&input, format!("{line}\n")).unwrap();
    let mut command = gensvar();
    let ending: Ending = command.arg("deid").arg(&input).arg("--spans").arg(&output).output().unwrap().into();
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let masked: Value = serde_json::from_str(&fs_err::read_to_string(&output).unwrap()).unwrap();
    assert_eq!(masked["id"], 7);
    assert_eq!(masked["turns"][0], "Öh, jag heter [NAMN 1] och bor i [PLATS 1].");
    let name = &masked["entities"][0];
    assert_eq!(name["type"], "NAME");
    let [start, end] = ["start", "end"].map(|key| usize::try_from(name[key].as_u64().unwrap()).unwrap());
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), "Åsa Lindqvist");
}

#[test]
fn strict_writes_nothing_when_something_may_remain() {
    let folder = TempDir::new().unwrap();
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let deid = |text: &str, strict: bool| -> Ending {
        let line = serde_json::json!({ "id": 7, "lang": "sv", "turns": [{ "speaker": "client", "text": text }] });
        fs_err::write(&input, format!("{line}\n")).unwrap();
        let mut command = gensvar();
        command.arg("deid").arg(&input).arg("--spans").arg(&output);
        command.args(strict.then_some("--strict")).output().unwrap().into()
    };
    let (doubtful, clear) = ("det är väl så att k u b är det", "Jag heter Åsa Lindqvist.");
    let refused = deid(doubtful, true);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("1 places") && refused.stderr.contains("--known-names"), "{}", refused.stderr);
    assert!(!output.exists());
    assert_eq!(deid(clear, true).code, 0);
    assert_eq!(deid(doubtful, false).code, 0);
    let masked: Value = serde_json::from_str(&fs_err::read_to_string(&output).unwrap()).unwrap();
    assert_eq!(masked["may_remain"][0]["type"], "NAME");
}

#[test]
fn de_identification_is_measured_on_marked_conversations() {
    let mut command = gensvar();
    let gold = fixture("privacy/gold/sv-01.txt");
    let ending: Ending = command.args(["eval", "privacy", "--json"]).arg(gold).output().unwrap().into();
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let measured: Value = serde_json::from_str(&ending.stdout).unwrap();
    assert_eq!(measured["recall"]["NAME"]["mentions"]["all"], 11);
    let interval = &measured["recall"]["NAME"]["words"]["interval_95"];
    assert!(interval[0].as_f64().unwrap() < interval[1].as_f64().unwrap());
    assert!(measured["needless_words"]["all"].as_u64().unwrap() > 300);
}

#[test]
fn who_spoke_when_is_written_as_rttm() {
    let folder = TempDir::new().unwrap();
    let output = folder.path().join("out.rttm");
    let mut command = gensvar();
    let recording = fixture("demo/kort.wav");
    let ending: Ending = command.arg("diarize").arg(recording).arg("--rttm").arg(&output).output().unwrap().into();
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    let rttm = fs_err::read_to_string(&output).unwrap();
    let speakers: std::collections::BTreeSet<&str> =
        rttm.lines().map(|line| line.split_whitespace().nth(7).unwrap()).collect();
    assert_eq!(speakers.len(), 2, "{rttm}");
    assert!(rttm.lines().all(|line| line.starts_with("SPEAKER ") && line.split_whitespace().count() == 10));
}

#[test]
fn a_format_that_needs_ffmpeg_says_so_when_there_is_none() {
    let out = TempDir::new().unwrap();
    let recording = fixture("audio/amr-nb.amr");
    let with = run_demo_into(out.path(), &[&recording], &[]);
    assert_eq!(with.code, 0, "{}", with.stderr);
    let mut command = gensvar();
    command.env("PATH", out.path()).args(["run", "--pipeline", "demo", "--resume=false", "--out"]);
    let without: Ending = command.arg(out.path()).arg(&recording).output().unwrap().into();
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("ffmpeg"), "{}", without.stderr);
}
