//! Where somebody speaks, and who, on real files.

use std::path::PathBuf;

use gensvar::audio::chunks;
use gensvar::audio::regions::SpeechDetector;
use gensvar::audio::sound::{Mono16k, SpeechMap};
use gensvar::models::store::Store;
use gensvar::speech::diarize::{Diarization, Diarizer, SpeakerCount};
use gensvar::units::{Millis, Span};

fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path)
}

fn recording() -> Mono16k {
    let mut wav = hound::WavReader::open(fixture("demo/kort.wav")).unwrap();
    Mono16k::new(wav.samples().map(|sample| sample.unwrap()).collect())
}

fn speech(sound: &Mono16k) -> SpeechMap {
    SpeechDetector::open(&Store::standard()).unwrap().detect(sound).unwrap()
}

fn diarize(sound: &Mono16k, threads: usize, count: SpeakerCount) -> Diarization {
    Diarizer::open(&Store::standard(), threads).unwrap().diarize(sound, &speech(sound), count).unwrap()
}

/// The turns of the recording's RTTM, and whose they are.
fn truth() -> Vec<(Span, String)> {
    let rttm = fs_err::read_to_string(fixture("demo/kort.rttm")).unwrap();
    let turn = |line: &str| {
        let fields: Vec<&str> = line.split(' ').collect();
        let millis = |seconds: &str| Millis((seconds.parse::<f64>().unwrap() * 1000.0).round() as u64);
        let start = millis(fields[3]);
        (Span::new(start, start + millis(fields[4])).unwrap(), fields[7].to_owned())
    };
    rttm.lines().map(turn).collect()
}

/// Noise of even power from a congruential generator.
fn hiss(seconds: usize, loudness: f32) -> Mono16k {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((state >> 16) as f32 / 32_768.0 - 1.0) * loudness * 32_767.0
    };
    Mono16k::new((0..seconds * 16_000).map(|_| next() as i16).collect())
}

/// Hiss with its high frequencies taken away, swelling and fading as when cars pass.
fn street(seconds: usize) -> Mono16k {
    let mut level = 0.0;
    let rumble = |(at, sample): (usize, &i16)| {
        level += (f32::from(*sample) - level) * 0.05;
        let swell = 0.3 + (at as f32 / 16_000.0 * std::f32::consts::TAU / 7.0).sin().max(0.0) * 3.0;
        (level * swell).clamp(-32_767.0, 32_767.0) as i16
    };
    Mono16k::new(hiss(seconds, 0.5).samples().iter().enumerate().map(rumble).collect())
}

#[test]
fn speech_is_found_where_somebody_speaks() {
    let sound = recording();
    let map = speech(&sound);
    let spoken: u64 = truth().iter().map(|(turn, _)| turn.length().0).sum();
    let both = truth().iter().map(|(turn, _)| map.regions.iter().map(|r| r.overlap(*turn).0).sum::<u64>()).sum::<u64>();
    assert!(both * 100 >= spoken * 93, "{both} of {spoken} ms found");
    assert!(map.speech().0 - both <= spoken * 4 / 100, "{} ms are no speech", map.speech().0 - both);
}

#[test]
fn silence_and_noise_are_no_speech() {
    for sound in [Mono16k::new(vec![0; 60 * 16_000]), hiss(60, 0.1), street(120), Mono16k::new(vec![])] {
        assert_eq!(speech(&sound), SpeechMap::default());
    }
}

#[test]
fn chunks_of_a_recording_hold_all_its_speech() {
    let sound = recording();
    let map = speech(&sound);
    let chunks = chunks::pack(&map, &sound);
    let heard = |region: &Span| chunks.iter().flat_map(|c| &c.pieces).map(|p| p.overlap(*region).0).sum::<u64>();
    assert!(map.regions.iter().all(|region| heard(region) == region.length().0));
    assert!(chunks.iter().all(|chunk| chunk.audio(&sound).len() <= 30 * 16_000));
}

#[test]
fn two_voices_are_told_apart() {
    let found = diarize(&recording(), 1, SpeakerCount::Auto);
    assert_eq!(found.speakers, 2);
    let (mut right, mut wrong) = (0, 0);
    for (turn, who) in truth() {
        for (span, speaker) in &found.turns {
            // The counsellor speaks first, so is number 0.
            let same = (*speaker == 0) == (who == "counsellor");
            *(if same { &mut right } else { &mut wrong }) += span.overlap(turn).0;
        }
    }
    assert!(wrong * 100 <= right, "{wrong} ms of {right} with the wrong speaker");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let sound = recording();
    assert_eq!(diarize(&sound, 1, SpeakerCount::Auto), diarize(&sound, 2, SpeakerCount::Auto));
}

#[test]
fn one_voice_is_one_speaker_and_no_speech_is_nobody() {
    let sound = recording();
    let one: Vec<i16> = truth()
        .iter()
        .filter(|(_, who)| who == "client")
        .flat_map(|(turn, _)| sound.samples()[turn.start().0 as usize * 16..turn.end().0 as usize * 16].to_vec())
        .collect();
    assert_eq!(diarize(&Mono16k::new(one), 1, SpeakerCount::Auto).speakers, 1);
    assert_eq!(diarize(&hiss(5, 0.01), 1, SpeakerCount::Auto), Diarization::default());
}
