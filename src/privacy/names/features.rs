//! What the model looks at in a word and its neighbours; the same as `models/privacy/recipe/train.py`.

use super::lists::Entry;

/// How far the model looks to either side.
pub(crate) const REACH: usize = 2;

/// A word as the model sees it.
pub(crate) struct Seen {
    lower: String,
    shape: String,
    drawn: String,
    cased: bool,
}

impl Seen {
    /// The word `text`, `lower` in lower case, with what the lists know of it, in a text that has capitals or not.
    pub(crate) fn of(text: &str, lower: &str, entry: Entry, cased: bool) -> Self {
        let drawn = format!("{}{}{}{}", entry.first, entry.surname, entry.place, entry.common);
        Self { lower: lower.to_owned(), shape: shape(text), drawn, cased }
    }

    /// What the word tells about the token from which it stands `distance` places away (0: itself).
    pub(crate) fn tells(&self, distance: isize) -> Vec<String> {
        let Self { lower, shape, drawn, cased } = self;
        match distance {
            0 => {
                let mut own = vec![
                    "b".to_owned(),
                    format!("w={lower}"),
                    format!("sh={shape}"),
                    format!("g={drawn}"),
                    format!("h={drawn}{shape}{}", casing(*cased)),
                ];
                own.extend((2..=4).map(|length| format!("p{length}={}", prefix(lower, length))));
                own.extend((1..=4).map(|length| format!("s{length}={}", suffix(lower, length))));
                own
            }
            -1 | 1 => vec![
                format!("{distance}w={lower}"),
                format!("{distance}g={drawn}"),
                format!("{distance}s3={}", suffix(lower, 3)),
                format!("{distance}sh={shape}"),
            ],
            _ => vec![format!("{distance}w={lower}"), format!("{distance}g={drawn}")],
        }
    }
}

/// What kind of word it is, for [`beside`]: the lists' knowledge and the capital, coarsely.
pub(crate) fn kind(text: &str, entry: Entry, cased: bool) -> String {
    let Entry { first, surname, place, common } = entry;
    let capital = shape(text).chars().next().map(String::from).unwrap_or_default();
    format!("{}{}{place}{common}{}{capital}", first.min(2), surname.min(1), casing(cased))
}

/// What a word of a kind and the word `distance` places (-1 or 1) away tell together.
pub(crate) fn beside(distance: isize, neighbour: &str, kind: &str) -> String {
    format!("{distance}k={neighbour}|{kind}")
}

/// Whether the text has capitals at all.
fn casing(cased: bool) -> char {
    if cased { 'C' } else { 'c' }
}

/// What the end of the sentence tells, `distance` places away.
pub(crate) fn edge(distance: isize) -> String {
    format!("{distance}E")
}

/// What a word and the next tell together: how common they are as first name and as surname.
pub(crate) fn pair(first: usize, surname: usize) -> String {
    format!("fl={first}{surname}")
}

/// The word drawn with X for capitals, x for small letters, d for digits, repeats written once.
fn shape(word: &str) -> String {
    let mut drawn = String::new();
    for c in word.chars() {
        let sign = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_lowercase() => 'x',
            _ if c.is_ascii_digit() => 'd',
            _ => c,
        };
        if !drawn.ends_with(sign) {
            drawn.push(sign);
        }
    }
    drawn
}

/// The first `length` letters.
fn prefix(word: &str, length: usize) -> &str {
    word.char_indices().nth(length).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

/// The last `length` letters.
fn suffix(word: &str, length: usize) -> &str {
    word.char_indices().rev().nth(length - 1).and_then(|(start, _)| word.get(start..)).unwrap_or(word)
}
