//! The program works where there is no network, and asks for none: every verb but `models pull` runs in a network
//! namespace without interfaces, and under `strace` makes no socket but those of the machine itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::fixture;

/// A way of starting the program, with what it needs to be there.
fn under(wrapper: &[&str], home: &Path, arguments: &[&str]) -> Output {
    let mut words = wrapper.iter().copied();
    let mut command = Command::new(words.next().expect("a wrapper"));
    command.args(words).arg(assert_cmd::cargo::cargo_bin("gensvar")).args(arguments);
    for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("GENSVAR_")) {
        command.env_remove(variable);
    }
    // As users start it: what keeps ONNX Runtime silent in tests is not set.
    command.env_remove("ORT_DISABLE_TELEMETRY");
    command.env("HOME", home).env("XDG_DATA_HOME", home).current_dir(home).stdin(Stdio::null()).output().unwrap()
}

/// Whether the tool can be used here; says so aloud when it cannot, for then nothing is shown.
#[expect(clippy::print_stderr, reason = "a test that shows nothing says so")]
fn works(wrapper: &[&str]) -> bool {
    let tried = Command::new(wrapper[0]).args(&wrapper[1..]).arg("true").output();
    let works = tried.as_ref().is_ok_and(|tried| tried.status.success());
    if !works {
        eprintln!("NOT SHOWN: `{}` is not permitted here: {tried:?}", wrapper.join(" "));
    }
    works
}

/// What every verb is given, and the exit code by which it says that it did its work.
fn verbs(place: &Path) -> Vec<(Vec<String>, i32)> {
    let at = |name: &str| place.join(name).display().to_string();
    let given = |path: PathBuf| path.display().to_string();
    let recording = given(fixture("demo/kort.wav"));
    let seeds = given(fixture("..").join("fuzz/seeds"));
    fs_err::write(
        place.join("in.jsonl"),
        "{\"id\":1,\"lang\":\"sv\",\"turns\":[{\"speaker\":\"T\",\"text\":\"Jag heter Ebba.\"}]}\n",
    )
    .unwrap();
    let out = at("out");
    let lines = [
        (format!("run --pipeline demo --out {out} {recording}"), 0),
        (format!("run --pipeline demo --out {out} {seeds}/vtt/teams.vtt"), 0),
        (format!("code --language sv --out {} {seeds}/csv/samtal.csv", at("codes.csv")), 0),
        (format!("deid {} --spans {}", at("in.jsonl"), at("spans.jsonl")), 0),
        (format!("diarize {recording} --rttm {}", at("out.rttm")), 0),
        (format!("follow-up --out {out}"), 0),
        (format!("retention --out {out}"), 0),
        ("doctor --pipeline demo".to_owned(), 0),
        ("models list".to_owned(), 0),
        // Models that were not fetched are named, which is what it is for.
        ("models verify".to_owned(), -1),
    ];
    lines.map(|(line, code)| (line.split(' ').map(str::to_owned).collect(), code)).to_vec()
}

fn each_verb(wrapper: &[&str], mut seen: impl FnMut(&str)) {
    let place = TempDir::new().unwrap();
    for (arguments, code) in verbs(place.path()) {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = under(wrapper, place.path(), &words);
        let told = String::from_utf8_lossy(&output.stderr);
        let done = if code < 0 {
            output.status.code().is_some_and(|code| code <= 2)
        } else {
            output.status.code() == Some(code)
        };
        assert!(done, "{words:?}: {:?}\n{told}", output.status);
        seen(words[0]);
    }
}

#[test]
fn every_verb_works_without_a_network() {
    let wrapper = ["unshare", "-rn"];
    if !works(&wrapper) {
        return;
    }
    each_verb(&wrapper, |_| {});
    let place = TempDir::new().unwrap();
    let pull = under(&wrapper, place.path(), &["models", "pull", "kb-whisper-small"]);
    assert!(pull.status.code().is_some_and(|code| code > 0), "a pull cannot have worked: the namespace has a network");
}

#[test]
fn no_verb_asks_for_a_network() {
    let folder = TempDir::new().unwrap();
    let trace = folder.path().join("trace");
    let path = trace.display().to_string();
    let wrapper = ["strace", "-f", "-qq", "-e", "trace=socket,connect,bind,sendto", "-o", &path];
    if !works(&wrapper) {
        return;
    }
    each_verb(&wrapper, |verb| {
        let calls = fs_err::read_to_string(&trace).unwrap();
        let foreign: Vec<&str> =
            calls.lines().filter(|line| line.contains("socket(") && !line.contains("AF_UNIX")).collect();
        assert!(foreign.is_empty(), "{verb}: {foreign:#?}");
    });
    // The same eyes see a socket when there is one.
    Command::new(wrapper[0]).args(&wrapper[1..]).args(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"]).output().unwrap();
    assert!(fs_err::read_to_string(&trace).unwrap().contains("AF_INET"), "strace shows nothing at all");
}
