//! Three hours: only the chosen part is kept.

use std::io::Write as _;

use super::*;

/// A three-hour WAV, 8 kHz and 8-bit, in which sample number n is a slow sawtooth: 86 MB.
fn three_hours(path: &Path) {
    let length: u32 = 3 * 3600 * 8000;
    let mut file = std::io::BufWriter::new(fs_err::File::create(path).unwrap());
    let mut word = |value: u32| file.write_all(&value.to_le_bytes()).unwrap();
    [0x4646_4952, 36 + length, 0x4556_4157, 0x2074_6d66, 16].into_iter().for_each(&mut word);
    [1 << 16 | 1, 8000, 8000, 8 << 16 | 1, 0x6174_6164, length].into_iter().for_each(&mut word);
    let second: Vec<u8> = (0..8000_u32).map(|n| (n / 40) as u8).collect();
    (0..length / 8000).for_each(|_| file.write_all(&second).unwrap());
}

#[test]
fn of_three_hours_twenty_minutes_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.wav");
    three_hours(&path);
    let (excerpt, chosen) = read(&path, Segment::Auto).unwrap();
    assert_eq!(chosen, SegmentChosen::Drawn);
    assert_eq!(excerpt.recording_length, Millis::from_minutes(180));
    assert_eq!(excerpt.window.length(), Millis::from_minutes(20));
    assert_eq!(size_of_val(samples(&excerpt)), 20 * 60 * 16_000 * 2);
    let (again, _) = read(&path, Segment::Auto).unwrap();
    assert_eq!(again.window, excerpt.window);
}
