//! From files of every format to 16 kHz: what `audio` promises, shown on real files.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

mod channels;
mod failures;
mod formats;
mod hostile;
mod long;
mod resampling;
mod segments;

use std::path::{Path, PathBuf};

use gensvar::audio::error::AudioError;
use gensvar::audio::excerpt::read_excerpt;
use gensvar::audio::limits::Limits;
use gensvar::audio::recording::RecordingFile;
use gensvar::audio::segment::{Segment, SegmentChosen};
use gensvar::audio::sound::{Excerpt, Sound};
use gensvar::units::{Millis, Span};

/// One of the small recordings of a spoken sentence.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audio").join(name)
}

/// One of the demo conversations, some minutes long.
fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/demo").join(name)
}

fn read(path: &Path, segment: Segment) -> Result<(Excerpt, SegmentChosen), AudioError> {
    read_within(path, segment, Limits::default())
}

fn read_within(path: &Path, segment: Segment, limits: Limits) -> Result<(Excerpt, SegmentChosen), AudioError> {
    read_excerpt(&RecordingFile::open(path, &limits)?, &segment, &limits)
}

fn range(start: u64, end: u64) -> Segment {
    Segment::Range(Span::new(Millis(start), Millis(end)).unwrap())
}

/// The first channel.
fn samples(excerpt: &Excerpt) -> &[i16] {
    excerpt.sound.channels()[0].samples()
}

fn is_split(excerpt: &Excerpt) -> bool {
    matches!(excerpt.sound, Sound::Split(_))
}

/// The samples of a 16-bit WAV, read by another library.
fn wav(path: &Path) -> Vec<i16> {
    hound::WavReader::open(path).unwrap().samples().map(Result::unwrap).collect()
}

/// Writes a 16-bit WAV of interleaved samples.
fn write_wav(path: &Path, rate: u32, channels: u16, interleaved: impl IntoIterator<Item = i16>) {
    let spec =
        hound::WavSpec { channels, sample_rate: rate, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    interleaved.into_iter().for_each(|sample| writer.write_sample(sample).unwrap());
    writer.finalize().unwrap();
}

/// Power of `sound` over that of its difference to `truth`, in dB, over the length of the shorter.
fn signal_to_difference(truth: &[i16], sound: &[i16]) -> f64 {
    let (mut signal, mut difference) = (0.0, 0.0);
    for (&t, &s) in truth.iter().zip(sound) {
        signal += f64::from(t).powi(2);
        difference += (f64::from(t) - f64::from(s)).powi(2);
    }
    10.0 * (signal / difference).log10()
}

/// Whether two sounds are equal; unlike `assert_eq`, a failure does not print them.
#[track_caller]
fn assert_same(sound: &[i16], truth: &[i16]) {
    let first = sound.iter().zip(truth).position(|(s, t)| s != t);
    assert!(
        first.is_none() && sound.len() == truth.len(),
        "differ at {first:?}: {} and {} samples",
        sound.len(),
        truth.len()
    );
}

/// Correlation of two sounds when the second is taken to be `late` samples late.
fn correlation(first: &[i16], second: &[i16], late: isize) -> f64 {
    let skipped = late.unsigned_abs();
    let (first, second) =
        if late < 0 { (first.get(skipped..), Some(second)) } else { (Some(first), second.get(skipped..)) };
    let (mut shared, mut one, mut two) = (0.0, 0.0, 0.0);
    for (&a, &b) in first.unwrap_or_default().iter().zip(second.unwrap_or_default()) {
        let (a, b) = (f64::from(a), f64::from(b));
        shared += a * b;
        one += a * a;
        two += b * b;
    }
    shared / (one * two).sqrt().max(1.0)
}
