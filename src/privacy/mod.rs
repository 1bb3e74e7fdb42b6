//! Personal data: the only door from what was recognised to what may be kept.

pub mod dialogue;
pub mod identified;
pub mod word_errors;
