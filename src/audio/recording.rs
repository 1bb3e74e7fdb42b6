//! A file that can be worked on, and the hash that identifies its content.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use fs_err::File;
use sha2::{Digest, Sha256};

use super::error::AudioError;
use super::limits::Limits;

/// SHA-256 of a recording's bytes: the same recording under another name has the same hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 8 hexadecimal digits: enough to tell the recordings of one place apart.
    pub fn short(&self) -> String {
        self.0.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// All 64 hexadecimal digits.
impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A recording on disk. Its name is personal data: `Debug` shows the hash alone, and there is
/// neither `Display` nor `Serialize` nor `Clone`.
pub struct RecordingFile {
    path: PathBuf,
    hash: ContentHash,
}

impl RecordingFile {
    /// Looks at the file and reads it once to hash it, a piece at a time.
    ///
    /// # Errors
    /// When it is missing, not a file (a link to a file is fine), empty, too large or unreadable.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, AudioError> {
        let facts = fs_err::metadata(path).map_err(|e| refusal(&e))?;
        if !facts.is_file() {
            return Err(AudioError::NotAFile);
        }
        if facts.len() == 0 {
            return Err(AudioError::Empty);
        }
        if facts.len() > limits.max_bytes {
            return Err(AudioError::TooLarge { bytes: facts.len(), limit: limits.max_bytes });
        }
        let mut file = File::open(path).map_err(|e| refusal(&e))?;
        let hash = hash(&mut file).map_err(|e| refusal(&e))?;
        Ok(Self { path: path.to_owned(), hash })
    }

    /// The path, for opening the file and for telling the user at the terminal; never for a report,
    /// a log or the ledger.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What identifies its content.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }
}

impl fmt::Debug for RecordingFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[recording {}]", self.hash.short())
    }
}

/// The error for what the operating system says, without the path that its own text would show.
pub(super) fn refusal(error: &io::Error) -> AudioError {
    match error.kind() {
        io::ErrorKind::NotFound => AudioError::Missing,
        kind => AudioError::Unreadable(kind),
    }
}

fn hash(file: &mut impl Read) -> io::Result<ContentHash> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(ContentHash(hasher.finalize().into())),
            Ok(length) => hasher.update(&piece[..length]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
