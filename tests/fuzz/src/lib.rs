//! One function for each kind of file from outside: whatever the bytes are, it returns. An error is an answer; a
//! panic, a hang and memory without bound are faults. The ordinary tests call the same functions over `seeds/`.

use std::path::Path;
use std::sync::OnceLock;

use gensvar::audio::excerpt::read_excerpt;
use gensvar::audio::limits::Limits;
use gensvar::audio::recording::RecordingFile;
use gensvar::audio::segment::Segment;
use gensvar::language::Language;
use gensvar::ledger::Ledger;
use gensvar::ledger::follow_up::{Question, follow_up};
use gensvar::ledger::sessions::Filter;
use gensvar::plain::plain;
use gensvar::privacy::deidentify::Deidentifier;
use gensvar::schedule::pipeline::{Layer, Pipeline};
use gensvar::schedule::request::Request;
use gensvar::schedule::task::Wishes;
use gensvar::speech::attribute::RolesHint;
use gensvar::speech::transcripts::csv::Transcript;
use gensvar::speech::transcripts::{self, Format};
use gensvar::units::Millis;

/// A sidecar beside a recording, and what is made of its wishes.
pub fn sidecar(bytes: &[u8]) {
    let pipeline = Pipeline::resolve("sv", &[]).expect("the built-in pipeline is whole");
    if let Ok(wishes) = Wishes::read(bytes) {
        let _ = Request::resolve(wishes, &pipeline, Path::new("nowhere.wav"));
    }
}

/// A user's `gensvar.toml`.
pub fn pipeline(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let layer = Layer { origin: "gensvar.toml".to_owned(), text: text.to_owned() };
    if let Ok(pipeline) = Pipeline::resolve("demo", &[layer]) {
        let _ = Request::resolve(Wishes::default(), &pipeline, Path::new("nowhere.wav"));
    }
}

/// A recording: what it is, how long it is, its sound. ffmpeg is not started where the PATH has none.
pub fn audio(bytes: &[u8]) {
    let limits = Limits { max_length: Millis::from_minutes(1), max_bytes: 1 << 20, ..Limits::default() };
    with_file(bytes, |path| {
        if let Ok(file) = RecordingFile::open(path, &limits) {
            let _ = read_excerpt(&file, &Segment::Whole, &limits);
        }
    });
}

/// A ledger that somebody put there, and the questions that are asked of it.
pub fn ledger(bytes: &[u8]) {
    with_file(bytes, |path| {
        let Ok(ledger) = Ledger::open(path) else { return };
        let question = Question { practitioner: Some("p-1".to_owned()), smallest_group: 5, ..Question::default() };
        let _ = follow_up(&ledger, &question);
        let _ = ledger.sessions(&Filter::default());
        let _ = ledger.practitioners();
        let _ = ledger.counts_today();
        let _ = ledger.failed("00", None, "audio");
    });
}

/// Calls `read` with a file of these contents, in memory where the system has such a place.
fn with_file(bytes: &[u8], read: impl FnOnce(&Path)) {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = tempfile::tempdir_in(place).expect("there is room for a small folder");
    let path = folder.path().join("file");
    fs_err::write(&path, bytes).expect("there is room for a small file");
    read(&path);
}

/// WebVTT, through to a masked conversation.
pub fn vtt(bytes: &[u8]) {
    transcript(bytes, Format::Vtt);
}

/// SubRip.
pub fn srt(bytes: &[u8]) {
    transcript(bytes, Format::Srt);
}

/// A table of turns: as `run` takes it, and as `code` does.
pub fn csv(bytes: &[u8]) {
    transcript(bytes, Format::Csv);
    let _ = Transcript::parse(bytes, Language::Bokmal);
}

/// One conversation as JSON.
pub fn json(bytes: &[u8]) {
    transcript(bytes, Format::Json);
}

fn transcript(bytes: &[u8], format: Format) {
    let Ok(told) = transcripts::read(bytes, format, Some(Language::Swedish), RolesHint::Auto) else { return };
    static DOOR: OnceLock<Deidentifier> = OnceLock::new();
    let masked = DOOR.get_or_init(Deidentifier::rules_only).deidentify(told.dialogue, &[], Language::Swedish);
    // Nothing that changes what is around it is left of what a file says.
    assert!(masked.turns.iter().all(|turn| turn.text == plain(&turn.text)));
}
