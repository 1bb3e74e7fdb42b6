//! Forms of a name that was found: inflected («Nuttiarna»), or misspelt as recognition does («Marrick» for Marek).

use std::collections::{HashMap, HashSet};

/// The names found, ready to be compared with.
pub(crate) struct Near<'a> {
    /// By their first letter, which inflection and recognition keep.
    names: HashMap<char, Vec<&'a str>>,
    sounds: HashMap<String, Vec<&'a str>>,
}

/// What is put after a name when it is inflected or made a nickname, in Swedish and Norwegian.
const ENDINGS: [&str; 22] = [
    "a", "as", "an", "ans", "ar", "are", "arna", "arnas", "ene", "en", "ens", "et", "e", "er", "ers", "is", "isen",
    "ska", "ie", "y", "'n", "sen",
];
/// Shorter names have too many neighbours.
const LEAST_FOR_ENDINGS: usize = 3;
const LEAST_FOR_SPELLING: usize = 5;
const LEAST_SOUNDS: usize = 3;

impl<'a> Near<'a> {
    /// Of these names, in lower case.
    pub(crate) fn of(names: &'a HashSet<String>) -> Self {
        let mut by_letter: HashMap<char, Vec<&str>> = HashMap::new();
        let mut sounds: HashMap<String, Vec<&str>> = HashMap::new();
        for name in names.iter().map(String::as_str).filter(|name| letters(name) >= LEAST_FOR_ENDINGS) {
            name.chars().take(1).for_each(|first| by_letter.entry(first).or_default().push(name));
            sounds.entry(sound(name)).or_default().push(name);
        }
        Self { names: by_letter, sounds }
    }

    /// Whether `word`, which no list of words knows («mark» would be near Marek), is a form of one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        let bare = word.strip_suffix('s').unwrap_or(word);
        let namesakes = word.chars().next().and_then(|first| self.names.get(&first));
        let is_form = |name: &&str| is_inflected(word, name) || is_misspelt(bare, name);
        self.sounds_alike(bare) || namesakes.is_some_and(|names| names.iter().any(is_form))
    }

    /// «Marrick», «Marek»: the same consonants in the same order.
    fn sounds_alike(&self, word: &str) -> bool {
        let key = sound(word);
        let close = |name: &&str| letters(name).abs_diff(letters(word)) <= 2;
        letters(&key) >= LEAST_SOUNDS && self.sounds.get(&key).is_some_and(|names| names.iter().any(close))
    }
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

/// `word` is `name` with an ending, or with its last letter doubled.
fn is_inflected(word: &str, name: &str) -> bool {
    word.strip_prefix(name).is_some_and(|rest| ENDINGS.contains(&rest) || name.ends_with(rest) && letters(rest) == 1)
        // «moaska», «robban»: the vowel or consonant between is shared
        || word.strip_prefix(name).is_some_and(|rest| rest.strip_prefix(['a', 's']).is_some_and(|rest| ENDINGS.contains(&rest)))
}

/// One letter changed, left out or added (two in long names), the first letter kept.
fn is_misspelt(word: &str, name: &str) -> bool {
    let (word, name): (Vec<char>, Vec<char>) = (word.chars().collect(), name.chars().collect());
    let most = if name.len() >= 9 { 2 } else { 1 };
    let comparable = name.len() >= LEAST_FOR_SPELLING && word.len() >= LEAST_FOR_SPELLING - 1;
    comparable
        && word.first() == name.first()
        && word.len().abs_diff(name.len()) <= most
        && distance(&word, &name) <= most
}

/// Levenshtein's distance.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let here = (diagonal + usize::from(a != b)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = here;
        }
    }
    row[other.len()]
}

/// The consonants as they sound, each once in a row, after the first letter.
fn sound(word: &str) -> String {
    let mut key = String::new();
    for (at, c) in word.chars().enumerate() {
        let c = match c {
            'c' | 'q' | 'g' | 'k' => 'k',
            'z' | 's' | 'x' => 's',
            'w' | 'v' | 'f' => 'v',
            'd' | 't' => 't',
            'b' | 'p' => 'p',
            'y' | 'j' | 'i' if at == 0 => 'i',
            c if at == 0 => c,
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'å' | 'ä' | 'ö' | 'æ' | 'ø' | 'h' | 'j' | 'é' | 'á' | '-' => {
                continue;
            }
            c => c,
        };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_name_are_near_it_and_other_words_are_not() {
        let names: HashSet<String> = ["moa", "marek", "nutti", "jonathan"].map(str::to_owned).into();
        let near = Near::of(&names);
        for form in ["moaa", "moaska", "marrick", "nuttiarna", "jonatan", "jonnathans"] {
            assert!(near.has(form), "{form}");
        }
        for word in ["moped", "mot", "nutid", "maten", "moln"] {
            assert!(!near.has(word), "{word}");
        }
    }
}
