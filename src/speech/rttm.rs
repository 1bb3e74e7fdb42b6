//! Who spoke when, as RTTM: the Rich Transcription format of NIST that diarization scorers read.

use std::fmt::Write as _;

use super::diarize::Diarization;

/// One `SPEAKER` line a turn, in seconds; speakers are `speaker1`, `speaker2`…
///
/// `recording` names the recording for the scorer; RTTM separates fields by spaces, so any in it become `_`.
pub fn write(recording: &str, diarization: &Diarization) -> String {
    let recording = recording.replace(char::is_whitespace, "_");
    let mut lines = String::new();
    for (span, speaker) in &diarization.turns {
        let (start, length) = (span.start().seconds(), span.length().seconds());
        // Writing to a String cannot fail.
        let _ =
            writeln!(lines, "SPEAKER {recording} 1 {start:.3} {length:.3} <NA> <NA> speaker{} <NA> <NA>", speaker + 1);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Millis, Span};

    #[test]
    fn a_turn_is_a_line_of_ten_fields() {
        let span = Span::new(Millis(1_250), Millis(3_000)).unwrap();
        let rttm = write("my talk", &Diarization { turns: vec![(span, 1)], speakers: 2 });
        assert_eq!(rttm, "SPEAKER my_talk 1 1.250 1.750 <NA> <NA> speaker2 <NA> <NA>\n");
    }
}
