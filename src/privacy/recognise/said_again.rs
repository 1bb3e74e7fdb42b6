//! Parts of mail addresses and handles that are said again: spelled, put right, or told to somebody who writes.

use std::collections::HashSet;

use crate::privacy::dialogue::EntityType;
use crate::privacy::names::{NameFinder, Near};
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// Over how many turns an address is talked about.
const TURNS: usize = 4;
/// Shorter parts are like too many words.
const LEAST: usize = 5;

/// The parts of `found` wherever they are said again, also a little different, and digits said for digits.
pub(super) fn find(page: &Page, found: &[Mention], finder: &NameFinder) -> Vec<Mention> {
    let told: HashSet<usize> = found.iter().flat_map(|mail| mail.first..=mail.last).collect();
    let part = |token: &&Token| {
        token.kind == Kind::Word
            && token.end - token.start >= LEAST
            && !token.is_numeral()
            && !super::mail_words::is_connector(&token.lower)
            && finder.is_unheard(&token.lower, page.language)
    };
    let mut again: Vec<Mention> = Vec::new();
    for mail in found {
        let parts: HashSet<String> =
            page.tokens[mail.first..=mail.last].iter().filter(part).map(|token| token.lower.clone()).collect();
        // «Bakemor aud» is written in one word.
        let whole: String = page.tokens[mail.first..=mail.last]
            .iter()
            .filter(|t| t.kind == Kind::Word)
            .map(|t| t.lower.as_str())
            .collect();
        let near = Near::of(&parts);
        let first = page.tokens[mail.first].turn;
        let close = |token: &Token| token.turn + 1 >= first && token.turn <= first + TURNS;
        let window = mail.first.saturating_sub(60)..page.tokens.len().min(mail.last + 120);
        for at in window.filter(|at| !told.contains(at)) {
            let token = &page.tokens[at];
            if token.lower == whole && close(token) {
                again.push(Mention { kind: EntityType::Email, first: at, last: at });
            } else if !parts.is_empty()
                && close(token)
                && part(&token)
                && (parts.contains(&token.lower) || is_like(token, &parts) && near.has(&token.lower))
            {
                // «knyqvist femtinio»
                let number = (1..).take_while(|d| page.near(at, *d).is_some_and(Token::is_numeral)).count();
                again.push(Mention { kind: EntityType::Email, first: at, last: at + number });
            }
        }
        again.extend(in_digits(page, mail));
    }
    again
}

/// Whether a part begins as the word does; without it too many words sound alike.
fn is_like(token: &Token, parts: &HashSet<String>) -> bool {
    parts.iter().any(|part| part.chars().take(3).map(plain).eq(token.lower.chars().take(3).map(plain)))
}

/// A letter as it is written in addresses.
fn plain(letter: char) -> char {
    match letter {
        'å' | 'ä' | 'æ' => 'a',
        'ö' | 'ø' => 'o',
        other => other,
    }
}

/// «… åttiosju med siffror alltså åtta sju».
fn in_digits(page: &Page, mail: &Mention) -> Option<Mention> {
    let light = |d: &isize| HOW.has(page.word(mail.last, *d));
    let lead = (1..8).take_while(light).count();
    let said = (1..=lead as isize).any(|d| DIGITS.begin(page.word(mail.last, d)));
    let first = mail.last + lead + 1;
    let numerals =
        (first..).take_while(|at| page.near(mail.last, (at - mail.last) as isize).is_some_and(Token::is_numeral));
    let last = numerals.last().filter(|_| said)?;
    Some(Mention { kind: EntityType::Email, first, last })
}

/// Words between an address and how its number is written.
static HOW: Words = Words::new(
    "med i in as with då da then siffror siffrorna siffra sifror tall tallene numbers digits alltså altså så so , . och og and är er",
);
static DIGITS: Words = Words::new("siffr tall number digit");
