//! Takes one person's voice out of the other person's channel, where each has a microphone.
//!
//! Both microphones hear both people, the far one more softly. What is much softer in its own
//! channel than the other channel is at that moment is the other person, and is no speech here.

use crate::audio::sound::{Mono16k, SAMPLE_RATE, SpeechMap};
use crate::units::{Millis, Span};

/// The stretch over which levels are compared.
const BLOCK: Millis = Millis(100);
/// How much softer than the other channel, as a power ratio (10 dB): two headsets differ by 20 dB and
/// more, while people who speak at once differ by less.
const SOFTER: f64 = 0.1;
/// A channel's own level is that of its blocks of speech of this rank: microphones differ in gain.
const OWN_LEVEL: f64 = 0.9;
/// What is left of a region must be this long; the rest are edges of blocks.
const SHORTEST: Millis = Millis(100);

/// The maps of the two channels without each other's voice.
pub fn without(maps: [SpeechMap; 2], channels: &[Mono16k; 2]) -> [SpeechMap; 2] {
    let [left, right] = channels;
    let levels = [level(&maps[0], left), level(&maps[1], right)];
    let own = |map: &SpeechMap, here: usize, there: usize| {
        let is_own = |block: Span| {
            power(&channels[here], block) / levels[here] >= SOFTER * power(&channels[there], block) / levels[there]
        };
        SpeechMap { regions: map.regions.iter().flat_map(|&region| keep(region, &is_own)).collect() }
    };
    [own(&maps[0], 0, 1), own(&maps[1], 1, 0)]
}

/// The parts of a region whose blocks are wanted.
fn keep(region: Span, wanted: &impl Fn(Span) -> bool) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for block in blocks(region).filter(|&block| wanted(block)) {
        match kept.last_mut() {
            Some(last) if last.end() == block.start() => *last = last.join(block),
            _ => kept.push(block),
        }
    }
    kept.retain(|part| part.length() >= SHORTEST.min(region.length()));
    kept
}

fn blocks(region: Span) -> impl Iterator<Item = Span> {
    let starts = (region.start().0..region.end().0).step_by(BLOCK.0 as usize).map(Millis);
    starts.filter_map(move |start| Span::new(start, (start + BLOCK).min(region.end())))
}

/// How loud a channel is when its own person speaks.
fn level(map: &SpeechMap, channel: &Mono16k) -> f64 {
    let mut powers: Vec<f64> =
        map.regions.iter().flat_map(|&region| blocks(region)).map(|b| power(channel, b)).collect();
    powers.sort_by(f64::total_cmp);
    let rank = (powers.len() as f64 * OWN_LEVEL) as usize;
    powers.get(rank).copied().unwrap_or(1.0).max(1.0)
}

/// Mean square of the samples.
fn power(channel: &Mono16k, block: Span) -> f64 {
    let place = |at: Millis| (at.to_samples(SAMPLE_RATE) as usize).min(channel.samples().len());
    let samples = &channel.samples()[place(block.start())..place(block.end())];
    samples.iter().map(|&sample| f64::from(sample).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u64, end: u64) -> Span {
        Span::new(Millis(start), Millis(end)).unwrap()
    }

    /// A channel of one-second stretches of these levels.
    fn channel(levels: &[i16]) -> Mono16k {
        Mono16k::new(levels.iter().flat_map(|&level| vec![level; 16_000]).collect())
    }

    #[test]
    fn a_soft_copy_of_the_other_channel_is_no_speech_and_speaking_at_once_is() {
        let channels = [channel(&[8_000, 300, 8_000, 0]), channel(&[100, 2_000, 2_000, 0])];
        let everywhere = || SpeechMap { regions: vec![span(0, 3_000)] };
        let [left, right] = without([everywhere(), everywhere()], &channels);
        assert_eq!(left.regions, [span(0, 1_000), span(2_000, 3_000)]);
        assert_eq!(right.regions, [span(1_000, 3_000)]);
    }
}
