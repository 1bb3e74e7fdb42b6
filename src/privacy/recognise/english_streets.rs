//! English and American streets: the number stands before, the kind of street is a word of its own.

use super::addresses::{is_address_near, is_lived_before};
use super::street_words::{LIVING, NO_STREET};
use crate::language::Language;
use crate::privacy::names::{NameFinder, is_public};
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// «1140 Juniper», «2207 W. Rascher Ave», «six fourteen and a half East Fifth»; without capitals «ninety one
/// basingstoke road»: a number and the name of a street.
pub(super) fn numbered(page: &Page, at: usize) -> Option<(usize, usize)> {
    let opens = !page.near(at, -1).is_some_and(Token::is_numeral);
    if page.language != Language::English
        || !page.tokens[at].is_numeral()
        || page.tokens[at].atoms == [Atom::Article]
        || !opens
    {
        return None;
    }
    let numerals = (at..).take_while(|&i| page.near(at, (i - at) as isize).is_some_and(Token::is_numeral)).count();
    let half =
        if page.word(at + numerals - 1, 1) == "and" && page.word(at + numerals - 1, 3) == "half" { 3 } else { 0 };
    let start = at + numerals + half;
    let name = |t: &Token| {
        let plain = PLAIN.has(&t.lower) || NO_STREET.has(&t.lower) || t.is_numeral() && start == at;
        t.kind == Kind::Word && !plain && (!page.cased || t.is_capital())
    };
    let point = |i: usize| page.word(i, 0) == "." && page.tokens[i - 1].end - page.tokens[i - 1].start == 1;
    let length = (start..start + 6)
        .take_while(|&i| page.near(at, (i - at) as isize).is_some_and(|t| name(t) || i > start && point(i)))
        .count();
    let kind = (start + 1..start + length).find(|&i| ENGLISH.has(page.word(i, 0)));
    let told = is_address_near(page, at) || (-5..0).any(|d| LIVING.has(page.word(at, d)) || page.word(at, d) == "at");
    let last = match kind {
        Some(kind) if page.cased || told || !ENGLISH_WORDS.has(page.word(kind, 0)) => kind,
        // «I'm at 1140 Juniper»: no day, month or unit follows.
        None if page.cased && told && length > 0 && !is_public(page, start) => start + length - 1,
        _ => return None,
    };
    let number = usize::from(page.word(at, -1) == "number");
    Some((at - number, last + usize::from(QUARTERS.has(page.word(last, 1)))))
}

/// «Maple Street», «12 Maple Street», «at the end of clyde walk», «my da's cashel gardens»: the kind of street stands at
/// `at`; `names` tell what is a name before it.
pub(super) fn named(page: &Page, at: usize, names: &[Mention], finder: &NameFinder) -> Option<(usize, usize)> {
    let word = page.word(at, 0);
    if page.language != Language::English || !ENGLISH.has(word) || page.tokens[at].is_numeral() {
        return None;
    }
    // «Larch Hill Drive»
    let more =
        usize::from(KINDS.has(page.word(at, 1)) && (!page.cased || page.near(at, 1).is_some_and(Token::is_capital)));
    let last = at + more;
    let mut first = at;
    while first + 2 > at
        && page.near(first, -1).is_some_and(|t| t.kind == Kind::Word && t.lower != "i" && t.is_capital())
    {
        first -= 1;
    }
    if first == at && !page.cased {
        first = first_in_lower(page, at, names, finder)?;
        return Some((number_before(page, first), last));
    }
    let numbered = page.near(first, -1).is_some_and(Token::is_numeral);
    // «Marsh Lane.»
    let answer = page.near(first, -1).is_none() && KINDS.has(word) && page.tokens[at].is_capital();
    (first < at && (numbered || answer || page.has_inner_capital(first))).then(|| (number_before(page, first), last))
}

/// Where the name of a street begins in text without capitals.
fn first_in_lower(page: &Page, at: usize, names: &[Mention], finder: &NameFinder) -> Option<usize> {
    let ambiguous = ENGLISH_WORDS.has(page.word(at, 0));
    let home = || is_address_near(page, at) || is_lived_before(page, at);
    // «At the end of clyde walk», «on old mill lane»: words that are no article between a preposition and the ending.
    let name = |d: usize| {
        page.near(at, -(d as isize)).is_some_and(|t| {
            let word = t.kind == Kind::Word && !t.is_numeral() && t.end - t.start > 2;
            word && !is_plain(&t.lower) && !ON.has(&t.lower) && !ALONG.has(&t.lower)
        })
    };
    let length = (1..4).take_while(|d| name(*d)).count();
    let before = page.word(at, -(length as isize) - 1);
    let numbered = page.near(at, -(length as isize) - 1).is_some_and(Token::is_numeral);
    let along = !ambiguous && ALONG.has(before);
    if length == 1 && (ON.has(before) || along || numbered)
        || length > 1 && (ON.has(before) || numbered) && (!ambiguous || home())
    {
        return Some(at - length);
    }
    let known = names.iter().find(|name| name.last + 1 == at && page.near(at, -1).is_some());
    if let Some(name) = known.filter(|_| !ambiguous || home()) {
        return Some(name.first);
    }
    let strange = page
        .near(at, -1)
        .is_some_and(|t| t.kind == Kind::Word && t.end - t.start > 3 && finder.is_unheard(&t.lower, page.language));
    (strange && (!ambiguous || home())).then(|| at - 1)
}

/// The kinds of street that nothing else is.
static KINDS: Words = Words::new("street road avenue lane drive gardens terrace crescent court grove boulevard");
/// What else does when the kind of street is nothing else.
static ALONG: Words = Words::new("down along past opposite near up behind round from to outside above");
/// What stands before the name of a street.
static ON: Words = Words::new("of on in at off");

/// Where the number before an English street begins: «one hundred and eighteen basingstoke road».
pub(super) fn number_before(page: &Page, first: usize) -> usize {
    let mut first = first;
    // «17b Harrow Lane»
    let glued = |t: &Token| {
        t.kind == Kind::Word && t.end - t.start <= 5 && t.text.chars().next().is_some_and(|c| c.is_ascii_digit())
    };
    if page.near(first, -1).is_some_and(glued) {
        return first - 1;
    }
    let from = first;
    loop {
        let and = usize::from(page.word(first, -1) == "and");
        match page.near(first, -1 - and as isize) {
            Some(token) if token.is_numeral() => first -= 1 + and,
            // «12/3 Constitution Street»
            Some(token) if token.text == "/" && page.near(first, -2).is_some_and(Token::is_numeral) => first -= 2,
            _ => return first - usize::from(first < from && page.word(first, -1) == "number"),
        }
    }
}

/// Whether an English street or a block of flats ends in `word`.
pub(super) fn is_street_or_house(word: &str) -> bool {
    ENGLISH.has(word) || matches!(word, "house" | "buildings" | "tower" | "mansions")
}

/// Whether `word` is no name before such a word.
pub(super) fn is_plain(word: &str) -> bool {
    PLAIN.has(word)
}

/// Words before «street» or «walk» that are no name.
static PLAIN: Words = Words::new(
    "this that your the a an to of in on at for and or but with my his her our their little long short nice same main other another every back next first last good daily
     dead quiet busy whole side fast slow very some what which brisk",
);

/// How English street names end, as a word of their own.
static ENGLISH: Words = Words::new(
    "street road avenue lane drive boulevard court terrace square st rd ave crescent close grove gardens mews walk way
     row hill parade circus gate wharf quay villas cottages rise view vale bank park place fold brow wynd brae strand
     path passage trail parkway pkwy blvd highway circle heights flats dr ct ln",
);
/// Those of them that in text without capitals need a number and an address that is talked about.
static ENGLISH_WORDS: Words = Words::new(
    "way row hill gate rise view vale bank park place fold path trail circle heights flats drive court square close walk st dr
     ct ln",
);
/// Parts of the town after a street.
static QUARTERS: Words = Words::new("northwest northeast southwest southeast north south east west nw ne sw se");
