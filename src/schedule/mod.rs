//! Parallel work: the budget of cores and memory, lanes that own a model, batches of recordings.
