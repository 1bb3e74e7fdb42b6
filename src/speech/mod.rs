//! From sound to words with speakers: transcription lanes, diarization, roles.
