//! How much lanes gain: the same chunks of speech on one lane and on as many as there are cores, in turn,
//! as ratios of one run. `cargo bench --bench lanes`

use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::unbounded;
use gensvar::audio::chunks::{self, Chunk};
use gensvar::audio::excerpt::read_excerpt;
use gensvar::audio::limits::Limits;
use gensvar::audio::recording::RecordingFile;
use gensvar::audio::regions::SpeechDetector;
use gensvar::audio::segment::Segment;
use gensvar::audio::sound::Excerpt;
use gensvar::language::Language;
use gensvar::models::manifest::Manifest;
use gensvar::models::store::Store;
use gensvar::schedule::budget::Budget;
use gensvar::schedule::lanes::SpeechLanes;
use gensvar::speech::transcribe::{Decoding, SpeechModel};

/// Pairs of measurements; the median of their ratios is told.
const PAIRS: usize = 5;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let store = Store::of(vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("models")]);
    let recording = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/demo/vardag-alkohol.m4a");
    let file = RecordingFile::open(&recording, &Limits::default())?;
    let (excerpt, _) = read_excerpt(&file, &Segment::Whole, &Limits::default())?;
    let chunks = packed(&store, &excerpt)?;
    let model = Manifest::embedded().model("whisper-demo-sv").ok_or("the demo model is not in the manifest")?;
    let path = store.folder_of(model)?.join(&model.files[0].name);
    let model = SpeechModel::open(&path, None, Decoding::default())?;

    let cores = std::thread::available_parallelism()?.get();
    let budgets = [(1, 1), (cores, 1), (1, cores)];
    let lanes = budgets
        .map(|(lanes, threads_per_lane)| SpeechLanes::start(&model, Budget { lanes, threads_per_lane, in_flight: 1 }));
    let [one, many, wide] = lanes;
    let seconds = excerpt.window.length().seconds();
    let mut of_lanes = Vec::new();
    let mut of_threads = Vec::new();
    for _ in 0..PAIRS {
        let alone = hear(&one, &chunks, &excerpt);
        of_lanes.push(alone.as_secs_f64() / hear(&many, &chunks, &excerpt).as_secs_f64());
        of_threads.push(alone.as_secs_f64() / hear(&wide, &chunks, &excerpt).as_secs_f64());
        tell(&format!("one lane: {:.1} times the speed of speech", seconds / alone.as_secs_f64()));
    }
    tell(&format!("{cores} lanes of 1 thread / 1 lane of 1 thread: {:.2} times as fast", median(of_lanes)));
    tell(&format!("1 lane of {cores} threads / 1 lane of 1 thread: {:.2} times as fast", median(of_threads)));
    Ok(())
}

fn packed(store: &Store, excerpt: &Excerpt) -> Result<Vec<Chunk>, Failure> {
    let sound = &excerpt.sound.channels()[0];
    let speech = SpeechDetector::open(store)?.detect(sound)?;
    Ok(chunks::pack(&speech, sound))
}

fn hear(lanes: &SpeechLanes, chunks: &[Chunk], excerpt: &Excerpt) -> Duration {
    let sound = &excerpt.sound.channels()[0];
    let (reply, replies) = unbounded();
    let begun = Instant::now();
    for (index, chunk) in chunks.iter().enumerate() {
        lanes.transcribe(index, chunk.audio(sound), Language::Swedish, &reply);
    }
    drop(reply);
    assert!(replies.iter().all(|(_, heard)| heard.is_ok()));
    begun.elapsed()
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

#[expect(clippy::print_stdout, reason = "a benchmark's output is what it prints")]
fn tell(text: &str) {
    println!("{text}");
}
