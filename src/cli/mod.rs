//! The command line: what may be typed, and the verb that answers.

mod code;
mod deid;
mod demo;
mod diarize;
mod doctor;
mod eval;
mod eval_privacy;
mod exit;
mod follow_up;
mod forget;
mod models;
mod places;
mod printer;
mod retention;
mod run;
mod settings;
mod signals;

use clap::{Parser, Subcommand};

pub use exit::Exit;

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
    /// Turns the recordings that come with gensvar into reports, to show what it does.
    Demo(demo::DemoArgs),
    /// Measures a part of gensvar against a reference.
    #[command(subcommand)]
    Eval(eval::EvalVerb),
    /// Codes a transcript that somebody already has.
    Code(code::CodeArgs),
    /// Takes personal data out of transcripts.
    Deid(deid::DeidArgs),
    /// Says who has had feedback this term, and how the measures move.
    FollowUp(follow_up::FollowUpArgs),
    /// Removes a practitioner or a session with everything derived from the recordings.
    Forget(forget::ForgetArgs),
    /// Shows what will be removed and when, or carries it out.
    Retention(retention::RetentionArgs),
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
            Verb::Demo(args) => demo::run(args),
            Verb::Eval(verb) => eval::run(verb),
            Verb::Code(args) => code::run(args),
            Verb::Deid(args) => deid::run(args),
            Verb::FollowUp(args) => follow_up::run(args),
            Verb::Forget(args) => forget::run(args),
            Verb::Retention(args) => retention::run(args),
            Verb::Diarize(args) => diarize::run(args),
            Verb::Models(verb) => models::run(verb),
            Verb::Doctor(args) => doctor::run(args),
        }
    }
}
