//! What of a turn is compared: each code's presence, codes taken together, and choices of one among several.

use super::align::{Cell, Unit, Units};
use super::ratings::{BadRatings, Ratings};
use crate::coding::miti::Code;

/// Something of a turn on which coders agree or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// Whether a code was given to the volley.
    Presence(Code),
    /// Whether any of several codes was given.
    Any(Together),
    /// Which code, or none, of volleys with one at most.
    SingleCode,
    /// Simple or complex, where both call it a reflection.
    Depth,
    /// Question, reflection, input, other.
    Main,
    /// Change, sustain, neutral.
    ClientTalk,
}

/// Codes that the manual's summary scores take together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// Simple and Complex Reflection.
    Reflection,
    /// MI-adherent: Affirm, Seek, Emphasize.
    Adherent,
    /// MI-non-adherent: Persuade, Confront.
    NonAdherent,
}

impl Together {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Reflection, Self::Adherent, Self::NonAdherent];

    /// The codes.
    pub fn codes(self) -> &'static [Code] {
        match self {
            Self::Reflection => &[Code::SimpleReflection, Code::ComplexReflection],
            Self::Adherent => &[Code::Affirm, Code::Seek, Code::Emphasize],
            Self::NonAdherent => &[Code::Persuade, Code::Confront],
        }
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reflection => "reflection",
            Self::Adherent => "MIA",
            Self::NonAdherent => "MINA",
        }
    }
}

/// The names of [`Variable::Main`]'s categories.
pub const MAIN: [&str; 4] = ["question", "reflection", "input", "other"];
/// The names of [`Variable::ClientTalk`]'s categories.
pub const CLIENT_TALK: [&str; 3] = ["change", "sustain", "neutral"];

impl Variable {
    /// Every variable, in the order in which they are told.
    pub fn all() -> Vec<Self> {
        let codes = Code::ALL.into_iter().map(Self::Presence);
        let together = Together::ALL.into_iter().map(Self::Any);
        codes.chain(together).chain([Self::SingleCode, Self::Depth, Self::Main, Self::ClientTalk]).collect()
    }

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Presence(code) => code.abbreviation(),
            Self::Any(together) => together.name(),
            Self::SingleCode => "single_code",
            Self::Depth => "reflection_depth",
            Self::Main => "main",
            Self::ClientTalk => "client_talk",
        }
    }

    /// The categories by their names in files.
    pub fn categories(self) -> Vec<&'static str> {
        match self {
            Self::Presence(_) | Self::Any(_) => vec!["absent", "present"],
            Self::SingleCode => std::iter::once("none").chain(Code::ALL.map(Code::abbreviation)).collect(),
            Self::Depth => vec!["SR", "CR"],
            Self::Main => MAIN.to_vec(),
            Self::ClientTalk => CLIENT_TALK.to_vec(),
        }
    }

    /// Whether the second of two categories is the one that is looked for.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Presence(_) | Self::Any(_))
    }

    /// The codes on which the variable rests.
    pub(super) fn codes(self) -> &'static [Code] {
        match self {
            Self::Presence(code) => &Code::ALL[code as usize..=code as usize],
            Self::Any(together) => together.codes(),
            Self::Depth => Together::Reflection.codes(),
            Self::SingleCode | Self::Main | Self::ClientTalk => &[],
        }
    }

    /// The category of a coder's cell; `None` where this was not coded.
    pub(super) fn category(self, unit: &Unit, cell: &Cell) -> Option<u8> {
        let codes = || cell.codes.filter(|_| !unit.client);
        match self {
            Self::Presence(_) | Self::Any(_) => codes().map(|set| u8::from(set & bits(self.codes()) != 0)),
            Self::SingleCode => match codes()? {
                0 => Some(0),
                one if one.count_ones() == 1 => u8::try_from(one.trailing_zeros() + 1).ok(),
                _ => None,
            },
            Self::Depth => {
                let complex = |set: u16| u8::from(set & bits(&[Code::ComplexReflection]) != 0);
                codes().filter(|set| set & bits(self.codes()) != 0).map(complex)
            }
            Self::Main => cell.main.filter(|_| !unit.client),
            Self::ClientTalk => cell.talk,
        }
    }

    /// The ratings of these coders, in this order, of units that two of them rated; `masks` holds by coder the codes that it does not estimate.
    /// `shared` leaves out units that fewer than two of these other coders rated.
    pub(super) fn ratings(
        self,
        units: &Units,
        coders: &[usize],
        masks: &[u16],
        shared: Option<&[usize]>,
    ) -> Result<Ratings, BadRatings> {
        let mut ratings = Ratings::new(coders.len(), self.categories().len())?;
        let mut row = vec![None; coders.len()];
        for (unit, cells) in units.rows() {
            let category =
                |coder: usize| self.category(unit, &cells[coder]).filter(|_| masks[coder] & bits(self.codes()) == 0);
            if shared.is_some_and(|of| of.iter().filter(|&&coder| category(coder).is_some()).count() < 2) {
                continue;
            }
            row.iter_mut().zip(coders).for_each(|(cell, &coder)| *cell = category(coder));
            // What one coder alone rated says nothing about agreement, nor shall it weigh in chance agreement.
            if row.iter().flatten().count() > 1 {
                ratings.push(unit.session, &row)?;
            }
        }
        Ok(ratings)
    }
}

/// A bit a code.
pub(super) fn bits(codes: &[Code]) -> u16 {
    codes.iter().fold(0, |set, code| set | 1 << *code as u16)
}
