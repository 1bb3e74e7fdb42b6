//! What the coach reads: the report as HTML, JSON and CSV, in Swedish, bokmål and English.

pub mod model;
