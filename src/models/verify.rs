//! Whether a model is whole: length and SHA-256, read as a stream.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::models::manifest::{Model, ModelFile, Size};

/// How much is read at a time.
const BLOCK: usize = 1 << 17;

/// A SHA-256 sum, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Checksum([u8; 32]);

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not a SHA-256 sum.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a SHA-256 sum: 64 hexadecimal digits are needed")]
pub struct BadChecksum(String);

impl FromStr for Checksum {
    type Err = BadChecksum;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadChecksum(text.to_owned());
        let mut digits = text.chars().map(|c| c.to_digit(16));
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let (Some(Some(high)), Some(Some(low))) = (digits.next(), digits.next()) else { return Err(bad()) };
            *byte = (high << 4 | low) as u8;
        }
        if digits.next().is_some() { Err(bad()) } else { Ok(Self(bytes)) }
    }
}

impl TryFrom<String> for Checksum {
    type Error = BadChecksum;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Checksum> for String {
    fn from(sum: Checksum) -> Self {
        sum.to_string()
    }
}

/// The sum of all that `reader` gives.
///
/// # Errors
/// What the reader says.
pub fn checksum(mut reader: impl Read) -> io::Result<Checksum> {
    let mut sum = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        let filled = match reader.read(&mut block) {
            Ok(0) => return Ok(Checksum(sum.finalize().into())),
            Ok(filled) => filled,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        let (read, _) = block.split_at(filled);
        sum.update(read);
    }
}

/// What is wrong with a file of a model.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is none.
    #[error("{path} is not there")]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[source] io::Error),
    /// It is too short or too long.
    #[error("{path} has {found} instead of {expected}: it was cut off or is another file")]
    WrongSize {
        /// The file.
        path: PathBuf,
        /// What the manifest says, in bytes.
        expected: u64,
        /// What lies there, in bytes.
        found: u64,
    },
    /// Its length is right and its content is not.
    #[error("{path} is damaged or another file: its sha256 is {found}, the manifest has {expected}")]
    WrongSum {
        /// The file.
        path: PathBuf,
        /// What the manifest says.
        expected: Checksum,
        /// What lies there.
        found: Checksum,
    },
}

/// Reads the file at `path` to its end and compares it with the manifest.
///
/// # Errors
/// What is wrong with it. A wrong length is found without reading.
pub fn check(path: &Path, file: &ModelFile) -> Result<(), Fault> {
    let opened = match fs_err::File::open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(Fault::Missing { path: path.to_owned() }),
        opened => opened.map_err(Fault::Unreadable)?,
    };
    let Size(expected) = file.bytes;
    let found = opened.metadata().map_err(Fault::Unreadable)?.len();
    if found != expected {
        return Err(Fault::WrongSize { path: path.to_owned(), expected, found });
    }
    let found = checksum(opened).map_err(Fault::Unreadable)?;
    if found == file.sha256 {
        Ok(())
    } else {
        Err(Fault::WrongSum { path: path.to_owned(), expected: file.sha256, found })
    }
}

/// Everything that is wrong with the model in `folder`; nothing when it is whole.
pub fn faults(folder: &Path, model: &Model) -> Vec<Fault> {
    model.files.iter().filter_map(|file| check(&folder.join(&file.name), file).err()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-2, appendix B.1.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn sums_are_those_of_the_standard_and_come_back_from_text() {
        let sum = checksum(&b"abc"[..]).unwrap();
        assert_eq!(sum.to_string(), ABC);
        assert_eq!(ABC.parse::<Checksum>().unwrap(), sum);
    }

    #[test]
    fn what_is_not_a_sum_is_refused() {
        let wrong = [&ABC.replace('b', "g"), "ba78", &format!("{ABC}0"), &format!("{ABC}00"), ""];
        for text in wrong {
            assert!(text.parse::<Checksum>().is_err(), "{text}");
        }
    }
}
