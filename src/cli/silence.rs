//! Keeps ONNX Runtime from calling home.
//!
//! Microsoft's builds (seen in 1.31.1 for Linux) ask for `mobile.events.data.microsoft.com` some seconds after they are
//! loaded, also when the program has switched telemetry off by their interface. They read one variable of the
//! environment before that, so the program starts itself anew with the variable set: whatever else it was
//! started with, no network while working (`tests/it/no_network.rs` looks at every socket).

use std::process::{Command, ExitCode};

use crate::cli::exit::Exit;
use crate::cli::printer::Printer;

/// What ONNX Runtime looks for.
const VARIABLE: &str = "ORT_DISABLE_TELEMETRY";
/// What it must be.
const OFF: &str = "1";

/// Starts the program anew where that is needed; `None` when the environment is silent already.
pub fn silence() -> Option<ExitCode> {
    if std::env::var_os(VARIABLE).is_some_and(|value| value == OFF) {
        return None;
    }
    let exit = std::env::current_exe().and_then(|program| {
        let mut again = Command::new(program);
        again.args(std::env::args_os().skip(1)).env(VARIABLE, OFF);
        replace(again)
    });
    Some(exit.unwrap_or_else(|error| {
        Printer::new()
            .error(&format!("cannot start anew without telemetry ({error}); set {VARIABLE}={OFF} and try again"));
        Exit::NothingDone.into()
    }))
}

/// Becomes the command: the same process, so that signals reach it.
#[cfg(unix)]
fn replace(mut command: Command) -> std::io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

/// Waits for the command and ends as it does; a console sends Ctrl-C to both.
#[cfg(not(unix))]
fn replace(mut command: Command) -> std::io::Result<ExitCode> {
    let status = command.status()?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(Exit::NothingDone.code())))
}
