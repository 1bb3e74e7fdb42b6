//! Recordings as sound: decoding, resampling to 16 kHz, and where speech is.

pub mod chunks;
pub mod regions;
pub mod sound;
