//! gensvar turns recordings of conversations into motivational-interviewing feedback, on the user's own computer.
//!
//! # The way of the data
//!
//! | stage | module | from → to |
//! |---|---|---|
//! | decode, resample | [`audio`] | `RecordingFile` → `Excerpt` (16 kHz) |
//! | find speech | [`audio`] | `Excerpt` → `SpeechMap` |
//! | transcribe | [`speech`] | chunks → `RawTranscript` |
//! | attribute speakers | [`speech`] | `RawTranscript` → `RawDialogue` |
//! | **de-identify** | [`privacy`] | `RawDialogue` → `Dialogue` |
//! | split, classify | [`coding`] | `Dialogue` → `CodedDialogue` |
//! | score | [`coding`] | `CodedDialogue` → `SessionScore` |
//! | report | [`report`] | `SessionReport` → files |
//! | note | [`ledger`] | what is done, for ever |
//!
//! # Two rules
//!
//! *One way.* A stage takes what stands to its left, by value, and imports only modules below it:
//! `cli → watch → schedule → ledger → agreement → report → coding → privacy → speech → audio`, with `models` and the small
//! shared types at the bottom. A test reads the imports.
//!
//! *One door.* Whatever stands left of de-identify lives in sealed types
//! ([`privacy::identified`]) that cannot be printed, written or copied; only [`privacy`] opens them.

pub mod agreement;
pub mod audio;
pub mod cli;
pub mod coding;
pub mod files;
pub mod language;
pub mod ledger;
pub mod models;
mod phrases;
pub mod plain;
pub mod privacy;
pub mod report;
pub mod schedule;
pub mod severity;
pub mod speech;
pub mod units;
pub mod watch;
