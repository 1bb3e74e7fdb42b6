//! Nothing personal gets past the door: names, numbers and addresses are planted in what is said, in transcripts, in
//! the goal and the names of sidecars, in the names of files and folders, and in broken inputs; then `run`, `watch`,
//! `follow-up`, `code`, `deid` and `agree` work on them, as loud as they can be made (`RUST_LOG=trace`), and every byte
//! that they write is searched: reports, the ledger with its WAL, logs, temporary files while they exist (the folder
//! TMPDIR and those beside the outputs), stdout, stderr, in any casing, as UTF-8 and as UTF-16.
//!
//! The folder of incoming recordings is the user's own and keeps its names; terminal messages may name a file as the
//! user typed it, but nothing of what stands in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

use crate::support::{Ending, files, fixture, gensvar};

/// What is planted in talk, sidecars and goals, in lower case. The first two are said in the demo recording.
const SAID: [&str; 13] = [
    "annika",
    "arvika",
    "torbjörn",
    "torbjorn",
    "wikander",
    "kvistquist",
    "lövåsgatan",
    "kungälv",
    "174 06 42",
    "1740642",
    "4417",
    "brevet.test",
    "jgk 48t",
];
/// What is planted in the names of files and folders.
const NAMED: [&str; 3] = ["vilhelmina", "odenstad", "19840621"];

/// What the client says in transcripts.
const TALK: &str = "Jag heter Torbjörn Wikander och bor på Lövåsgatan 17 i Kungälv. Numret är 070 174 06 42 och \
    personnumret 840621-4417. Mejla torbjorn.wikander@brevet.test, bilen är JGK 48T. Jag vill dricka mindre.";

/// A folder in which everything lies, whose temporary files are kept an eye on.
struct House {
    root: TempDir,
}

impl House {
    fn new() -> Self {
        let house = Self { root: TempDir::new().unwrap() };
        for folder in ["tmp", "out", "log", "Samtal Vilhelmina Odenstad"] {
            fs_err::create_dir(house.at(folder)).unwrap();
        }
        house
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// A file with a name that tells who it is about.
    fn telling(&self, ending: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at("Samtal Vilhelmina Odenstad").join(format!("Vilhelmina 19840621.{ending}"));
        fs_err::write(&path, contents).unwrap();
        path
    }

    /// The program at its loudest, with its temporary files in this house.
    fn loud(&self) -> Command {
        let mut command = gensvar();
        command.env("TMPDIR", self.at("tmp")).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
        command.env("GENSVAR_LOG", self.at("log")).current_dir(self.at("tmp"));
        command
    }

    fn run(&self, arguments: &[&str], paths: &[&Path]) -> Ending {
        self.loud().args(arguments).args(paths).output().unwrap().into()
    }
}

/// Every file that ever stood in a folder, read again and again while the program works.
struct Eyes {
    done: Arc<AtomicBool>,
    looking: JoinHandle<BTreeMap<PathBuf, Vec<u8>>>,
}

impl Eyes {
    fn on(folders: Vec<PathBuf>) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&done);
        let looking = std::thread::spawn(move || {
            let mut seen = BTreeMap::new();
            while !told.load(Ordering::Relaxed) {
                folders.iter().for_each(|folder| look(folder, &mut seen));
                std::thread::sleep(Duration::from_millis(20));
            }
            seen
        });
        Self { done, looking }
    }

    fn close(self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.done.store(true, Ordering::Relaxed);
        self.looking.join().unwrap()
    }
}

/// Keeps what stands in the files below `folder`, the longest that was seen of each; they come and go meanwhile.
fn look(folder: &Path, seen: &mut BTreeMap<PathBuf, Vec<u8>>) {
    let Ok(entries) = fs_err::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            look(&path, seen);
        } else if let Ok(bytes) = fs_err::read(&path) {
            let kept = seen.entry(path).or_default();
            if bytes.len() >= kept.len() {
                *kept = bytes;
            }
        }
    }
}

/// The texts that `bytes` may be: UTF-8, and UTF-16 of either order from either byte, in lower case.
fn readings(bytes: &[u8]) -> Vec<String> {
    let mut readings = vec![String::from_utf8_lossy(bytes).to_lowercase()];
    for from in [0, 1] {
        let pairs = || bytes.get(from..).unwrap_or_default().chunks_exact(2);
        for order in [u16::from_le_bytes, u16::from_be_bytes] {
            let units: Vec<u16> = pairs().map(|pair| order([pair[0], pair[1]])).collect();
            readings.push(String::from_utf16_lossy(&units).to_lowercase());
        }
    }
    readings
}

fn search(place: &str, bytes: &[u8], planted: &[&str]) {
    for reading in readings(bytes) {
        for secret in planted {
            assert!(!reading.contains(secret), "«{secret}» stands in {place}");
        }
    }
}

fn search_folder(folder: &Path, planted: &[&str]) {
    for (name, bytes) in files(folder) {
        search("the name of a file", name.as_bytes(), planted);
        search(&name, &bytes, planted);
    }
}

#[test]
fn the_eyes_see_what_they_are_to_see() {
    let folder = TempDir::new().unwrap();
    let wide: Vec<u8> = "x TORBJÖRN".encode_utf16().flat_map(u16::to_be_bytes).collect();
    fs_err::write(folder.path().join("a"), wide).unwrap();
    let eyes = Eyes::on(vec![folder.path().to_owned()]);
    std::thread::sleep(Duration::from_millis(200));
    let seen = eyes.close();
    assert!(readings(&seen[&folder.path().join("a")]).iter().any(|text| text.contains("torbjörn")));
}

#[test]
fn nothing_personal_gets_past_the_door() {
    let house = House::new();
    let all: Vec<&str> = SAID.iter().chain(&NAMED).copied().collect();
    let eyes = Eyes::on(vec![house.at("tmp"), house.at("out"), house.at("log")]);
    let out = house.at("out");
    let out_text = out.display().to_string();
    let heard = |ending: &Ending, what: &str| {
        search(&format!("stdout of {what}"), ending.stdout.as_bytes(), &SAID);
        search(&format!("stderr of {what}"), ending.stderr.as_bytes(), &SAID);
    };

    // Recordings and transcripts with names that tell, beside a sidecar that tells more.
    let recording = house.telling("wav", fs_err::read(fixture("demo/kort.wav")).unwrap());
    house.telling(
        "toml",
        "practitioner = \"p-017\"\ndate = 2026-03-04\ngoal = \"sluta ljuga för Torbjörn Wikander i Kungälv\"\n\
         known_names = [\"Zebulon Kvistquist\", \"Peter\"]\n",
    );
    let transcript = house.at("Samtal Vilhelmina Odenstad").join("Odenstad.vtt");
    let vtt = format!(
        "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Torbjörn Wikander>Hej, hur går det, Kvistquist?</v>\n\n\
         00:04.000 --> 00:30.000\n<v Zebulon Kvistquist>{TALK}</v>\n"
    );
    fs_err::write(&transcript, vtt).unwrap();
    let ending = house.run(
        &["run", "--pipeline", "demo", "--known-names", "Zebulon Kvistquist", "--out", &out_text],
        &[&recording, &transcript],
    );
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    heard(&ending, "run");

    // The same recording dropped in a watched folder.
    fs_err::create_dir_all(house.at("INBOX/p-017")).unwrap();
    fs_err::copy(fixture("demo/kort.wav"), house.at("INBOX/p-017/Vilhelmina 19840621.wav")).unwrap();
    fs_err::write(house.at("INBOX/p-017/Vilhelmina 19840621.toml"), "goal = \"ring Torbjörn Wikander\"\n").unwrap();
    fs_err::write(house.at("INBOX/Odenstad.wav"), TALK).unwrap();
    let watched = house.at("watched");
    let ending = house.run(
        &["watch", "--until-empty", "--pipeline", "demo", "--out", &watched.display().to_string()],
        &[&house.at("INBOX")],
    );
    heard(&ending, "watch");
    search_folder(&watched, &all);
    assert!(files(&watched).keys().any(|name| name.ends_with("report.html")), "{}", ending.stderr);

    let ending = house.run(&["follow-up", "--out", &out_text], &[]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    heard(&ending, "follow-up");

    // Transcripts in, codes and masked text out, and their agreement.
    let table = house.telling(
        "csv",
        format!("session,turn,speaker,text,start,end\na,1,T,Hur har du det?,0,2\na,2,K,\"{TALK}\",3,30\n"),
    );
    let codes = out.join("codes.csv");
    let ending = house.run(&["code", "--language", "sv", "--out", &codes.display().to_string()], &[&table]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    heard(&ending, "code");
    let lines = serde_json::json!({"id": 1, "lang": "sv", "turns": [{"speaker": "K", "text": TALK}]});
    let input = house.telling("jsonl", format!("{lines}\n"));
    let spans = out.join("spans.jsonl");
    let ending = house.run(&["deid", "--spans", &spans.display().to_string()], &[&input]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    heard(&ending, "deid");
    let page = out.join("agree.html").display().to_string();
    let codes_text = codes.display().to_string();
    let ending =
        house.run(&["agree", "--draws", "10", "--html", &page, "--estimate", &codes_text, "--reference"], &[&table]);
    heard(&ending, "agree");

    // What is broken is named, not repeated.
    let broken = [
        ("run", "vtt", format!("WEBVTT\n\n00:99 --> {TALK}\n")),
        ("run", "json", format!("{{\"segments\": [{{\"text\": \"{TALK}\"")),
        ("run", "wav", format!("RIFF{TALK}")),
        ("run", "toml", format!("goal = {TALK}")),
        ("code", "csv", format!("session,turn,{TALK}\na,1\n")),
        ("deid", "jsonl", format!("{{\"id\":1,\"turns\":[{{\"text\":\"{TALK}\"\n")),
    ];
    for (verb, kind, contents) in broken {
        let path = house.telling(kind, contents);
        let path = if kind == "toml" { path.with_extension("wav") } else { path };
        let more: &[&str] = match verb {
            "run" => &["--pipeline", "demo", "--out", &out_text],
            "code" => &["--language", "sv", "--out", &codes_text],
            _ => &["--spans", &page],
        };
        let ending = house.run(&[&[verb], more].concat(), &[&path]);
        assert_ne!(ending.code, 0, "{verb} of a broken {kind}");
        heard(&ending, &format!("{verb} of a broken {kind}"));
    }

    search_folder(&out, &all);
    search_folder(&house.at("log"), &all);
    search_folder(&house.at("tmp"), &all);
    let seen = eyes.close();
    assert!(seen.keys().any(|path| path.starts_with(&out)), "nothing was seen");
    for (path, bytes) in seen {
        search(&path.display().to_string(), &bytes, &all);
    }
    assert!(codes.exists() && spans.exists());
}
