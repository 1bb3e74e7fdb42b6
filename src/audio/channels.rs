//! One channel or two: whether the two sides of a stereo recording carry different people.
//!
//! Three kinds of stereo recording exist, and only the first may be kept apart; in the others each
//! side holds both people, and everything would be transcribed twice.
//!
//! 1. A microphone a person, or the two ends of a call: what one side has, the other lacks.
//! 2. The same on both sides: mono saved as stereo, or a phone's two microphones, a hand's breadth
//!    apart, hearing the same at nearly the same level up to a millisecond apart.
//! 3. One side dead, or with nothing but noise.
//!
//! Two figures tell them apart. *Likeness*: how much of the louder side is found on the other at the
//! same level, at the best shift within ±3 ms (a metre), block by block: 1 for the same sound, the
//! gain of the cross-talk for separate microphones. *Lead*: in how many of the frames with sound a
//! side is at least 6 dB louder. The sides are kept apart when likeness is below one half (cross-talk
//! is weaker than -6 dB) and each side leads in at least 2 % of the sound (both have somebody).
//!
//! All else becomes mono: the mean, unless that has less than half the power of the louder side, as
//! when one side is dead or the sides cancel; then the louder side.

use super::sound::{Mono16k, Sound};

/// Likeness below which two sides are different sound.
const ALIKE: f64 = 0.5;
/// Share of the frames with sound in which a side must lead to have somebody.
const SOMEBODY: f64 = 0.02;
/// Power ratio from which a side leads: 6 dB.
const LEAD: f64 = 4.0;
/// A frame of 20 ms: shorter than a vowel.
const FRAME: usize = 320;
/// Frames down to 25 dB below the loud ones (the 95th percentile) count as sound: noise and pauses do not.
const SOUND: f64 = 1.0 / 316.0;
/// Likeness is measured in blocks of half a second…
const BLOCK: usize = 8_000;
/// …of which this many, evenly spread, suffice: two minutes of sound.
const BLOCKS: usize = 240;
/// Largest shift, in samples: 3 ms.
const SHIFT: usize = 48;

/// The sound of a recording's channels, all equally long.
pub fn sound(channels: Vec<Vec<i16>>) -> Sound {
    match <[Vec<i16>; 2]>::try_from(channels) {
        Ok([left, right]) if differ(&left, &right) => Sound::Split([Mono16k::new(left), Mono16k::new(right)]),
        Ok([left, right]) => Sound::Mono(Mono16k::new(blend(left, right))),
        Err(channels) => Sound::Mono(Mono16k::new(channels.into_iter().next().unwrap_or_default())),
    }
}

fn differ(left: &[i16], right: &[i16]) -> bool {
    leads(left, right).iter().all(|&share| share >= SOMEBODY) && likeness(left, right) < ALIKE
}

/// In which share of the frames with sound each side leads.
fn leads(left: &[i16], right: &[i16]) -> [f64; 2] {
    let frames: Vec<(f64, f64)> =
        left.chunks(FRAME).zip(right.chunks(FRAME)).map(|(l, r)| (power(l), power(r))).collect();
    let mut louder: Vec<f64> = frames.iter().map(|&(l, r)| l.max(r)).collect();
    louder.sort_by(f64::total_cmp);
    let loud = louder.get(louder.len() * 95 / 100).copied().unwrap_or(0.0);
    let with_sound = frames.iter().filter(|(l, r)| l.max(*r) > loud * SOUND);
    let (mut all, mut leading) = (0.0, [0.0; 2]);
    for &(l, r) in with_sound {
        all += 1.0;
        leading[0] += f64::from(u8::from(l > r * LEAD));
        leading[1] += f64::from(u8::from(r > l * LEAD));
    }
    leading.map(|count| count / f64::max(all, 1.0))
}

/// How much of the louder side is found on the other, from 0 to 1, blocks weighted by their power.
fn likeness(left: &[i16], right: &[i16]) -> f64 {
    let blocks = left.len().div_ceil(BLOCK);
    let step = blocks.div_ceil(BLOCKS).max(1);
    let (mut shared, mut all) = (0.0, 0.0);
    for (l, r) in left.chunks(BLOCK).zip(right.chunks(BLOCK)).step_by(step) {
        let best = (0..=SHIFT).map(|shift| product(l, r, shift).max(product(r, l, shift))).fold(0.0, f64::max);
        shared += best;
        all += f64::max(product(l, l, 0), product(r, r, 0));
    }
    if all > 0.0 { shared / all } else { 1.0 }
}

/// The size of the product of two sides, the second `shift` samples late.
fn product(first: &[i16], second: &[i16], shift: usize) -> f64 {
    let late = second.get(shift..).unwrap_or_default();
    let sum: i64 = first.iter().zip(late).map(|(&a, &b)| i64::from(i32::from(a) * i32::from(b))).sum();
    sum.unsigned_abs() as f64
}

/// Mean power.
fn power(samples: &[i16]) -> f64 {
    product(samples, samples, 0) / samples.len().max(1) as f64
}

/// Both sides in one, in the place of one of them.
fn blend(mut left: Vec<i16>, right: Vec<i16>) -> Vec<i16> {
    let [one, two] = [power(&left), power(&right)];
    let mean = left.iter().zip(&right).map(|(&l, &r)| f64::from(l.midpoint(r)).powi(2)).sum::<f64>();
    if mean / left.len().max(1) as f64 * 2.0 < one.max(two) {
        return if one >= two { left } else { right };
    }
    left.iter_mut().zip(right).for_each(|(l, r)| *l = l.midpoint(r));
    left
}
