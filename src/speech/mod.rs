//! From sound to words with speakers: transcription lanes, diarization, roles.

pub mod attribute;
mod cluster;
pub mod diarize;
#[cfg(test)]
mod golden;
mod linkage;
mod mel;
mod roles;
pub mod rttm;
mod voice;
