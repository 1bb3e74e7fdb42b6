//! How long, how large and how wide a recording may be.

use crate::units::Millis;

/// What is refused before it can eat time or memory.
///
/// The sound that is kept takes 1.9 MB a minute and channel, so the default length bounds a stereo
/// recording that is taken whole at 1.4 GB; the default segment (20 minutes) stays under 80 MB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest recording. Default 6 hours: a working day's recorder left running is a mistake, not a conversation.
    pub max_length: Millis,
    /// Largest file, in bytes. Default 4 GiB: what a plain WAV can hold.
    pub max_bytes: u64,
    /// Most channels. Default 8 (7.1 sound): beyond that it is a studio session.
    pub max_channels: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_length: Millis::from_minutes(6 * 60), max_bytes: 4 << 30, max_channels: 8 }
    }
}
