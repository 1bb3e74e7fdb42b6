//! Every format gives the same speech.

use super::*;

/// A codec may shift the sound by as much, in samples at 16 kHz: 0.12 s (HE-AAC in ffmpeg).
const DELAY: isize = 1900;

/// Decodes a fixture and compares it with the sentence at 16 kHz, after the codec's delay.
fn holds_the_sentence(name: &str, at_least: f64) {
    let truth = wav(&fixture("wav-s16-16000.wav"));
    let (excerpt, chosen) = read(&fixture(name), Segment::Auto).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(chosen, SegmentChosen::Whole, "{name}");
    assert_eq!(excerpt.window.end(), excerpt.recording_length, "{name}");
    let sound = samples(&excerpt);
    let longer = sound.len().abs_diff(truth.len());
    assert!(longer < 2000, "{name} has {} samples", sound.len());
    let best = |step: usize, around: std::ops::RangeInclusive<isize>| {
        let late = around.step_by(step).map(|late| (correlation(&truth, sound, late), late));
        late.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
    };
    // Speech keeps its likeness over a quarter of a millisecond: find the place, then look closely.
    let (_, near) = best(4, -DELAY..=DELAY);
    let (found, late) = best(1, near - 4..=near + 4);
    assert!(found > at_least, "{name}: correlation {found:.3}, {late} samples late");
}

#[test]
fn wav_of_every_rate_and_sample_format() {
    for rate in [8000, 16000, 22050, 44100, 48000] {
        holds_the_sentence(&format!("wav-s16-{rate}.wav"), 0.98);
    }
    for name in ["wav-u8-8k.wav", "wav-s24-8k.wav", "wav-s32-8k.wav", "wav-f32-8k.wav"] {
        holds_the_sentence(name, 0.98);
    }
}

#[test]
fn formats_decoded_in_the_program() {
    for name in ["flac.flac", "alac.m4a", "alac.caf", "pcm.caf", "pcm.aiff"] {
        holds_the_sentence(name, 0.98);
    }
    for name in ["mp3.mp3", "aac-lc.m4a", "aac-lc.3gp", "vorbis.ogg", "opus.opus", "video.mp4"] {
        holds_the_sentence(name, 0.95);
    }
}

/// Without ffmpeg, the error must name it; with it, the sound must come through.
#[test]
fn formats_decoded_by_ffmpeg() {
    let is_there = std::process::Command::new("ffmpeg").arg("-version").output().is_ok();
    for (name, at_least) in [("amr-nb.amr", 0.8), ("amr-nb.3gp", 0.8), ("he-aac.m4a", 0.9), ("wma.wma", 0.95)] {
        if is_there {
            holds_the_sentence(name, at_least);
        } else {
            assert!(matches!(read(&fixture(name), Segment::Auto), Err(AudioError::NeedsFfmpeg(_))), "{name}");
        }
    }
}

#[test]
fn the_content_counts_and_not_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.wav");
    fs_err::copy(fixture("mp3.mp3"), &path).unwrap();
    let (named_wrongly, _) = read(&path, Segment::Auto).unwrap();
    let (as_it_is, _) = read(&fixture("mp3.mp3"), Segment::Auto).unwrap();
    assert_eq!(samples(&named_wrongly), samples(&as_it_is));
}

#[test]
fn a_recording_is_known_by_its_content_and_hides_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Anna Provsson 12 mars.wav");
    fs_err::copy(fixture("wav-s16-8000.wav"), &path).unwrap();
    let limits = Limits::default();
    let copy = RecordingFile::open(&path, &limits).unwrap();
    let original = RecordingFile::open(&fixture("wav-s16-8000.wav"), &limits).unwrap();
    assert_eq!(copy.hash(), original.hash());
    assert_eq!(copy.hash().to_string().len(), 64);
    assert!(copy.hash().to_string().starts_with(&copy.hash().short()));
    assert!(!format!("{copy:?}").contains("Provsson"));
}
