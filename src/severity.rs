//! How far an error reaches: every stage's error says it.

/// What ends when an error is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// This recording has no report; the others go on.
    Recording,
    /// No recording of this batch can be worked on (a model is missing, the disk is full).
    Batch,
}

/// An error that knows how far it reaches.
pub trait Severe {
    /// What ends when this error is met.
    fn severity(&self) -> Severity;
}
