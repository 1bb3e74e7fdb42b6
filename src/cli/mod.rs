//! The command line: what may be typed, and the verb that answers.

mod agree;
mod calibrate;
mod code;
mod deid;
mod demo;
mod diarize;
mod doctor;
mod eval;
mod eval_codes;
mod eval_privacy;
mod exit;
mod follow_up;
mod forget;
mod init;
mod interval;
mod models;
mod places;
mod printer;
mod protocols;
mod retention;
mod run;
mod sample;
mod settings;
mod signals;
mod silence;
mod status;
mod watch;

use clap::{Parser, Subcommand};

pub use exit::Exit;
pub use silence::silence;

/// Motivational-interviewing feedback from recorded conversations, on your own computer.
#[derive(Parser)]
#[command(name = "gensvar", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Turns recordings into feedback reports.
    Run(run::RunArgs),
    /// Makes a folder for recordings to be dropped into, another for reports, and the settings for both.
    Init(init::InitArgs),
    /// Turns whatever recording is dropped into a folder into a report, until it is stopped.
    Watch(watch::WatchArgs),
    /// Says what a watched folder looks like: waiting, in work, done today, failed.
    Status(status::StatusArgs),
    /// Turns the recordings that come with gensvar into reports, to show what it does.
    Demo(demo::DemoArgs),
    /// Measures a part of gensvar against a reference.
    #[command(subcommand)]
    Eval(eval::EvalVerb),
    /// Codes a transcript that somebody already has.
    Code(code::CodeArgs),
    /// Measures agreement with human coders, and of human coders with each other.
    Agree(agree::AgreeArgs),
    /// Takes personal data out of transcripts.
    Deid(deid::DeidArgs),
    /// Says who has had feedback this term, and how the measures move.
    FollowUp(follow_up::FollowUpArgs),
    /// Removes a practitioner or a session with everything derived from the recordings.
    Forget(forget::ForgetArgs),
    /// Shows what will be removed and when, or carries it out.
    Retention(retention::RetentionArgs),
    /// Draws sessions for human coders and writes blank protocols.
    Sample(sample::SampleArgs),
    /// Says who spoke when, as RTTM.
    Diarize(diarize::DiarizeArgs),
    /// Lists, fetches, imports and verifies models.
    #[command(subcommand)]
    Models(models::ModelsVerb),
    /// Says what is missing on this computer, and what to do about it.
    Doctor(doctor::DoctorArgs),
}

impl Cli {
    /// Does what was typed; prints one error at most.
    pub fn answer(self) -> Exit {
        match self.verb {
            Verb::Run(args) => run::run(args),
            Verb::Init(args) => init::run(args),
            Verb::Watch(args) => watch::run(args),
            Verb::Status(args) => status::run(args),
            Verb::Demo(args) => demo::run(args),
            Verb::Eval(verb) => eval::run(verb),
            Verb::Code(args) => code::run(args),
            Verb::Agree(args) => agree::run(args),
            Verb::Deid(args) => deid::run(args),
            Verb::FollowUp(args) => follow_up::run(args),
            Verb::Forget(args) => forget::run(args),
            Verb::Retention(args) => retention::run(args),
            Verb::Sample(args) => sample::run(args),
            Verb::Diarize(args) => diarize::run(args),
            Verb::Models(verb) => models::run(verb),
            Verb::Doctor(args) => doctor::run(args),
        }
    }
}
