//! From sound to words with speakers: transcription lanes, diarization, roles.

mod cluster;
pub mod diarize;
mod linkage;
mod mel;
pub mod rttm;
mod voice;
