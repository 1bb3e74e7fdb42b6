//! One binary of tests: the program and its library as others meet them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Recordings of every format to sound at 16 kHz.
mod audio;
/// Utterances, codes and scores.
mod coding;
/// What others put before the program.
mod hostile;
/// The rules of the house.
mod house;
/// What is noted, followed up, forgotten, and never lost.
mod ledger;
/// The manifest, pulling, importing and verifying.
mod models;
/// Where there is no network.
mod no_network;
/// Personal data, found and gone.
mod privacy;
/// The report as a coach opens it.
mod report;
/// Recordings to reports, through the program.
mod run;
/// Speech regions, diarization, roles.
mod speakers;
/// What makes a test a sentence.
mod support;
/// Transcripts to reports, through the program.
mod transcripts_in;
/// The smaller verbs, through the program.
mod verbs;
/// The watched folder.
mod watch;
