//! Times as transcripts write them.

use crate::units::{Millis, Span};

/// No conversation reaches beyond this; a sum of times stays far from what a number can hold.
const LATEST: Millis = Millis::from_minutes(100 * 60);

/// Seconds, or minutes and hours before them, with a comma or a point: `12.5`, `01:02,5`, `1:02:03.250`.
pub(super) fn read(text: &str) -> Option<Millis> {
    let mut seconds = 0.0;
    for (place, part) in text.replace(',', ".").split(':').enumerate() {
        let part: f64 = part.trim().parse().ok()?;
        if place > 2 || !part.is_finite() || part.is_sign_negative() {
            return None;
        }
        seconds = seconds * 60.0 + part;
    }
    of_seconds(seconds)
}

/// An instant.
pub(super) fn of_seconds(seconds: f64) -> Option<Millis> {
    let fits = seconds.is_finite() && (0.0..=LATEST.seconds()).contains(&seconds);
    fits.then(|| Millis((seconds * 1000.0).round() as u64))
}

/// The stretch between two instants; one that has no length gets the least there is. `None` when it ends before
/// it starts.
pub(super) fn span(start: Millis, end: Millis) -> Option<Span> {
    if start == end { Span::new(start, end + Millis(1)) } else { Span::new(start, end) }
}

/// `span` cut into pieces as long as `weights`, for text of which only the times of the whole are known.
pub(super) fn shares(span: Span, weights: &[usize]) -> Vec<Option<Span>> {
    let all = weights.iter().sum::<usize>().max(1) as u64;
    let at = |weight: usize| span.start() + Millis(span.length().0 * weight as u64 / all);
    let mut before = 0;
    let piece = |weight: &usize| {
        let start = at(before);
        before += weight;
        self::span(start, at(before))
    };
    weights.iter().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_and_programs_write_them() {
        let millis = |text| read(text).map(|instant| instant.0);
        assert_eq!(
            [millis("12.5"), millis("01:02,5"), millis("1:02:03.250")],
            [Some(12_500), Some(62_500), Some(3_723_250)]
        );
        for wrong in ["", "x", "-1", "1:2:3:4", "inf", "NaN", "1e9", "101:00:00"] {
            assert_eq!(millis(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_cue_of_two_speakers_is_shared_by_how_much_each_says() {
        let whole = Span::new(Millis(1000), Millis(2000)).unwrap();
        let pieces = shares(whole, &[30, 10]);
        assert_eq!(pieces, [Span::new(Millis(1000), Millis(1750)), Span::new(Millis(1750), Millis(2000))]);
        assert_eq!(shares(whole, &[0]), [Span::new(Millis(1000), Millis(1001))]);
    }
}
