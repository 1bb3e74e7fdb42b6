//! The word lists: who bears a name, what is a place, what is an ordinary word.

use std::collections::HashMap;
use std::path::Path;

use fst::Map;

use super::model::ModelError;
use crate::language::Language;
use crate::privacy::words::Quick;

/// What the lists know of a word.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Bearers as a first name: 0 under 10, 1 from 10, 2 from 100, 3 from 1000.
    pub first: u8,
    /// Bearers as a surname, likewise.
    pub surname: u8,
    /// Whether a town, municipality or village is called so: 0 or 1.
    pub place: u8,
    /// How common it is as an ordinary word of the language spoken: 0 unseen, 1 once, 2 rare, 3 from ten times.
    pub common: u8,
}

/// The bits of a packed entry that tell of names.
const NAME_FIELDS: u64 = 0b11_11_11;

impl Entry {
    /// As the packing recipe writes it: two bits a field, how common it is in Swedish, Norwegian and English last.
    fn unpack(packed: u64, spoken: Language) -> Self {
        let field = |at: u32| (packed >> (2 * at) & 3) as u8;
        let common = match spoken {
            Language::Swedish => 3,
            Language::Bokmal | Language::Nynorsk => 4,
            Language::English => 5,
        };
        Self { first: field(0), surname: field(1), place: field(2), common: field(common) }
    }

    /// Whether it is also an ordinary word.
    pub(crate) fn is_common(self) -> bool {
        self.common >= 2
    }
}

/// Words with what is known of them; unpacked from their file, since every word of a conversation is asked for often.
pub(crate) struct Lists(HashMap<String, u64, Quick>);

impl Lists {
    /// Opens `lists.fst`.
    pub(crate) fn open(path: &Path) -> Result<Self, ModelError> {
        let bytes = fs_err::read(path)?;
        let words = Map::new(bytes).and_then(|map| map.stream().into_str_vec());
        let words = words.map_err(|e| ModelError::Damaged { path: path.to_owned(), reason: e.to_string() })?;
        Ok(Self(words.into_iter().collect()))
    }

    /// Lists that know no word.
    pub(crate) fn empty() -> Self {
        Self(HashMap::default())
    }

    /// The entry of exactly this word, in lower case, where `spoken` is spoken.
    pub(crate) fn exactly(&self, lower: &str, spoken: Language) -> Option<Entry> {
        self.0.get(lower).map(|packed| Entry::unpack(*packed, spoken))
    }

    /// Whether this very word is known in any language.
    pub(crate) fn has(&self, lower: &str) -> bool {
        self.0.contains_key(lower)
    }

    /// Whether anybody or any place is called exactly so.
    pub(crate) fn has_name(&self, lower: &str) -> bool {
        self.0.get(lower).is_some_and(|packed| packed & NAME_FIELDS != 0)
    }

    /// The entry of a word, or of it without a genitive s.
    pub(crate) fn entry(&self, lower: &str, spoken: Language) -> Entry {
        let own = self.exactly(lower, spoken);
        let stem = genitive_stem(lower).and_then(|stem| self.exactly(stem, spoken));
        match (own, stem) {
            (Some(own), Some(stem)) => Entry {
                first: own.first.max(stem.first),
                surname: own.surname.max(stem.surname),
                place: own.place.max(stem.place),
                common: own.common,
            },
            (own, stem) => own.or(stem).unwrap_or_default(),
        }
    }
}

/// A word of more than three letters without its genitive s («Annas», «Anna's»).
pub(crate) fn genitive_stem(lower: &str) -> Option<&str> {
    lower
        .strip_suffix("'s")
        .or(lower.strip_suffix("’s"))
        .or(lower.strip_suffix('s'))
        .filter(|stem| stem.chars().count() >= 3)
}
