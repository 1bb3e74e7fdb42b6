//! Names of people, and the places that go with them: a statistical model, lists and cues.

mod cues;
mod features;
mod finder;
mod introduced;
mod lists;
mod model;
mod near;
mod vocabulary;
mod world;

pub(crate) use cues::is_person_near;
pub use finder::MODEL;
pub(crate) use finder::NameFinder;
pub use model::ModelError;
pub(crate) use near::Near;
pub(crate) use vocabulary::{is_brand, is_public};
