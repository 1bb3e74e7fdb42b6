//! One binary of tests: the program and its library as others meet them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Agreement with human coders, through the program.
mod agree;
/// Figures of agreement against independent packages.
mod agreement_statistics;
/// Recordings of every format to sound at 16 kHz.
mod audio;
/// Learning from a group's own coded sessions.
mod calibration;
/// Utterances, codes and scores.
mod coding;
/// Nothing personal gets past it.
mod door;
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
/// Sessions drawn for human coders, and their protocols.
mod sample;
/// What is identified stays sealed.
mod sealed;
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
