//! What the coach reads: the report as HTML, JSON and CSV, in Swedish, bokmål and English.

mod catalogue;
pub(crate) mod code_names;
pub mod csv;
pub mod error;
mod evidence;
pub mod fate;
pub mod html;
pub mod json;
pub mod model;
mod page;
mod plots;
pub mod policy;
mod reliability;
pub mod summary;
pub(crate) mod svg;
pub mod write;
