//! What the model looks at in a word and its neighbours; the same as `models/names/recipe/train.py`.

use std::fmt::Write;

use super::lists::{Entry, Lists};
use crate::privacy::page::Token;

/// A word as the model sees it.
struct Seen<'a> {
    lower: &'a str,
    shape: String,
    drawn: String,
    entry: Entry,
}

/// Calls `each` with every feature of every token of a sentence, and the token's index.
pub(crate) fn for_each(sentence: &[Token], lists: &Lists, mut each: impl FnMut(usize, &str)) {
    let seen: Vec<Seen> = sentence
        .iter()
        .map(|token| {
            let entry = lists.entry(&token.lower);
            let drawn = format!("{}{}{}{}", entry.first, entry.surname, entry.place, entry.common);
            Seen { lower: &token.lower, shape: shape(&token.text), drawn, entry }
        })
        .collect();
    let mut text = String::new();
    for (at, here) in seen.iter().enumerate() {
        let mut tell = |parts: std::fmt::Arguments| {
            text.clear();
            // Writing to a String cannot fail.
            let _ = text.write_fmt(parts);
            each(at, &text);
        };
        tell(format_args!("b"));
        tell(format_args!("w={}", here.lower));
        tell(format_args!("sh={}", here.shape));
        tell(format_args!("g={}", here.drawn));
        tell(format_args!("h={}{}", here.drawn, here.shape));
        for length in 2..=4 {
            tell(format_args!("p{length}={}", prefix(here.lower, length)));
        }
        for length in 1..=4 {
            tell(format_args!("s{length}={}", suffix(here.lower, length)));
        }
        for distance in [-2_isize, -1, 1, 2] {
            let Some(there) = at.checked_add_signed(distance).and_then(|at| seen.get(at)) else {
                tell(format_args!("{distance}E"));
                continue;
            };
            tell(format_args!("{distance}w={}", there.lower));
            if distance.abs() == 1 {
                tell(format_args!("{distance}s3={}", suffix(there.lower, 3)));
                tell(format_args!("{distance}sh={}", there.shape));
                tell(format_args!("{distance}g={}", there.drawn));
            }
        }
        if let Some(next) = seen.get(at + 1) {
            tell(format_args!("fl={}{}", here.entry.first, next.entry.surname));
        }
    }
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
