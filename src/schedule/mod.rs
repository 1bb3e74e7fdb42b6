//! Parallel work: the budget of cores and memory, lanes that own a model, batches of recordings.

pub mod budget;
pub mod lanes;
pub mod pipeline;
pub mod task;
