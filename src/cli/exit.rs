//! Exit codes: what a script learns from how gensvar ended.

use std::process::ExitCode;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Done,
    /// What was typed cannot be understood.
    WrongUse,
    /// Some inputs failed, the others are done.
    SomeFailed,
    /// Nothing could be done: a model is missing, the disk is full.
    NothingDone,
    /// The user stopped it; what was done is kept.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::WrongUse => 1,
            Self::SomeFailed => 2,
            Self::NothingDone => 3,
            // 128 + SIGINT, as shells count.
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
