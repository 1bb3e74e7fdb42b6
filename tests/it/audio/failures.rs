//! What is no recording, or only part of one.

use super::*;

fn error(path: &Path, segment: Segment) -> AudioError {
    read(path, segment).map(|_| "a sound").unwrap_err()
}

/// A file with the first `share` percent of a fixture's bytes.
fn cut(folder: &Path, original: &Path, share: usize) -> PathBuf {
    let bytes = fs_err::read(original).unwrap();
    let path = folder.join(original.file_name().unwrap());
    fs_err::write(&path, &bytes[..bytes.len() * share / 100]).unwrap();
    path
}

#[test]
fn what_is_no_recording_is_refused_with_its_reason() {
    let auto = Segment::Auto;
    assert_eq!(error(&fixture("not-there.wav"), auto), AudioError::Missing);
    assert_eq!(error(&fixture(""), auto), AudioError::NotAFile);
    assert_eq!(error(&fixture("empty.wav"), auto), AudioError::Empty);
    assert_eq!(error(&fixture("header-only.wav"), auto), AudioError::NoSound);
    assert_eq!(error(&fixture("notaudio.mp3"), auto), AudioError::NotAudio);
    assert_eq!(error(&fixture("truncated.m4a"), auto), AudioError::CutShort);
}

#[test]
fn a_link_to_a_recording_is_a_recording() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link");
    #[cfg(unix)]
    std::os::unix::fs::symlink(fixture("flac.flac"), &link).unwrap();
    #[cfg(not(unix))]
    fs_err::copy(fixture("flac.flac"), &link).unwrap();
    assert!(read(&link, Segment::Auto).is_ok());
}

#[test]
fn errors_say_what_to_do_and_never_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Anna Provsson.wav");
    fs_err::write(&path, b"inte ljud").unwrap();
    let text = error(&path, Segment::Auto).to_string();
    assert!(!text.contains("Provsson"));
    assert!(text.contains("save it as WAV"));
    assert!(!format!("{:?}", error(&path, Segment::Auto)).contains("Provsson"));
}

#[test]
fn limits_are_errors_that_name_them() {
    let path = fixture("stereo-same.wav");
    let within = |limits| read_within(&path, Segment::Auto, limits).map(|_| "a sound").unwrap_err();
    let limits = Limits::default();
    let (limit, max_channels) = (Millis(2000), 1);
    assert_eq!(within(Limits { max_length: limit, ..limits }), AudioError::TooLong { limit });
    assert_eq!(within(Limits { max_channels, ..limits }), AudioError::TooManyChannels { channels: 2, limit: 1 });
    assert!(matches!(within(Limits { max_bytes: 100, ..limits }), AudioError::TooLarge { limit: 100, .. }));
}

/// FLAC states its length: what is missing is told, and the part that is there can be named.
#[test]
fn a_cut_off_recording_that_states_its_length_is_told_and_partly_usable() {
    let folder = tempfile::tempdir().unwrap();
    let path = cut(folder.path(), &fixture("flac.flac"), 40);
    let AudioError::CutOff { there } = error(&path, Segment::Auto) else { panic!("not cut off") };
    assert!((500..1500).contains(&there.0), "{there:?}");
    let (part, chosen) = read(&path, range(0, 500)).unwrap();
    assert_eq!((part.window.length(), chosen), (Millis(500), SegmentChosen::Named));
}

/// Streams have no end to miss: what is there is the recording.
#[test]
fn a_cut_off_stream_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["mp3.mp3", "vorbis.ogg", "opus.opus", "wav-s16-44100.wav"] {
        let path = cut(folder.path(), &fixture(name), 60);
        let (excerpt, _) = read(&path, Segment::Auto).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!((800..2000).contains(&excerpt.recording_length.0), "{name}: {:?}", excerpt.recording_length);
    }
}

/// A recorder that stops at an empty battery leaves zeros where the lengths belong.
#[test]
fn a_wav_without_lengths_is_read_to_the_end_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("battery.wav");
    let original = fixture("wav-s16-16000.wav");
    let mut bytes = fs_err::read(&original).unwrap();
    let data = bytes.windows(4).position(|four| four == b"data").unwrap();
    for length in [[0; 4], [0xff; 4], [0xff, 0xff, 0xff, 0x7f]] {
        bytes[4..8].copy_from_slice(&length);
        bytes[data + 4..data + 8].copy_from_slice(&length);
        fs_err::write(&path, &bytes).unwrap();
        let (excerpt, _) = read(&path, Segment::Auto).unwrap_or_else(|e| panic!("{length:?}: {e}"));
        assert_eq!(samples(&excerpt), wav(&original), "{length:?}");
    }
}
