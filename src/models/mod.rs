//! Models on disk: the manifest, where they lie, whether they are whole, how to get them.

pub mod onnx;
pub mod store;
