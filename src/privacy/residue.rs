//! The second look: what may still be personal after masking. It reads the masked text alone, with every
//! recogniser and with stricter rules of its own, and only warns: a reader decides.

use crate::privacy::deidentify::Entity;
use crate::privacy::dialogue::EntityType;
use crate::privacy::names::{NameFinder, is_person_near, is_public};
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::recognise;

/// As many numbers in a row are no amount.
const TELLING_NUMBERS: usize = 5;
/// As many digits written in one are no year.
const TELLING_DIGITS: usize = 6;
/// Longer words that no list knows are compounds.
const LONGEST_NAME: usize = 8;
/// As many letters said one by one are a name or an address.
const TELLING_LETTERS: usize = 3;

/// Masked `text` with a dot and blanks for each placeholder, so that places stay and no recogniser reads them.
pub(super) fn without_placeholders(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        bare.push_str(before);
        match after.split_once(']').filter(|(inside, _)| is_placeholder(inside)) {
            Some((inside, left)) => {
                bare.push('·');
                bare.extend(std::iter::repeat_n(' ', inside.chars().count() + 1));
                rest = left;
            }
            None => {
                bare.push('[');
                rest = after;
            }
        }
    }
    bare + rest
}

/// «NAMN 1»: a label in capitals and a number.
fn is_placeholder(inside: &str) -> bool {
    inside.rsplit_once(' ').is_some_and(|(label, number)| {
        !label.chars().any(char::is_lowercase) && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// What may remain on the masked `page`, in order, each place once.
pub(super) fn look(page: &Page, names: &NameFinder) -> Vec<Entity> {
    let by_names = names.find(page, &[]);
    let mut found = recognise::by_rules(page, &by_names, names);
    found.extend(by_names);
    found.extend(suspects(page, names));
    let numbers = rows(page, EntityType::OtherId, TELLING_NUMBERS, Token::is_numeral);
    found.extend(numbers);
    let long = |token: &Token| token.kind == Kind::Number && token.text.len() >= TELLING_DIGITS;
    found.extend(rows(page, EntityType::OtherId, 1, long));
    let letter = |token: &Token| token.kind == Kind::Word && token.end - token.start == 1 && !token.is_numeral();
    found.extend(rows(page, EntityType::Name, TELLING_LETTERS, letter));
    found.sort_by_key(|mention| (mention.first, mention.last));
    let mut free = 0;
    found.retain(|mention| {
        let fresh = mention.first >= free && mention.last < page.tokens.len();
        free = free.max(mention.last + 1);
        fresh
    });
    found.into_iter().map(|mention| place(page, mention)).collect()
}

fn place(page: &Page, mention: Mention) -> Entity {
    let (first, last) = (&page.tokens[mention.first], &page.tokens[mention.last]);
    let end = if last.turn == first.turn { last.end } else { first.end };
    Entity { turn: first.turn, start: first.start, end, kind: mention.kind }
}

/// Words with a capital that no sentence start explains, and words that many people bear as a name.
fn suspects(page: &Page, names: &NameFinder) -> Vec<Mention> {
    let suspect = |at: &usize| {
        let token = &page.tokens[*at];
        let capital = page.has_inner_capital(*at) && token.text.chars().any(char::is_lowercase);
        token.kind == Kind::Word
            && token.end - token.start > 2
            && !token.is_numeral()
            && !is_public(page, *at)
            && (names.may_be_a_name(&token.lower, capital, page.language)
                || !page.cased && is_strange(page, *at, names))
    };
    let found = (0..page.tokens.len()).filter(suspect);
    found.map(|at| Mention { kind: EntityType::Name, first: at, last: at }).collect()
}

/// Whether token `at`, in text without capitals, is a word that no list knows and stands where people do.
fn is_strange(page: &Page, at: usize, names: &NameFinder) -> bool {
    let token = &page.tokens[at];
    token.end - token.start <= LONGEST_NAME && names.is_unheard(&token.lower, page.language) && is_person_near(page, at)
}

/// Rows of at least `least` tokens of one turn that are `telling`.
fn rows(page: &Page, kind: EntityType, least: usize, telling: impl Fn(&Token) -> bool) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = page.tokens.get(at) {
        let row = page.tokens[at..].iter().take_while(|token| token.turn == first.turn && telling(token)).count();
        if row >= least {
            found.push(Mention { kind, first: at, last: at + row - 1 });
        }
        at += row.max(1);
    }
    found
}
