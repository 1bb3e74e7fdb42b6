//! Lists of words as people read them: one string, the words apart by spaces and line ends.

/// A list of words in lower case.
pub(crate) struct Words(pub(crate) &'static str);

impl Words {
    /// Whether `word` is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.iter().any(|one| one == word)
    }

    /// The words, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.split_ascii_whitespace()
    }
}
