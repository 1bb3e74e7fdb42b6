//! Files with bytes that no recorder writes: an error or a sound, never a crash, never for ever.

use std::time::{Duration, Instant};

use super::*;

/// Small files of formats that are parsed in the program.
const PARSED: [&str; 10] = [
    "wav-s16-8000.wav",
    "wav-f32-8k.wav",
    "flac.flac",
    "mp3.mp3",
    "aac-lc.m4a",
    "alac.caf",
    "vorbis.ogg",
    "opus.opus",
    "pcm.aiff",
    "alac.m4a",
];

/// How long mutations are tried: the seeds come in the same order on every machine, fast ones see more.
const PATIENCE: Duration = Duration::from_secs(4);

/// A small generator of numbers, the same on every machine (Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Changes some bytes, mostly near the start, where the headers are; sometimes cuts or doubles.
fn mutate(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    for _ in 0..=numbers.below(6) {
        let reach = if numbers.below(3) == 0 { bytes.len() } else { bytes.len().min(300) };
        let place = numbers.below(reach);
        bytes[place] = match numbers.below(4) {
            0 => 0,
            1 => 0xff,
            2 => bytes[place] ^ 1 << numbers.below(8),
            _ => numbers.below(256) as u8,
        };
    }
    match numbers.below(12) {
        0 => bytes.truncate(1 + numbers.below(bytes.len())),
        1 => bytes.extend_from_within(..),
        _ => {}
    }
}

#[test]
fn mutated_recordings_end_in_a_sound_or_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mutated");
    let originals: Vec<Vec<u8>> = PARSED.iter().map(|name| fs_err::read(fixture(name)).unwrap()).collect();
    let start = Instant::now();
    for seed in 0.. {
        if start.elapsed() > PATIENCE {
            break;
        }
        let mut numbers = Numbers(seed);
        let mut bytes = originals[seed as usize % originals.len()].clone();
        mutate(&mut bytes, &mut numbers);
        fs_err::write(&path, &bytes).unwrap();
        if let Ok((excerpt, _)) = read(&path, Segment::Auto) {
            assert!(!samples(&excerpt).is_empty(), "seed {seed}");
        }
    }
}
