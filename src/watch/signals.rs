//! What asks a program to stop: Ctrl-C from a person, SIGTERM (on Windows: closing, log-off, shutdown) from
//! whatever runs it.

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    Interrupt,
    Terminate,
}

#[cfg(unix)]
mod system {
    use std::io;

    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use super::Signal;

    /// The signals of this process.
    pub(in crate::watch) struct Signals {
        interrupt: Stream,
        terminate: Stream,
    }

    impl Signals {
        pub(in crate::watch) fn new() -> io::Result<Self> {
            Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
        }

        pub(in crate::watch) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.terminate.recv() => Signal::Terminate,
            }
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;

    use tokio::signal::windows::{
        CtrlC, CtrlClose, CtrlLogoff, CtrlShutdown, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown,
    };

    use super::Signal;

    /// The signals of this process.
    pub(in crate::watch) struct Signals {
        interrupt: CtrlC,
        close: CtrlClose,
        logoff: CtrlLogoff,
        shutdown: CtrlShutdown,
    }

    impl Signals {
        pub(in crate::watch) fn new() -> io::Result<Self> {
            Ok(Self { interrupt: ctrl_c()?, close: ctrl_close()?, logoff: ctrl_logoff()?, shutdown: ctrl_shutdown()? })
        }

        pub(in crate::watch) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.close.recv() => Signal::Terminate,
                _ = self.logoff.recv() => Signal::Terminate,
                _ = self.shutdown.recv() => Signal::Terminate,
            }
        }
    }
}

pub(super) use system::Signals;
