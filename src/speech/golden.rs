//! What librosa and Resemblyzer say about a demonstration recording (`tests/fixtures/speakers`).

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::audio::sound::Mono16k;

#[derive(serde::Deserialize)]
pub(super) struct Golden {
    /// Mel power, by number of frame.
    pub(super) frames: BTreeMap<usize, Vec<f32>>,
    /// First frames of windows.
    pub(super) windows: Vec<usize>,
    /// Cosine similarity between the windows' voices.
    pub(super) likeness: Vec<Vec<f32>>,
}

fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

pub(super) fn read() -> Golden {
    serde_json::from_slice(&fs_err::read(fixture("speakers/golden.json")).unwrap()).unwrap()
}

pub(super) fn sound() -> Mono16k {
    let mut wav = hound::WavReader::open(fixture("demo/kort.wav")).unwrap();
    Mono16k::new(wav.samples().map(|sample| sample.unwrap()).collect())
}
