//! From sound to words with speakers: transcription, diarization, roles.

pub mod alignment;
mod guards;
pub mod transcribe;
