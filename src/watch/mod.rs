//! The watched folder.
mod folders;
mod lock;
mod scan;
mod settle;
