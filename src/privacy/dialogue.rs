//! The conversation once personal data are gone: the first form that may be written down.

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::privacy::deidentify::Entity;
use crate::units::Span;

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The MI user: social worker, treatment staff, counsellor.
    Counsellor,
    /// The person the conversation is for.
    Client,
    /// Somebody else in the room; never coded.
    Other,
}

/// What one speaker said without a change of speaker, masked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turn {
    /// Who spoke.
    pub role: Role,
    /// When, from the start of the excerpt; `None` for transcripts without times.
    pub span: Option<Span>,
    /// What was said, with placeholders such as `[NAMN 1]`.
    pub text: String,
}

/// What kind of personal data a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EntityType {
    /// Names of people and pets.
    Name,
    /// Personnummer, samordningsnummer, fødselsnummer, D-nummer.
    IdNumber,
    /// Telephone numbers.
    Phone,
    /// E-mail addresses, web addresses, social handles.
    Email,
    /// Streets with numbers, postcodes.
    Address,
    /// Towns, districts, workplaces, schools, clinics.
    Place,
    /// Exact dates.
    Date,
    /// Ages.
    Age,
    /// Accounts, plates, case and organisation numbers, any other long number.
    OtherId,
}

impl EntityType {
    /// Every type, in the order in which reports list them.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::IdNumber,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::Place,
        Self::Date,
        Self::Age,
        Self::OtherId,
    ];
}

/// A conversation without personal data. Its last field can be filled by `privacy` alone, so a
/// `Dialogue` that exists has gone through [`super::deidentify::Deidentifier`]:
///
/// ```compile_fail
/// # use gensvar::{language::Language, privacy::dialogue::Dialogue};
/// let unmasked = Dialogue { language: Language::Swedish, turns: Vec::new(), masked: Vec::new() };
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(clippy::manual_non_exhaustive, reason = "other modules of this crate must not fill it either")]
pub struct Dialogue {
    /// The language spoken.
    pub language: Language,
    /// The turns, in order of time.
    pub turns: Vec<Turn>,
    /// How many mentions of each type were masked; types without any are left out.
    pub masked: Vec<(EntityType, usize)>,
    /// Where something personal may remain, in the masked text: found by a second look ([`super::residue`]).
    pub may_remain: Vec<Entity>,
    /// The mark of the door.
    #[serde(skip)]
    pub(in crate::privacy) through_the_door: (),
}
