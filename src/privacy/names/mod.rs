//! Names of people, and the places that go with them: a statistical model, lists and cues.

mod features;
mod finder;
mod lists;
mod model;

pub(crate) use finder::NameFinder;
pub use finder::MODEL;
pub use model::ModelError;
