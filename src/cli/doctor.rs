//! `gensvar doctor`: whether a run would work on this computer, and what to do when not.

use std::io::Write;
use std::process::{Command, Stdio};

use clap::Args;
use serde::Serialize;
use serde_json::json;

use crate::cli::exit::Exit;
use crate::cli::models;
use crate::cli::printer::Printer;
use crate::cli::settings::{PipelineArgs, jobs};
use crate::language::Language;
use crate::models::manifest::{Kind, Manifest, Model, Size};
use crate::models::onnx;
use crate::models::store::Store;
use crate::report::model::SCHEMA;
use crate::schedule::budget;
use crate::schedule::engine;
use crate::schedule::pipeline::Pipeline;

/// What may be typed after `gensvar doctor`.
#[derive(Args)]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    pipeline: PipelineArgs,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// How a thing stands.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Ok,
    Warning,
    Error,
}

/// One thing that was looked at; `finding` says what to do when it is not in order.
#[derive(Serialize)]
struct Check {
    what: String,
    state: State,
    finding: String,
}

impl Check {
    fn new(what: &str, state: State, finding: impl Into<String>) -> Self {
        Self { what: what.to_owned(), state, finding: finding.into() }
    }
}

/// Answers `gensvar doctor`.
pub(super) fn run(args: DoctorArgs) -> Exit {
    let pipeline = match args.pipeline.resolve() {
        Ok(pipeline) => pipeline,
        Err(error) => {
            Printer::new().error(&error);
            return Exit::WrongUse;
        }
    };
    let checks = examine(&pipeline, &Store::standard());
    let works = checks.iter().all(|check| check.state != State::Error);
    let result = if args.json {
        format!("{}\n", json!({ "schema": SCHEMA, "works": works, "checks": checks }))
    } else {
        as_text(&checks, works)
    };
    // Nobody is left to read it when the pipe is closed.
    let _ = std::io::stdout().write_all(result.as_bytes());
    if works { Exit::Done } else { Exit::NothingDone }
}

fn as_text(checks: &[Check], works: bool) -> String {
    let line = |check: &Check| {
        let state = match check.state {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Error => "ERROR",
        };
        format!("{state:<8} {:<18} {}\n", check.what, check.finding)
    };
    let verdict = if works { "A run would work.\n" } else { "A run would not work until the errors are mended.\n" };
    checks.iter().map(line).chain([verdict.to_owned()]).collect()
}

fn examine(pipeline: &Pipeline, store: &Store) -> Vec<Check> {
    let speech = engine::speech_model(&pipeline.speech.model);
    let mut checks = vec![settings(pipeline), processor(), runtime(), ffmpeg()];
    match speech {
        Ok(speech) => {
            checks.push(memory(speech));
            checks.push(voice(speech, pipeline, store));
        }
        Err(error) => checks.push(Check::new(&pipeline.speech.model, State::Error, error.to_string())),
    }
    // Every other model ships with the program, and every run needs them all.
    checks.extend(Manifest::embedded().models.iter().filter(|m| m.kind != Kind::Speech).map(|m| present(m, store)));
    checks
}

fn settings(pipeline: &Pipeline) -> Check {
    let Pipeline { language, report_language, speech, .. } = pipeline;
    let finding = format!("recordings in {language}, reports in {report_language}, speech model {}", speech.model);
    Check::new("settings", State::Ok, finding)
}

fn processor() -> Check {
    let cores = jobs(None);
    #[cfg(target_arch = "x86_64")]
    if !std::is_x86_feature_detected!("avx2") || !std::is_x86_feature_detected!("fma") {
        let remedy = "this processor has no AVX2, which gensvar is built for: build it on this computer with `make build NATIVE=1`";
        return Check::new("processor", State::Error, remedy);
    }
    Check::new("processor", State::Ok, format!("{cores} cores"))
}

fn memory(speech: &Model) -> Check {
    let needed = format!("about {} MB are needed", speech.memory_mb);
    let Some(free) = budget::free_memory() else {
        return Check::new("memory", State::Ok, format!("{needed}; how much is free is not known here"));
    };
    let finding = format!("{} free, {needed}", Size(free));
    if free >= speech.memory_mb * 1_000_000 {
        return Check::new("memory", State::Ok, finding);
    }
    let remedy = "close other programs, or choose a smaller model with --speech-model";
    Check::new("memory", State::Warning, format!("{finding}: {remedy}"))
}

fn runtime() -> Check {
    match onnx::check() {
        Ok(library) => Check::new("ONNX Runtime", State::Ok, library.display().to_string()),
        Err(error) => Check::new("ONNX Runtime", State::Error, error.to_string()),
    }
}

fn ffmpeg() -> Check {
    let quiet = Command::new("ffmpeg").arg("-version").stdin(Stdio::null()).stdout(Stdio::null()).status();
    if quiet.is_ok_and(|status| status.success()) {
        return Check::new("ffmpeg", State::Ok, "found");
    }
    let finding =
        "not found: AMR, 3GP, HE-AAC, WMA and video cannot be read; install ffmpeg if you have such recordings";
    Check::new("ffmpeg", State::Warning, finding)
}

/// The speech model: there, whole, and fit for what is spoken.
fn voice(speech: &Model, pipeline: &Pipeline, store: &Store) -> Check {
    let check = present(speech, store);
    let deaf = |language: &Language| !speech.languages.contains(language);
    match pipeline.language.parse().ok().filter(deaf) {
        _ if check.state == State::Error => check,
        _ if speech.demo_only => {
            let finding =
                "knows synthetic voices only: for people, `gensvar models pull sv` (nb, en) and that pipeline";
            Check::new(&speech.name, State::Warning, finding)
        }
        Some(language) => {
            let finding = format!("does not know {language}: `gensvar models list` shows which model does");
            Check::new(&speech.name, State::Warning, finding)
        }
        None => check,
    }
}

fn present(model: &Model, store: &Store) -> Check {
    let faults = models::faults(model, store);
    match faults.is_empty() {
        true => Check::new(&model.name, State::Ok, "here and whole"),
        false => Check::new(&model.name, State::Error, faults.join("; ")),
    }
}
