//! Decoding through ffmpeg, for the formats that the program does not decode itself.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use symphonia::core::io::ReadOnlySource;

use super::error::AudioError;
use super::native::{Decoder, Running};

/// Looked up on the PATH.
const FFMPEG: &str = "ffmpeg";

/// Starts ffmpeg on the recording and reads the WAV stream that it pipes back: nothing touches a disk.
///
/// `what` names the format in errors.
///
/// # Errors
/// When there is no ffmpeg, or it finds no sound that it can decode.
pub(super) fn open(path: &Path, what: &'static str) -> Result<Decoder, AudioError> {
    open_with(OsStr::new(FFMPEG), path, what)
}

fn open_with(program: &OsStr, path: &Path, what: &'static str) -> Result<Decoder, AudioError> {
    // The prefix keeps a name such as `http:x` from being taken for an address, the list keeps a
    // file that names others from opening a connection.
    let mut input = OsString::from("file:");
    input.push(path);
    let mut child = Command::new(program)
        .args(["-nostdin", "-v", "quiet", "-protocol_whitelist", "file,pipe", "-i"])
        .arg(input)
        .args(["-map", "0:a:0", "-vn", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => AudioError::NeedsFfmpeg(what),
            kind => AudioError::Unreadable(kind),
        })?;
    let output = child.stdout.take();
    let running = Running(child);
    let output = output.ok_or(AudioError::Damaged)?;
    Decoder::open(Box::new(ReadOnlySource::new(output)), Some(running)).map_err(|e| match e {
        AudioError::Unreadable(_) => e,
        _ => AudioError::CannotDecode(what),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_ffmpeg_the_error_names_it_and_the_format() {
        let opened = open_with(OsStr::new("no-such-program-7f3a"), Path::new("a.amr"), "AMR sound");
        let error = opened.err().unwrap();
        assert_eq!(error, AudioError::NeedsFfmpeg("AMR sound"));
        assert!(error.to_string().starts_with("AMR sound needs ffmpeg"));
    }
}
