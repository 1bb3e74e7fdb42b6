//! The names by which coders call codes, globals and kinds of talk: MITI's own, MIC Lab's Swedish and KoRus' Norwegian
//! ones. Case, spaces and punctuation do not matter, nor does what stands in parentheses.

use super::problem::Problem;
use crate::coding::miti::Code;

/// A rating of the whole session, 1 to 5 (manual, section E).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Global {
    /// Cultivating Change Talk.
    Cultivating,
    /// Softening Sustain Talk.
    Softening,
    /// Partnership.
    Partnership,
    /// Empathy.
    Empathy,
}

/// What a session sheet can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// How often a code was given.
    Count(Code),
    /// How many statements were change talk.
    Change,
    /// How many were sustain talk.
    Sustain,
    /// A global rating.
    Global(Global),
}

const CODES: [(Code, &[&str]); 10] = [
    (
        Code::GivingInformation,
        &["gi", "givinginformation", "information", "geinformation", "giinformasjon", "informasjon"],
    ),
    (Code::Persuade, &["persuade", "övertala", "overtale", "övertalning", "overtalelse"]),
    (
        Code::PersuadeWithPermission,
        &[
            "pwp",
            "persuadewithpermission",
            "persuadewith",
            "övertalamedtillstånd",
            "övertalamtillstånd",
            "overtalemedtillatelse",
        ],
    ),
    (Code::Question, &["q", "question", "questions", "fråga", "frågor", "spørsmål"]),
    (
        Code::SimpleReflection,
        &[
            "sr",
            "simplereflection",
            "simplereflections",
            "enkelreflektion",
            "enklareflektioner",
            "enkelrefleksjon",
            "enklerefleksjoner",
        ],
    ),
    (
        Code::ComplexReflection,
        &[
            "cr",
            "complexreflection",
            "complexreflections",
            "komplexreflektion",
            "komplexareflektioner",
            "kompleksrefleksjon",
            "komplekserefleksjoner",
        ],
    ),
    (
        Code::Affirm,
        &["af", "affirm", "affirmation", "affirmations", "bekräfta", "bekräftelse", "bekrefte", "bekreftelse"],
    ),
    (
        Code::Seek,
        &[
            "seek",
            "seekingcollaboration",
            "seekcollaboration",
            "seeking",
            "sökasamarbete",
            "sökersamarbete",
            "søkesamarbeid",
            "søkersamarbeid",
        ],
    ),
    (
        Code::Emphasize,
        &[
            "emphasize",
            "emphasise",
            "emphasizingautonomy",
            "emphasizeautonomy",
            "emphasisingautonomy",
            "emphasiseautonomy",
            "betonaautonomi",
            "betonarautonomi",
            "understrekeautonomi",
            "understrekerautonomi",
        ],
    ),
    (Code::Confront, &["confront", "confrontation", "konfrontera", "konfrontation", "konfrontere", "konfrontasjon"]),
];

const GLOBALS: [(Global, &[&str]); 4] = [
    (
        Global::Cultivating,
        &[
            "cct",
            "cultivatingchangetalk",
            "cultivating",
            "främjaförändringstal",
            "främjarförändringstal",
            "lokkefremendringssnakk",
            "lokkefrem",
        ],
    ),
    (
        Global::Softening,
        &[
            "sst",
            "softeningsustaintalk",
            "softening",
            "dämpabibehållandetal",
            "dämparbibehållandetal",
            "nedtonestatusquosnakk",
            "nedtoningavstatusquosnakk",
            "nedtonestatusquo",
        ],
    ),
    (Global::Partnership, &["partnership", "partnerskap", "partnerskab"]),
    (Global::Empathy, &["empathy", "empati"]),
];

const CHANGE: [&str; 6] = ["change", "ct", "changetalk", "förändringstal", "endringssnakk", "+"];
const SUSTAIN: [&str; 7] = ["sustain", "st", "sustaintalk", "bibehållandetal", "statusquosnakk", "statusquo", "-"];
const NEUTRAL: [&str; 8] = ["neutral", "n", "fn", "followneutral", "neutralt", "nøytral", "nøytralt", "0"];
const NONE: [&str; 8] = ["nc", "none", "uncoded", "okodad", "okodat", "ukodet", "ingen", "inga"];
const MAIN: [&[&str]; 4] = [
    &["question", "fråga", "spørsmål", "q"],
    &["reflection", "reflektion", "refleksjon"],
    &["input", "therapistinput", "inspel", "innspill"],
    &["other", "annat", "annet", "övrigt"],
];

/// What a name comes down to: lower case, letters and digits only, nothing in parentheses.
pub(super) fn key(name: &str) -> String {
    let outside = name.split('(').next().unwrap_or_default();
    outside.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn find<T: Copy>(names: &[(T, &[&str])], key: &str) -> Option<T> {
    names.iter().find(|(_, aliases)| aliases.contains(&key)).map(|(what, _)| *what)
}

/// The item of a session sheet by this name. A share (`%CR`) is none: it is computed from the counts.
pub(super) fn item(name: &str) -> Option<Item> {
    if name.contains('%') {
        return None;
    }
    let key = key(name);
    let code = || find(&CODES, &key).map(Item::Count);
    let global = || find(&GLOBALS, &key).map(Item::Global);
    let talk = || match key.as_str() {
        key if CHANGE.contains(&key) => Some(Item::Change),
        key if SUSTAIN.contains(&key) => Some(Item::Sustain),
        _ => None,
    };
    code().or_else(global).or_else(talk)
}

impl Item {
    /// Every item, in the order of the coding sheet.
    pub(super) const ALL: [Self; 16] = {
        let mut items = [Self::Change; 16];
        let mut at = 0;
        while at < Code::ALL.len() {
            items[at] = Self::Count(Code::ALL[at]);
            at += 1;
        }
        items[11] = Self::Sustain;
        items[12] = Self::Global(Global::Cultivating);
        items[13] = Self::Global(Global::Softening);
        items[14] = Self::Global(Global::Partnership);
        items[15] = Self::Global(Global::Empathy);
        items
    };

    /// The item's place in [`Self::ALL`].
    pub(super) fn index(self) -> usize {
        match self {
            Self::Count(code) => code as usize,
            Self::Change => 10,
            Self::Sustain => 11,
            Self::Global(global) => 12 + global as usize,
        }
    }

    /// The name that the design's sheets and messages use.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Count(code) => code.abbreviation(),
            Self::Change => "change",
            Self::Sustain => "sustain",
            Self::Global(global) => global.name(),
        }
    }
}

impl Global {
    /// The name that session sheets use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cultivating => "CCT",
            Self::Softening => "SST",
            Self::Partnership => "Partnership",
            Self::Empathy => "Empathy",
        }
    }
}

/// The codes of a cell as a set of bits (bit n is `Code::ALL[n]`); `None` when a word of it is no code.
pub(super) fn codes(cell: &str) -> Option<u16> {
    match cell.trim() {
        "" | "-" => return Some(0),
        "Q" => return Some(1 << Code::Question as u16),
        _ => {}
    }
    if let Some(set) = code(cell) {
        return Some(set);
    }
    let mut set = 0;
    for part in cell.split([';', ',', '+', '|', '/', '&']).filter(|part| !part.trim().is_empty()) {
        set |= match code(part) {
            Some(one) => one,
            None => part.split_whitespace().map(code).try_fold(0, |set, one| Some(set | one?))?,
        };
    }
    Some(set)
}

fn code(name: &str) -> Option<u16> {
    let key = key(name);
    find(&CODES, &key).map(|code| 1 << code as u16).or_else(|| NONE.contains(&key.as_str()).then_some(0))
}

/// The main behaviour (question, reflection, input, other as 0-3) that a cell names; `Err` when it is none.
pub(super) fn main_behaviour(cell: &str) -> Result<Option<u8>, Problem> {
    choice(cell, &MAIN).map_err(|()| Problem::NoMain)
}

/// Change, sustain or neutral as 0-2.
pub(super) fn client_talk(cell: &str) -> Result<Option<u8>, Problem> {
    choice(cell, &[&CHANGE, &SUSTAIN, &NEUTRAL]).map_err(|()| Problem::NoClientTalk)
}

fn choice(cell: &str, names: &[&[&str]]) -> Result<Option<u8>, ()> {
    let cell = cell.trim();
    if cell.is_empty() || matches!(cell.to_lowercase().as_str(), "n/a" | "na" | "nan") {
        return Ok(None);
    }
    let key = match cell {
        "+" | "-" => cell.to_owned(),
        _ => key(cell),
    };
    let place = names.iter().position(|aliases| aliases.contains(&key.as_str())).ok_or(())?;
    Ok(u8::try_from(place).ok())
}

/// Whether the speaker of a row is the client; `None` when the cell says neither.
pub(super) fn is_client(cell: &str) -> Option<bool> {
    match key(cell).as_str() {
        "client" | "patient" | "c" | "klient" | "pasient" | "klienten" | "other" | "annan" | "annen" => Some(true),
        "counsellor" | "counselor" | "therapist" | "clinician" | "interviewer" | "t" | "rådgivare" | "behandlare"
        | "samtalsledare" | "rådgiver" | "behandler" | "veileder" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nordic_names_are_the_codes() {
        let one = |code: Code| Some(1 << code as u16);
        assert_eq!(codes("Övertala med tillstånd"), one(Code::PersuadeWithPermission));
        assert_eq!(codes("Understreke autonomi"), one(Code::Emphasize));
        assert_eq!(codes("Information (GI)"), one(Code::GivingInformation));
        let both = (1 << Code::Question as u16) | (1 << Code::Seek as u16);
        for cell in ["Q;Seek", "seek, q", "Q + Söka samarbete", "Q Seek", " Q ; NC; Seek;"] {
            assert_eq!(codes(cell), Some(both), "{cell}");
        }
        assert_eq!((codes(""), codes("NC"), codes("ja, det gör jag")), (Some(0), Some(0), None));
    }

    #[test]
    fn items_stand_at_their_index() {
        for (index, item) in Item::ALL.into_iter().enumerate() {
            assert_eq!(item.index(), index);
            assert_eq!(super::item(item.name()), Some(item));
        }
        assert_eq!(item("Lokke frem endringssnakk"), Some(Item::Global(Global::Cultivating)));
        assert_eq!(item("Nedtone status quo-snakk"), Some(Item::Global(Global::Softening)));
        assert_eq!((item("%CR"), item("R:Q"), item("turns")), (None, None, None));
    }

    #[test]
    fn talk_is_read_in_words_and_signs() {
        let read = |cell| client_talk(cell).ok().flatten();
        assert_eq!(
            [read("+"), read("-"), read("0"), read("Endringssnakk"), read("")],
            [Some(0), Some(1), Some(2), Some(0), None]
        );
        assert!(client_talk("kanske").is_err());
    }
}
