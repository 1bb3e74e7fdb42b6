//! Which part is coded: what users write, and what is chosen.

use proptest::prelude::*;

use super::*;

fn chosen(length: Millis, segment: &str) -> Result<(Span, SegmentChosen), AudioError> {
    let content = RecordingFile::open(&fixture("flac.flac"), &Limits::default()).unwrap().hash();
    segment.parse::<Segment>().unwrap().choose(length, content)
}

fn minutes(start: u64, end: u64) -> Span {
    Span::new(Millis::from_minutes(start), Millis::from_minutes(end)).unwrap()
}

#[test]
fn ranges_are_read_as_coaches_write_them() {
    assert_eq!("05:00-25:00".parse(), Ok(Segment::Range(minutes(5, 25))));
    assert_eq!("5.00 – 25.00".parse(), Ok(Segment::Range(minutes(5, 25))));
    assert_eq!("1:05:00-1:25:00".parse(), Ok(Segment::Range(minutes(65, 85))));
    assert_eq!("65:00-85:00".parse(), Ok(Segment::Range(minutes(65, 85))));
    assert_eq!("auto".parse(), Ok(Segment::Auto));
    assert_eq!(" whole ".parse(), Ok(Segment::Whole));
}

#[test]
fn other_texts_are_refused_with_an_example() {
    for text in ["", "all", "5-25", "05:60-06:00", "00:00:5-00:10", "-1:00-2:00", "05:00", "1:2:3:4-2:00", "+1:00-2:00"]
    {
        let error = text.parse::<Segment>().unwrap_err().to_string();
        assert!(error.contains("05:00-25:00"), "{text}: {error}");
    }
    let error = "25:00-05:00".parse::<Segment>().unwrap_err().to_string();
    assert!(error.contains("does not end after it starts"), "{error}");
}

#[test]
fn twenty_minutes_are_whole_and_a_second_more_is_drawn_from() {
    assert_eq!(chosen(Millis::from_minutes(20), "auto"), Ok((minutes(0, 20), SegmentChosen::Whole)));
    let (window, how) = chosen(Millis::from_minutes(20) + Millis(1000), "auto").unwrap();
    assert_eq!((window.length(), how), (Millis::from_minutes(20), SegmentChosen::Drawn));
    assert_eq!(chosen(Millis::from_minutes(90), "whole"), Ok((minutes(0, 90), SegmentChosen::Whole)));
}

#[test]
fn a_range_is_held_to_the_recording_and_to_twenty_minutes() {
    let hour = Millis::from_minutes(60);
    assert_eq!(chosen(hour, "10:00-25:00"), Ok((minutes(10, 25), SegmentChosen::Named)));
    assert_eq!(chosen(hour, "10:00-45:00"), Ok((minutes(10, 30), SegmentChosen::NamedShortened)));
    assert_eq!(chosen(hour, "50:00-65:00"), Ok((minutes(50, 60), SegmentChosen::NamedToEnd)));
    assert_eq!(chosen(hour, "60:00-65:00"), Err(AudioError::BeyondEnd { start: hour, length: hour }));
}

/// The same content gives the same draw; over many contents, every part of the session comes up.
#[test]
fn draws_are_reproducible_and_spread_over_the_recording() {
    let folder = tempfile::tempdir().unwrap();
    let length = Millis::from_minutes(60);
    let mut thirds = [0; 3];
    for content in 0..60 {
        let path = folder.path().join(content.to_string());
        fs_err::write(&path, content.to_string()).unwrap();
        let draw = || {
            let file = RecordingFile::open(&path, &Limits::default()).unwrap();
            Segment::Auto.choose(length, file.hash()).unwrap().0
        };
        assert_eq!(draw(), draw());
        assert!(draw().end() <= length);
        thirds[(draw().start().0 * 3 / Millis::from_minutes(41).0) as usize] += 1;
    }
    assert!(thirds.iter().all(|&count| count >= 10), "{thirds:?}");
}

proptest! {
    #[test]
    fn a_segment_is_read_back_as_it_is_written(start in 0u64..30_000, length in 1u64..6_000) {
        let segment = range(start * 1000, (start + length) * 1000);
        prop_assert_eq!(segment.to_string().parse(), Ok(segment));
    }

    #[test]
    fn any_text_is_a_segment_or_an_error(text in ".{0,24}") {
        let _ = text.parse::<Segment>();
    }

    #[test]
    fn what_is_chosen_lies_within_the_recording(length in 1u64..30_000_000, start in 0u64..30_000_000, span in 1u64..9_000_000) {
        let length = Millis(length);
        let content = RecordingFile::open(&fixture("flac.flac"), &Limits::default()).unwrap().hash();
        for segment in [Segment::Auto, Segment::Whole, range(start, start + span)] {
            match segment.choose(length, content) {
                Ok((window, how)) => {
                    prop_assert!(window.end() <= length);
                    prop_assert!(how == SegmentChosen::Whole || window.length() <= Millis::from_minutes(20));
                }
                Err(error) => prop_assert_eq!(error, AudioError::BeyondEnd { start: Millis(start), length }),
            }
        }
    }
}

/// Reading from the middle gives what reading from the start gives there, sample for sample in time.
#[test]
fn a_part_is_the_same_as_that_part_of_the_whole() {
    for name in ["kort.wav", "vardag-alkohol.m4a", "forsorjning-arbete.ogg"] {
        let (whole, _) = read(&demo(name), range(0, 60_000)).unwrap();
        let (part, _) = read(&demo(name), range(30_500, 40_500)).unwrap();
        assert_eq!(part.window.start(), Millis(30_500));
        let there = &samples(&whole)[30_500 * 16..];
        // The first tenth of a second is the resampler's and the codec's beginning.
        let alike = signal_to_difference(&there[1600..], &samples(&part)[1600..]);
        assert!(alike > 30.0, "{name}: {alike:.1} dB");
    }
}
