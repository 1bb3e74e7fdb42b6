//! Models on disk: the manifest, where they lie, whether they are whole, how to get them.

mod disk;
pub mod import;
pub mod manifest;
pub mod onnx;
pub mod pull;
pub mod store;
pub mod verify;
