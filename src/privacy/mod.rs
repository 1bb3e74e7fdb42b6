//! Personal data: the only door from what was recognised to what may be kept.
//!
//! [`deidentify`] reads the sealed turns, lets the recognisers and the names model mark what they
//! find, and puts pseudonyms in its place. A find may be wrong in its type, never in its being hidden:
//! checksums and models decide what a placeholder is called, length and context whether there is one.

pub mod deidentify;
pub mod dialogue;
pub mod gold;
pub mod identified;
mod institutions;
pub mod measure;
mod names;
mod number_words;
mod numerals;
mod page;
mod pseudonyms;
mod recognise;
mod residue;
pub mod word_errors;
mod words;
