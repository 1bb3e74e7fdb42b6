//! Parallel work: the budget of cores and memory, lanes that own a model, batches of recordings.

pub mod after;
pub mod batch;
pub mod budget;
pub mod engine;
pub mod error;
pub mod identity;
pub mod inputs;
pub mod lanes;
pub mod pipeline;
pub mod request;
pub mod session;
pub mod task;
mod told;
