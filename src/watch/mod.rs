//! The watched folder.
mod board;
mod folders;
mod lock;
mod note;
mod page;
mod scan;
mod settle;
pub mod status;
pub(crate) mod text;
pub mod trouble;
