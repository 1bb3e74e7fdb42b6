//! The resampler against another one, against mathematics, and against what lies above 8 kHz.

use std::f64::consts::TAU;

use gensvar::audio::resample::Resampler;

use super::*;

fn resampled(rate: u32, sound: &[f32], piece: usize) -> Vec<i16> {
    let mut resampler = Resampler::new(rate, 1).unwrap();
    sound.chunks(piece).for_each(|piece| resampler.push(piece).unwrap());
    resampler.finish().unwrap().remove(0)
}

/// Two seconds of tones, each at an amplitude of 0.3.
fn tones(rate: u32, frequencies: &[f64]) -> Vec<f64> {
    let tone = |n: u32, f: f64| 0.3 * (TAU * f * f64::from(n) / f64::from(rate)).sin();
    (0..rate * 2).map(|n| frequencies.iter().map(|&f| tone(n, f)).sum()).collect()
}

fn floats(sound: &[f64]) -> Vec<f32> {
    sound.iter().map(|&sample| sample as f32).collect()
}

/// libsoxr made the reference from the same samples; speech without a band above 7 kHz.
#[test]
fn speech_agrees_with_soxr() {
    let golden = wav(&fixture("wav-s16-16000.wav"));
    for rate in [22_050, 44_100, 48_000] {
        let speech: Vec<f32> =
            wav(&fixture(&format!("wav-s16-{rate}.wav"))).iter().map(|&s| f32::from(s) / 32_768.0).collect();
        let ours = resampled(rate, &speech, 1000);
        assert!(ours.len().abs_diff(golden.len()) <= 1);
        let agreement = signal_to_difference(&golden, &ours);
        assert!(agreement > 70.0, "{rate} Hz: {agreement:.1} dB");
    }
}

/// A tone sampled at another rate is known exactly at 16 kHz, delay and all.
#[test]
fn tones_come_out_where_mathematics_puts_them() {
    let frequencies = [310.0, 1130.0, 3170.0];
    let truth: Vec<i16> = tones(16_000, &frequencies).iter().map(|s| (s * 32_768.0).round() as i16).collect();
    for rate in [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 11_127] {
        let ours = resampled(rate, &floats(&tones(rate, &frequencies)), 4096);
        assert_eq!(ours.len(), truth.len(), "{rate} Hz");
        // A tone that begins at once has an edge there, which rings.
        let agreement = signal_to_difference(&truth[4_000..28_000], &ours[4_000..28_000]);
        assert!(agreement > 75.0, "{rate} Hz: {agreement:.1} dB");
    }
}

/// What lies above 8 kHz must vanish instead of coming back as something else.
#[test]
fn nothing_folds_back_from_above_8_khz() {
    for rate in [22_050, 32_000, 44_100, 48_000, 96_000] {
        for frequency in [8_010.0, 8_500.0, 9_700.0, 10_900.0, 15_900.0, 16_100.0, 21_000.0] {
            if frequency >= f64::from(rate) / 2.0 {
                continue;
            }
            let ours = resampled(rate, &floats(&tones(rate, &[frequency])), 4096);
            let loudest = ours[4_000..28_000].iter().map(|s| s.unsigned_abs()).max();
            // One 16-bit step is 80 dB below the tone's amplitude.
            assert!(loudest <= Some(1), "{frequency} Hz at {rate} Hz: {loudest:?}");
        }
    }
}

#[test]
fn speech_up_to_7800_hz_keeps_its_level() {
    for rate in [22_050, 44_100, 48_000] {
        let ours = resampled(rate, &floats(&tones(rate, &[7_800.0])), 4096);
        let middle = &ours[4_000..28_000];
        let power = middle.iter().map(|&s| (f64::from(s) / 32_768.0).powi(2)).sum::<f64>() / middle.len() as f64;
        let level = 10.0 * (power / (0.3 * 0.3 / 2.0)).log10();
        assert!(level.abs() < 0.05, "{rate} Hz: {level:.3} dB");
    }
}

#[test]
fn the_pieces_that_come_in_make_no_difference() {
    let sound = floats(&tones(44_100, &[440.0, 5_000.0]));
    let at_once = resampled(44_100, &sound, sound.len());
    for piece in [1, 7, 1024, 4410, 40_000] {
        assert_eq!(resampled(44_100, &sound, piece), at_once, "in pieces of {piece}");
    }
}

#[test]
fn rates_beyond_reach_are_errors() {
    for rate in [0, 1, 3_999, 192_001, u32::MAX] {
        assert_eq!(Resampler::new(rate, 1).err(), Some(AudioError::RateOutOfReach { rate }));
    }
}
