//! Lists of words as people read them: one string, the words apart by spaces and line ends.
//!
//! Every token of a conversation is asked for in dozens of lists, so each is a set, filled when it is first asked.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// A list of words in lower case.
pub(crate) struct Words {
    list: &'static str,
    set: OnceLock<HashSet<&'static str, Quick>>,
}

impl Words {
    /// The words of `list`.
    pub(crate) const fn new(list: &'static str) -> Self {
        Self { list, set: OnceLock::new() }
    }

    /// Whether `word` is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.set.get_or_init(|| self.iter().collect()).contains(word)
    }

    /// Whether `word` begins with one of them.
    pub(crate) fn begin(&self, word: &str) -> bool {
        let mut ends = word.char_indices().skip(1).map(|(end, _)| end).chain([word.len()]);
        ends.any(|end| word.get(..end).is_some_and(|beginning| self.has(beginning)))
    }

    /// What stands in `word` before each of them that ends it, the shortest first; nothing when none does.
    pub(crate) fn stems<'a>(&self, word: &'a str) -> impl Iterator<Item = &'a str> {
        word.char_indices()
            .filter_map(|(start, _)| word.split_at_checked(start))
            .filter(|(_, end)| self.has(end))
            .map(|(stem, _)| stem)
    }

    /// Whether `word` ends with one of them.
    pub(crate) fn end(&self, word: &str) -> bool {
        self.stems(word).next().is_some()
    }

    /// The words, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.list.split_ascii_whitespace()
    }
}

/// How words are put into sets and tables.
pub(crate) type Quick = BuildHasherDefault<Fnv>;

/// Fowler, Noll and Vo's hash (FNV-1a): fast for words, and nobody chooses these words to make it slow.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_at_the_beginning_and_at_the_end() {
        static ROADS: Words = Words::new("väg vägen\n  gata");
        assert!(ROADS.has("väg") && !ROADS.has("vä") && !ROADS.has(""));
        assert!(ROADS.begin("vägarna") && ROADS.begin("gata") && !ROADS.begin("enväg"));
        assert!(ROADS.end("åvägen") && !ROADS.end("vägar"));
        assert_eq!(ROADS.stems("tallvägen").collect::<Vec<_>>(), ["tall"]);
    }
}
