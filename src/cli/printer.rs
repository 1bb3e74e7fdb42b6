//! What the user sees while gensvar works: bars on a terminal, lines elsewhere, one error at a time.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::plain::shown;
use crate::schedule::session::Progress;

/// The only way to the user's screen. Lines go to standard error: standard output is for results.
pub(super) struct Printer {
    bars: MultiProgress,
    terminal: bool,
}

impl Printer {
    /// A printer to this process's standard error.
    pub(super) fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Self { bars: MultiProgress::with_draw_target(target), terminal }
    }

    /// One line, above the bars. Names of files come from others: what would drive the terminal or forge a line
    /// of its own is written out.
    pub(super) fn line(&self, text: &str) {
        let text = &shown(text);
        if self.terminal {
            // A terminal that is gone cannot be told so.
            let _ = self.bars.println(text);
        } else {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// An error that ends the program.
    pub(super) fn error(&self, error: &dyn std::fmt::Display) {
        self.line(&format!("gensvar: {error}"));
    }

    /// The bar of a whole batch.
    pub(super) fn batch_bar(&self, recordings: usize) -> ProgressBar {
        let style = "{elapsed_precise} [{bar:30}] {pos}/{len} recordings, {eta} left";
        self.bar(recordings as u64, style)
    }

    /// The bar of one recording.
    pub(super) fn recording_bar(&self, label: &str) -> ProgressBar {
        let bar = self.bar(1, "         [{bar:30}] {percent:>3} % {msg}");
        bar.set_message(label.to_owned());
        bar
    }

    /// The bar of a file on its way.
    pub(super) fn download_bar(&self) -> ProgressBar {
        self.bar(1, "[{bar:30}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left")
    }

    /// Whether bars are seen; otherwise lines must say how far it has come.
    pub(super) fn is_terminal(&self) -> bool {
        self.terminal
    }

    fn bar(&self, length: u64, template: &str) -> ProgressBar {
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = self.bars.add(ProgressBar::new(length).with_style(style.progress_chars("=> ")));
        if self.terminal {
            bar.enable_steady_tick(Duration::from_millis(500));
        }
        bar
    }
}

/// Shows how far a recording has come.
pub(super) fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.chunks as u64);
    bar.set_position(progress.heard as u64);
}
