//! Stereo: kept apart where the sides carry different people, and only there.

use gensvar::audio::channels::sound;

use super::*;

/// Two sentences by different synthetic voices, at 16 kHz.
fn voices() -> [Vec<i16>; 2] {
    let (excerpt, _) = read(&fixture("stereo-two-voices.wav"), Segment::Auto).unwrap();
    match excerpt.sound {
        Sound::Split([left, right]) => [left.samples().to_vec(), right.samples().to_vec()],
        Sound::Mono(_) => panic!("two voices made one"),
    }
}

/// A talk: the two sentences in turn, three times, as each speaker's own sound.
fn talk() -> [Vec<i16>; 2] {
    let [first, second] = voices();
    let silence = |other: &[i16]| vec![0; other.len()];
    let one: Vec<i16> = [first.clone(), silence(&second)].concat().repeat(3);
    let two: Vec<i16> = [silence(&first), second].concat().repeat(3);
    [one, two]
}

/// `first` and `second` times `gain`, the second `late` samples late.
fn mixed(first: &[i16], second: &[i16], gain: f64, late: usize) -> Vec<i16> {
    let second = std::iter::repeat_n(&0, late).chain(second);
    first.iter().zip(second).map(|(&a, &b)| (f64::from(a) * 0.5 + f64::from(b) * 0.5 * gain).round() as i16).collect()
}

/// Noise from a fixed seed, of this amplitude.
fn noise(length: usize, amplitude: i16) -> Vec<i16> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (f64::from((state >> 40) as u32) / f64::from(1 << 24) * 2.0 - 1.0) * f64::from(amplitude)
    };
    (0..length).map(|_| next() as i16).collect()
}

fn is_kept_apart(left: Vec<i16>, right: Vec<i16>) -> bool {
    matches!(sound(vec![left, right]), Sound::Split(_))
}

fn blended(left: Vec<i16>, right: Vec<i16>) -> Vec<i16> {
    match sound(vec![left, right]) {
        Sound::Mono(channel) => channel.samples().to_vec(),
        Sound::Split(_) => panic!("kept apart"),
    }
}

#[test]
fn the_demo_conversation_with_a_microphone_each_is_kept_apart() {
    let (excerpt, _) = read(&demo("forsorjning-arbete.ogg"), Segment::Auto).unwrap();
    assert!(is_split(&excerpt));
}

#[test]
fn the_same_on_both_sides_is_mono() {
    let (excerpt, _) = read(&fixture("stereo-same.wav"), Segment::Auto).unwrap();
    assert!(!is_split(&excerpt));
    let (single, _) = read(&fixture("wav-s16-8000.wav"), Segment::Auto).unwrap();
    assert!(signal_to_difference(samples(&single), samples(&excerpt)) > 60.0);
}

#[test]
fn a_microphone_each_is_kept_apart_despite_cross_talk_and_noise() {
    let [one, two] = talk();
    for gain in [0.0, 0.1, 0.25, 0.35] {
        let hiss = noise(one.len(), 60);
        let left = mixed(&mixed(&one, &two, gain, 16), &hiss, 1.0, 0);
        let right = mixed(&mixed(&two, &one, gain, 16), &hiss, 1.0, 99);
        assert!(is_kept_apart(left, right), "cross-talk of {gain}");
    }
}

/// A phone's two microphones hear both people nearly alike: apart, everything would be said twice.
#[test]
fn two_microphones_of_one_phone_are_mono() {
    let [one, two] = talk();
    for (gain, late) in [(1.0, 0), (0.9, 3), (0.8, 7), (0.7, 7), (0.7, 40)] {
        let left = mixed(&one, &two, gain, late);
        let right = mixed(&two, &one, gain, late);
        assert!(!is_kept_apart(left, right), "gain {gain}, {late} samples late");
    }
}

#[test]
fn a_dead_side_leaves_the_other_at_its_level() {
    let [one, two] = talk();
    let both = mixed(&one, &two, 1.0, 0);
    for dead in [vec![0; both.len()], vec![-12; both.len()], noise(both.len(), 40)] {
        assert_eq!(blended(both.clone(), dead.clone()), both);
        assert_eq!(blended(dead, both.clone()), both);
    }
}

#[test]
fn sides_that_would_cancel_are_not_added() {
    let [one, two] = talk();
    let both = mixed(&one, &two, 1.0, 0);
    let turned: Vec<i16> = both.iter().map(|s| -s).collect();
    assert_eq!(blended(both.clone(), turned), both);
}

#[test]
fn silence_on_both_sides_is_mono() {
    assert_eq!(blended(vec![0; 5000], vec![0; 5000]), vec![0; 5000]);
    assert_eq!(blended(Vec::new(), Vec::new()), Vec::<i16>::new());
}

#[test]
fn more_than_two_channels_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("four.wav");
    let speech = wav(&fixture("wav-s16-16000.wav"));
    write_wav(&path, 16_000, 4, speech.iter().flat_map(|&sample| [sample; 4]));
    let (excerpt, _) = read(&path, Segment::Auto).unwrap();
    assert!(!is_split(&excerpt));
    assert_eq!(samples(&excerpt), speech);
}
