//! What a file is, from its first bytes: names and extensions lie.

use std::io::Read;

use super::error::AudioError;
use super::recording::{RecordingFile, refusal};

/// How much of the start is looked at: enough for two packets of an MPEG transport stream.
const LOOKED_AT: u64 = 512;

/// The wrapping around the sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// RIFF WAVE.
    Wav,
    /// MPEG-4 and its kin: M4A, MP4, 3GP, MOV.
    Mp4,
    /// A container whose header states its length: FLAC, CAF, AIFF.
    Stated,
    /// A stream of packets that may end anywhere: MP3, ADTS, Ogg, Matroska.
    Stream,
    /// One that only ffmpeg opens, by the name that an error shows.
    Foreign(&'static str),
}

/// What the recording's first bytes say.
///
/// # Errors
/// When they are of no sound or video format, or cannot be read.
pub(super) fn sniff(file: &RecordingFile) -> Result<Container, AudioError> {
    let opened = fs_err::File::open(file.path()).map_err(|e| refusal(&e))?;
    let mut start = Vec::new();
    opened.take(LOOKED_AT).read_to_end(&mut start).map_err(|e| refusal(&e))?;
    container(&start).ok_or(AudioError::NotAudio)
}

fn container(start: &[u8]) -> Option<Container> {
    let at = |offset: usize, magic: &[u8]| start.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    let found = match () {
        () if at(0, b"RIFF") && at(8, b"WAVE") => Container::Wav,
        () if at(4, b"ftyp") => Container::Mp4,
        () if at(0, b"fLaC") || at(0, b"caff") => Container::Stated,
        () if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) => Container::Stated,
        () if at(0, b"OggS") || at(0, b"ID3") || at(0, b"\x1a\x45\xdf\xa3") => Container::Stream,
        () if at(0, b"#!AMR") => Container::Foreign("AMR sound"),
        () if at(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11") => Container::Foreign("Windows Media (WMA, WMV)"),
        () if at(0, b"RIFF") && at(8, b"AVI ") => Container::Foreign("AVI video"),
        () if at(8, b"WAVE") && (at(0, b"RF64") || at(0, b"BW64")) => {
            Container::Foreign("WAV of more than 4 GB (RF64)")
        }
        () if at(4, b"moov") || at(4, b"mdat") || at(4, b"wide") => Container::Foreign("old QuickTime"),
        () if at(0, b"\x00\x00\x01\xba") || at(0, b"\x00\x00\x01\xb3") => Container::Foreign("MPEG video"),
        () if at(0, b"\x47") && at(188, b"\x47") && at(376, b"\x47") => Container::Foreign("MPEG transport stream"),
        () if at(0, b"\x02dss") || at(0, b"\x03ds2") => Container::Foreign("dictation sound (DSS)"),
        () if at(0, b".snd") => Container::Foreign("AU sound"),
        () if at(0, b"wvpk") => Container::Foreign("WavPack sound"),
        () if at(0, b"FLV\x01") => Container::Foreign("Flash video"),
        () if at(0, b"\xff\xfc") || at(0, b"\xff\xfd") => Container::Foreign("MPEG layer II sound"),
        () if is_mpeg_audio(start) => Container::Stream,
        () => return None,
    };
    Some(found)
}

/// Whether the bytes start with the header of an MP3 or ADTS frame (ISO/IEC 11172-3 and 13818-7):
/// eleven set bits, then fields whose reserved values are ruled out, since eleven bits prove little.
fn is_mpeg_audio(start: &[u8]) -> bool {
    let &[0xff, second, third, ..] = start else { return false };
    let is_adts = second & 0xf6 == 0xf0 && third >> 2 & 0x0f < 13;
    let is_mp3 = second & 0xe0 == 0xe0
        && second & 0x18 != 0x08
        && second & 0x06 == 0x02
        && third & 0xf0 != 0xf0
        && third & 0xf0 != 0
        && third & 0x0c != 0x0c;
    is_adts || is_mp3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_pictures_and_archives_are_no_sound() {
        for start in
            [&b"Hej, en text"[..], b"\x89PNG\r\n", b"PK\x03\x04", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"", b"\xff"]
        {
            assert_eq!(container(start), None, "{start:?}");
        }
    }

    #[test]
    fn frames_without_a_tag_are_known() {
        assert_eq!(container(b"\xff\xfb\x90\x64"), Some(Container::Stream));
        assert_eq!(container(b"\xff\xf1\x50\x80"), Some(Container::Stream));
    }
}
