//! One binary of tests: the program and its library as others meet them.

/// The rules of the house.
mod house;
/// Models: the manifest, a hub that misbehaves, files brought by hand.
mod models;
/// Recordings to reports, through the program.
mod run;
/// What makes a test a sentence.
mod support;
