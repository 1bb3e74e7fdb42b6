//! Packs speech into chunks of at most 30 s, what Whisper hears in one pass, and maps times back.
//!
//! Whisper computes 30 s however little it is given, so long silences are cut out and chunks are
//! filled; natural pauses stay, because they are how it tells sentences apart.

use crate::audio::sound::{Mono16k, SAMPLE_RATE, SpeechMap};
use crate::units::{Millis, Span};

/// What Whisper hears in one pass.
pub const LONGEST: Millis = Millis(30_000);
/// Sound kept before and after a region: soft beginnings and endings that the detector misses.
const PAD: Millis = Millis(200);
/// Pauses up to this are part of how somebody speaks; longer ones are cut down to two pads.
const NATURAL_PAUSE: Millis = Millis(1_000);
/// A chunk is not ended before this if it need not: two thirds of a pass.
const FULL_ENOUGH: Millis = Millis(20_000);
/// Width of the quiet place at which speech without pauses is cut, and the step of the search.
const QUIET: Millis = Millis(100);
const STEP: Millis = Millis(10);

/// Stretches of an excerpt that are heard in one pass, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The stretches, in order and apart.
    pub pieces: Vec<Span>,
}

impl Chunk {
    /// How long it is; at most [`LONGEST`].
    pub fn length(&self) -> Millis {
        total(&self.pieces)
    }

    /// Its sound, the pieces joined.
    pub fn audio(&self, sound: &Mono16k) -> Vec<f32> {
        self.pieces.iter().flat_map(|&piece| sound.floats(piece)).collect()
    }

    /// Where in the excerpt a word was said that is heard from `start` to `end` of the chunk: within the piece
    /// that holds its middle. No word spans a silence that was cut out, though a recogniser's times may.
    pub fn place(&self, start: Millis, end: Millis) -> Option<Span> {
        let middle = Millis((start.0 + end.0) / 2);
        let mut before = Millis(0);
        let mut place = None;
        for piece in &self.pieces {
            let at = |instant: Millis| piece.start() + (instant - before).min(piece.length());
            place = Span::new(at(start), at(end)).or(place);
            before = before + piece.length();
            if middle < before {
                break;
            }
        }
        place
    }
}

/// Packs the speech of `sound` into chunks, in order; every region is in exactly one, except that
/// regions longer than a chunk are cut at their quietest places.
pub fn pack(map: &SpeechMap, sound: &Mono16k) -> Vec<Chunk> {
    let regions: Vec<Span> = map.regions.iter().flat_map(|&region| cut_to_fit(region, sound)).collect();
    let padded = pad(&regions, sound.length());
    let mut chunks = Vec::new();
    let mut rest = padded.as_slice();
    while !rest.is_empty() {
        let (chunk, later) = rest.split_at(chunk_end(rest));
        chunks.push(Chunk { pieces: pieces(chunk) });
        rest = later;
    }
    chunks
}

/// How many of the stretches go into the next chunk: all that fit; and when some do not, up to the
/// longest pause in the chunk's last third, so that sentences stay whole.
fn chunk_end(stretches: &[Span]) -> usize {
    let fits = |&count: &usize| total(&pieces(&stretches[..count])) <= LONGEST;
    let most = (1..=stretches.len()).take_while(fits).last().unwrap_or(1);
    if most == stretches.len() {
        return most;
    }
    let pause = |&count: &usize| stretches[count - 1].gap(stretches[count]);
    (1..=most).filter(|&count| total(&pieces(&stretches[..count])) >= FULL_ENOUGH).max_by_key(pause).unwrap_or(most)
}

/// The stretches of sound to keep for these padded regions: natural pauses are bridged.
fn pieces(stretches: &[Span]) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    for &stretch in stretches {
        match pieces.last_mut() {
            Some(last) if last.gap(stretch) + PAD + PAD <= NATURAL_PAUSE => *last = last.join(stretch),
            _ => pieces.push(stretch),
        }
    }
    pieces
}

/// Widens each region by [`PAD`], or by half the gap where the next one is nearer than two pads.
fn pad(regions: &[Span], end: Millis) -> Vec<Span> {
    let room = |gap: Millis| PAD.min(Millis(gap.0 / 2));
    let around = |(index, region): (usize, &Span)| {
        let before = match index.checked_sub(1) {
            Some(previous) => room(regions[previous].gap(*region)),
            None => PAD,
        };
        let after = regions.get(index + 1).map_or(PAD, |next| room(region.gap(*next)));
        Span::new(region.start() - before, (region.end() + after).min(end).max(region.end()))
    };
    regions.iter().enumerate().filter_map(around).collect()
}

/// Cuts a region that is longer than a chunk, each time at the quietest place of the chunk's last third.
fn cut_to_fit(region: Span, sound: &Mono16k) -> Vec<Span> {
    let limit = LONGEST - PAD - PAD;
    let mut parts = Vec::new();
    let mut start = region.start();
    while region.end() - start > limit {
        let cut = quietest(Millis(start.0 + limit.0 * 2 / 3), start + limit, sound);
        parts.extend(Span::new(start, cut));
        start = cut;
    }
    parts.extend(Span::new(start, region.end()));
    parts
}

/// The middle of the quietest [`QUIET`] between the two instants.
fn quietest(from: Millis, to: Millis, sound: &Mono16k) -> Millis {
    let energy = |at: &u64| -> u64 {
        let place = |at: u64| (Millis(at).to_samples(SAMPLE_RATE) as usize).min(sound.samples().len());
        sound.samples()[place(*at)..place(at + QUIET.0)].iter().map(|&s| i64::from(s).pow(2).unsigned_abs()).sum()
    };
    let starts = (from.0..to.0 - QUIET.0).step_by(STEP.0 as usize);
    starts.min_by_key(energy).map_or(to, |start| Millis(start + QUIET.0 / 2))
}

fn total(spans: &[Span]) -> Millis {
    spans.iter().fold(Millis(0), |sum, span| sum + span.length())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(start: u64, end: u64) -> Span {
        Span::new(Millis(start), Millis(end)).unwrap()
    }

    fn silence(length: u64) -> Mono16k {
        Mono16k::new(vec![0; length as usize * 16])
    }

    #[test]
    fn natural_pauses_stay_and_long_silences_shrink() {
        let map = SpeechMap { regions: vec![span(1_000, 2_000), span(2_900, 4_000), span(9_000, 10_000)] };
        let chunks = pack(&map, &silence(11_000));
        assert_eq!(chunks, [Chunk { pieces: vec![span(800, 4_200), span(8_800, 10_200)] }]);
        let place = |start, end| chunks[0].place(Millis(start), Millis(end));
        assert_eq!(place(0, 500), Some(span(800, 1_300)));
        assert_eq!(place(3_500, 3_600), Some(span(8_900, 9_000)));
        assert_eq!(place(3_300, 3_700), Some(span(8_800, 9_100)), "most of it is heard after the cut");
        assert_eq!(place(4_700, 9_000), Some(span(10_100, 10_200)), "nothing is heard after the end");
    }

    #[test]
    fn a_full_chunk_ends_at_the_longest_pause_of_its_last_third() {
        let map = SpeechMap { regions: vec![span(0, 21_000), span(21_900, 25_000), span(25_200, 40_000)] };
        let chunks = pack(&map, &silence(40_000));
        assert_eq!(chunks[0].pieces, [span(0, 21_200)]);
        assert_eq!(chunks[1].pieces, [span(21_700, 40_000)]);
    }

    #[test]
    fn speech_without_a_pause_is_cut_where_it_is_quietest() {
        let mut samples = vec![1_000; 40_000 * 16];
        samples[24_000 * 16..24_100 * 16].fill(10);
        let chunks = pack(&SpeechMap { regions: vec![span(0, 40_000)] }, &Mono16k::new(samples));
        let cut = chunks[0].pieces[0].end();
        assert!(Millis(24_000) < cut && cut < Millis(24_100), "{cut:?}");
        assert_eq!(chunks[1].pieces, [Span::new(cut, Millis(40_000)).unwrap()]);
    }

    fn maps() -> impl Strategy<Value = SpeechMap> {
        let steps = prop::collection::vec((160_u64..8_000, 96_u64..70_000), 0..30);
        steps.prop_map(|steps| {
            let mut now = 0;
            let place = |(gap, length): (u64, u64)| {
                let region = span(now + gap, now + gap + length);
                now += gap + length;
                region
            };
            SpeechMap { regions: steps.into_iter().map(place).collect() }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn chunks_hold_all_speech_once_in_order_and_fit(map in maps()) {
            let end = map.regions.last().map_or(0, |region| region.end().0);
            let chunks = pack(&map, &silence(end));
            let kept: Vec<Span> = chunks.iter().flat_map(|chunk| chunk.pieces.clone()).collect();
            prop_assert!(chunks.iter().all(|chunk| chunk.length() <= LONGEST));
            prop_assert!(kept.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            for region in &map.regions {
                let heard = kept.iter().fold(Millis(0), |sum, piece| sum + piece.overlap(*region));
                prop_assert_eq!(heard, region.length());
            }
        }

        #[test]
        fn times_map_back_in_order_into_the_pieces(map in maps()) {
            let end = map.regions.last().map_or(0, |region| region.end().0);
            for chunk in pack(&map, &silence(end)) {
                let words = (0..chunk.length().0).step_by(37);
                let places: Vec<Span> = words.filter_map(|at| chunk.place(Millis(at), Millis(at + 30))).collect();
                prop_assert!(places.windows(2).all(|pair| pair[0].start() <= pair[1].start()));
                let in_a_piece = |place: &Span| chunk.pieces.iter().any(|piece| piece.overlap(*place) == place.length());
                prop_assert!(places.iter().all(in_a_piece));
            }
        }
    }
}
