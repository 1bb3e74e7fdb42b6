//! Ctrl-C and SIGTERM: stop taking work, give what is under way a moment, end with what is done kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::cli::exit::Exit;

/// How long work under way may take to reach a place where it can stop.
const PATIENCE: Duration = Duration::from_secs(4);

/// Raises `flag` at the first Ctrl-C or SIGTERM; ends the program if it is still there after
/// [`PATIENCE`], or at the second. Nothing is lost by that: reports appear whole or not at all.
pub(super) fn raise_on_interrupt(flag: &'static AtomicBool) {
    let Ok(mut signals) = signal_hook::iterator::Signals::new(signal_hook::consts::TERM_SIGNALS) else { return };
    std::thread::spawn(move || {
        for (count, _) in signals.forever().enumerate() {
            flag.store(true, Ordering::Relaxed);
            if count > 0 {
                end();
            }
            std::thread::spawn(|| {
                std::thread::sleep(PATIENCE);
                end();
            });
        }
    });
}

/// Whether the user wants to stop.
pub(super) fn raised(flag: &AtomicBool) -> bool {
    flag.load(Ordering::Relaxed)
}

#[expect(clippy::exit, reason = "whisper.cpp cannot be stopped within a chunk; files are whole at any instant")]
fn end() {
    std::process::exit(i32::from(Exit::Interrupted.code()));
}
