//! Names of people, and the places that go with them: a statistical model, lists and cues.

mod features;
mod finder;
mod lists;
mod model;

pub use finder::MODEL;
pub(crate) use finder::NameFinder;
pub use model::ModelError;
