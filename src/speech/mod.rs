//! From sound to words with speakers: transcription, diarization, roles.

pub mod alignment;
pub mod assemble;
pub mod attribute;
mod cluster;
pub mod diarize;
#[cfg(test)]
mod golden;
mod guards;
mod linkage;
mod mel;
mod roles;
pub mod rttm;
pub mod transcribe;
pub mod transcripts;
mod voice;
