//! From sound to words with speakers: transcription, diarization, roles.

pub mod alignment;
pub mod assemble;
mod guards;
pub mod transcribe;
