//! Number plates: «ABC 12D», «KH 45678», letters spelled one by one.

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page, Token};

/// Every plate.
pub(crate) fn find(page: &Page) -> Vec<Mention> {
    (0..page.tokens.len())
        .filter_map(|at| {
            let last = glued(page, at).or_else(|| apart(page, at)).or_else(|| spelled(page, at))?;
            Some(Mention { kind: EntityType::OtherId, first: at, last })
        })
        .collect()
}

/// How many letters a plate of the country begins with, and how many digits follow.
fn form(language: Language) -> (usize, std::ops::RangeInclusive<usize>) {
    match language {
        Language::Bokmal | Language::Nynorsk => (2, 4..=5),
        Language::Swedish | Language::English => (3, 2..=3),
    }
}

/// «ABC123», «ABC12D», «KH45678».
fn glued(page: &Page, at: usize) -> Option<usize> {
    let (letters, digits) = form(page.language);
    if !page.tokens[at].text.ends_with(|c: char| c.is_ascii_digit()) && page.tokens[at].text.len() > 8 {
        return None;
    }
    let text: Vec<char> = page.tokens[at].text.chars().collect();
    let lead = text.iter().take_while(|c| c.is_alphabetic()).count();
    let number = text.iter().skip(lead).take_while(|c| c.is_ascii_digit()).count();
    let tail = text.len() - lead - number;
    (lead == letters && digits.contains(&number) && (tail == 0 || tail == 1 && number == 2)).then_some(at)
}

/// «ABC 123», in capitals or after a word such as «registreringsnummer».
fn apart(page: &Page, at: usize) -> Option<usize> {
    let (letters, digits) = form(page.language);
    let token = &page.tokens[at];
    if token.kind != Kind::Word || !(2..=3).contains(&(token.end - token.start)) {
        return None;
    }
    let capitals = token.text.chars().all(char::is_uppercase);
    let right = token.end - token.start == letters && (capitals || (-6..0).any(|d| is_cue(page.word(at, d))));
    if !right {
        return spoken(page, at);
    }
    // The digits may stand in groups («DP 45 312»), the last with a letter («12D»).
    let begins = |offset: usize| {
        page.near(at, offset as isize).filter(|t| t.text.chars().next().is_some_and(|c| c.is_ascii_digit()))
    };
    let groups: Vec<usize> = (1..4).map_while(begins).map(|token| token.end - token.start).collect();
    if digits.contains(&groups.iter().sum()) { Some(at + groups.len()) } else { spoken(page, at) }
}

/// «Dkr fyrahundratolv», «mlg nollsjuttitre»: three consonants, which no word consists of, and digits that are said.
fn spoken(page: &Page, at: usize) -> Option<usize> {
    let token = &page.tokens[at];
    let consonants = token.lower.chars().all(|c| c.is_alphabetic() && !"aeiouyåäöæøé".contains(c));
    if token.end - token.start != 3 || !consonants || page.near(at, 1).is_none_or(|t| !t.is_numeral()) {
        return None;
    }
    let numerals = (1..).take_while(|d| page.near(at, *d).is_some_and(Token::is_numeral)).count();
    let car = (-8..8).any(|d| is_cue(page.word(at, d)) || page.word(at, d).ends_with("bil"));
    car.then_some(at + numerals)
}

fn is_cue(word: &str) -> bool {
    ["reg", "plåt", "skilt", "bilnum", "bilen", "plate"].iter().any(|stem| word.starts_with(stem))
}

/// «a b c ett två tre»: single letters, then digits.
fn spelled(page: &Page, at: usize) -> Option<usize> {
    let (letters, digits) = form(page.language);
    let letter = |t: &Token| t.kind == Kind::Word && t.end - t.start == 1 && !t.is_numeral();
    let all = (0..letters).all(|d| page.near(at, d as isize).is_some_and(letter));
    let free = !page.near(at, -1).is_some_and(letter);
    let count = (letters..).take_while(|d| page.near(at, *d as isize).is_some_and(Token::is_numeral)).count();
    let written = page.near(at, letters as isize).is_some_and(|t| t.kind == Kind::Number);
    (all && free && count > 0 && (written || digits.contains(&count) || count <= 2)).then(|| at + letters + count - 1)
}
