//! What the coach reads: the report as HTML, JSON and CSV, in Swedish, bokmål and English.

mod catalogue;
pub mod csv;
pub mod error;
mod evidence;
pub mod fate;
pub mod html;
pub(crate) mod interval;
pub mod json;
pub mod model;
mod page;
mod plots;
mod reliability;
pub mod summary;
pub mod write;
