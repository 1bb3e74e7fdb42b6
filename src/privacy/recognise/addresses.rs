//! Street addresses and postcodes: «Solskensvägen nio», «Karl Johans gate 5 B», «572 31 Tranås».

use std::collections::HashSet;

use super::digits::Run;
use super::street_words::{
    BEGINNINGS, ENDINGS, LIVING, LOCATED, NO_STREET, NORDIC, ORDINARY, STREETS, STRONG, TOWARDS, UNNAMED,
};
use super::{apart, details, english_streets, postcodes};
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::names::NameFinder;
use crate::privacy::page::{Kind, Mention, Page, Token};

/// Every address, its street also where it is said again; `names` tell where a town follows a postcode.
pub(crate) fn find(page: &Page, runs: &[Run], names: &[Mention], finder: &NameFinder) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let near = found.last().is_some_and(|address| at - address.last <= NEAR);
        let span = english_streets::numbered(page, at)
            .or_else(|| english_streets::named(page, at, names, finder))
            .or_else(|| street(page, at, finder).map(|(first, last)| (number_on(page, first), last)))
            .map(|(first, last)| (flat_before(page, first), details::after(page, runs, last)))
            .or_else(|| dwelling(page, at).map(|(first, last)| (first, details::after(page, runs, last))))
            .or_else(|| details::floor_and_side(page, at).map(|last| (at, last)))
            .or_else(|| apart::farm(page, names, at).map(|(first, last)| (first, details::after(page, runs, last))))
            .or_else(|| postcodes::find(page, runs, names, at).map(|last| (at, last)))
            .or_else(|| {
                let last = details::alone(page, at, || near || is_address_near(page, at))?;
                Some((details::box_before(page, at), details::after(page, runs, last)))
            });
        match span {
            Some((first, last)) => {
                found.push(Mention { kind: EntityType::Address, first, last });
                at = last.max(at) + 1;
            }
            None => at += 1,
        }
    }
    again(page, &mut found);
    found.extend(apart::find(page, runs, &found));
    apart::join(page, names, found)
}

/// Adds the streets of `found` wherever else they are said («2207 Prosper» after «2207 Prosper Street»).
fn again(page: &Page, found: &mut Vec<Mention>) {
    let is_street = |t: &&Token| {
        let kind = ORDINARY.has(&t.lower)
            || english_streets::is_street_or_house(&t.lower)
            || matches!(t.lower.as_str(), "number" | "nummer")
            || BEGINNINGS.has(&t.lower)
            || details::is_unit(&t.lower);
        t.kind == Kind::Word
            && !t.is_numeral()
            && t.end - t.start > 4
            && !kind
            && !english_streets::is_plain(&t.lower)
            && !NO_STREET.has(&t.lower)
    };
    let named = |address: &Mention| page.tokens[address.first..=address.last].iter().find(is_street);
    let streets: HashSet<&str> = found.iter().filter_map(named).map(|token| token.lower.as_str()).collect();
    let told: HashSet<usize> = found.iter().flat_map(|address| address.first..=address.last).collect();
    for at in (0..page.tokens.len()).filter(|at| !told.contains(at) && streets.contains(page.word(*at, 0))) {
        found.push(Mention {
            kind: EntityType::Address,
            first: english_streets::number_before(page, at),
            last: house_number(page, at).unwrap_or(at),
        });
    }
}

/// How many tokens after an address a flat or a house number may be told.
const NEAR: usize = 18;

/// «Flat 3, 118 … Road».
fn flat_before(page: &Page, first: usize) -> usize {
    let comma = usize::from(page.word(first, -1) == ",");
    let numbered = first > comma + 1 && page.near(first, -(comma as isize) - 1).is_some_and(Token::is_numeral);
    if numbered && details::is_unit(page.word(first, -(comma as isize) - 2)) { first - comma - 2 } else { first }
}

/// Whether an address was asked for or announced just before, in this turn or the one before.
pub(super) fn is_address_near(page: &Page, at: usize) -> bool {
    let turn = page.tokens[at].turn;
    (at.saturating_sub(NEAR)..at).any(|other| {
        let token = &page.tokens[other];
        let asked = matches!(token.lower.as_str(), "var" | "vart" | "hvor" | "kor" | "where" | "where's")
            && (1..5).any(|d| LIVING.has(page.word(other, d)));
        token.turn + 1 >= turn && (token.lower.starts_with("adress") || token.lower == "address" || asked)
    })
}

/// «På tallvägen», «nere vid tallgatan», in text without capitals: the endings that hardly anything but streets has.
fn is_street_after_on(page: &Page, at: usize, finder: &NameFinder) -> bool {
    let word = page.word(at, 0);
    let strange = || {
        let located = LOCATED.has(page.word(at, -1)) || TOWARDS.has(page.word(at, -1));
        located && finder.is_unheard(word, page.language)
    };
    STRONG.end(word) && (page.word(at, -1) == "på" || strange())
}

/// «På sernanders väg»: an owner that is no ordinary word, where something lies.
fn is_on_strange_owner(page: &Page, at: usize, finder: &NameFinder) -> bool {
    let located = LOCATED.has(page.word(at, -2)) || TOWARDS.has(page.word(at, -2));
    located && finder.is_unheard(page.word(at, -1), page.language)
}

/// «Ammerudgrenda», where somebody's home is the subject and nothing has a capital: no word that the lists know.
fn is_strange_street(page: &Page, at: usize, finder: &NameFinder) -> bool {
    let living = || (-14..0).any(|d| LIVING.has(page.word(at, d))) || is_address_near(page, at);
    let located = LOCATED.has(page.word(at, -1));
    let token = &page.tokens[at];
    !page.cased
        && token.end - token.start > 6
        && finder.is_unheard(&token.lower, page.language)
        && (located || living() || STRONG.stems(&token.lower).any(|stem| stem.chars().count() >= 4))
}

/// Whether `word` begins the name of a street or village of two words.
pub(super) fn is_beginning(word: &str) -> bool {
    BEGINNINGS.has(word)
}

/// Whether somebody lives at what stands at `at`.
pub(super) fn is_lived_before(page: &Page, at: usize) -> bool {
    (-6..0).any(|d| LIVING.has(page.word(at, d)))
}

/// A street with or without its number.
fn street(page: &Page, at: usize, finder: &NameFinder) -> Option<(usize, usize)> {
    let word = page.word(at, 0);
    // English is spoken in Nordic towns too: «on Bennets väg».
    let last_word = match page.language {
        Language::English => STRONG.stems(word).any(|stem| stem.chars().count() >= 3) || NORDIC.has(word),
        _ => ENDINGS.end(word) || STREETS.has(word),
    };
    if !last_word || page.tokens[at].is_numeral() {
        return None;
    }
    // «Komme alle fem» is no avenue.
    if matches!(word, "alle" | "by") && !page.cased && !is_address_near(page, at) && !is_lived_before(page, at) {
        return None;
    }
    let number = house_number(page, at);
    let alone = ORDINARY.has(word) || STREETS.has(word);
    // «Øvre møllenberg gate 33»
    let two_words = STREETS.has(word) && number.is_some();
    let mut first = at;
    if alone || BEGINNINGS.has(page.word(at, -1)) {
        while first + 2 > at
            && page.near(first, -1).is_some_and(|t| {
                t.kind == Kind::Word && t.lower != "i" && (t.is_capital() || BEGINNINGS.has(t.lower.as_str()))
            })
        {
            first -= 1;
        }
    }
    // «sernanders väg 6», in text without capitals
    if alone && first == at && number.is_some() && (is_owner(page, at) || two_words && is_owner_without_s(page, at)) {
        first -= 1;
        // «Bjørnstjerne bjørnsons vei»
        let strange =
            |t: &Token| t.kind == Kind::Word && t.end - t.start > 3 && finder.is_unheard(&t.lower, page.language);
        let more = BEGINNINGS.has(page.word(first, -1)) || !page.cased && page.near(first, -1).is_some_and(strange);
        first -= usize::from(more);
    }
    let asked = page.near(at, -1).is_none() && page.tokens[at].is_capital() && is_address_near(page, at);
    let located = page.has_inner_capital(at)
        || lives_before(page, first)
        || asked
        || !page.cased && is_street_after_on(page, at, finder)
        || is_strange_street(page, at, finder);
    let named = !alone && located;
    // «Bor på sernanders väg»
    if alone && number.is_none() && !page.cased && is_owner(page, at) && is_on_strange_owner(page, at, finder) {
        return Some((at - 1, at));
    }
    (number.is_some() && (first < at || !alone) || named || first < at && page.has_inner_capital(first))
        .then(|| (first, number.unwrap_or(at)))
}

/// «Sjutton på bruksgatan»: where a number that stands before its street begins.
fn number_on(page: &Page, first: usize) -> usize {
    let numbered = page.word(first, -1) == "på" && page.near(first, -2).is_some_and(Token::is_numeral);
    let Some(mut number) = first.checked_sub(2).filter(|_| numbered) else { return first };
    while page.near(number, -1).is_some() && page.cardinal(number - 1).is_some_and(|(_, next)| next == first - 1) {
        number -= 1;
    }
    let house = page.cardinal(number).is_some_and(|(value, _)| (1..1000).contains(&value));
    let timed = matches!(page.word(number, -1), "klockan" | "kl" | "klokka" | "halv" | "kvart");
    if house && !timed { number } else { first }
}

/// «Bor på näckrosen fyra», or the answer to a question for the address: any word with a house number.
fn dwelling(page: &Page, at: usize) -> Option<(usize, usize)> {
    let token = &page.tokens[at];
    let word =
        token.kind == Kind::Word && !token.is_numeral() && token.end - token.start > 3 && !NO_STREET.has(&token.lower);
    if !word {
        return None;
    }
    let before = page.word(at, -1);
    let living = matches!(before, "på" | "i" | "at" | "on" | "in") && (-6..-1).any(|d| LIVING.has(page.word(at, d)));
    let answers =
        matches!(before, "" | "," | "." | "är" | "er" | "is" | "på" | "i" | "ja" | "jo" | "mm" | "nei" | "nej");
    // «The street is Valtatie fifty», «gatan heter Näckrosen fyra»
    let told = matches!(before, "is" | "heter" | "heiter" | "är" | "er" | "called")
        && matches!(page.word(at, -2), "street" | "road" | "gatan" | "gata" | "vägen" | "veien" | "gaten" | "it's");
    let asked = told || answers && is_address_near(page, at) && !page.tokens[at].lower.starts_with("adress");
    let last = house_number(page, at).filter(|_| living || asked)?;
    let next = page.word(last, 1);
    let ends = page.near(last, 1).is_none_or(|t| t.kind == Kind::Mark && t.text != "%" && t.text != ":")
        || matches!(
            next,
            "postnummer" | "postnr" | "postnummeret" | "postnumret" | "med" | "står" | "lägenhet" | "lgh"
        )
        || matches!(next, "i" | "på" | "och" | "og" | "and" | "in" | "men" | "but" | "sen" | "där" | "der")
            && page.near(at, 1).is_some();
    let floor = details::after(page, &[], last) > last;
    (ends || floor || told).then_some((at, last))
}

/// The genitive before «väg» or «gate» in a street's name.
fn is_owner(page: &Page, at: usize) -> bool {
    page.near(at, -1).is_some_and(|t| t.kind == Kind::Word && t.lower.ends_with('s') && t.end - t.start > 3)
}

/// A name without a genitive s before such a word: no preposition, article or adjective.
fn is_owner_without_s(page: &Page, at: usize) -> bool {
    page.near(at, -1).is_some_and(|t| {
        t.kind == Kind::Word
            && t.end - t.start > 3
            && !t.is_numeral()
            && !NO_STREET.has(&t.lower)
            && !UNNAMED.has(&t.lower)
    })
}

/// «Bor på …gatan»: an address though no number follows and nothing has a capital.
fn lives_before(page: &Page, at: usize) -> bool {
    matches!(page.word(at, -1), "på" | "i") && (-5..-1).any(|d| LIVING.has(page.word(at, d)))
}

/// The last token of a house number after `at`: «12», «12 B», «fjorton a».
pub(super) fn house_number(page: &Page, at: usize) -> Option<usize> {
    // «Nygårdsvägen, ja, sjuttitvå uppgång a»
    let agreed = matches!(page.word(at, 1), "ja" | "jo" | "ja," | "yes")
        && page.near(at, 2).is_some()
        && page
            .cardinal(at + 2)
            .is_some_and(|(_, next)| page.word(next - 1, 1).is_empty() || details::is_unit(page.word(next - 1, 1)));
    let filler = usize::from(agreed || matches!(page.word(at, 1), "eh" | "öh" | "äh" | "øh" | "," | "uh"));
    let at = at + filler;
    let start = if matches!(page.word(at, 1), "nummer" | "nr") { at + 2 } else { at + 1 };
    if filler == 1 && start == at + 1 && !agreed {
        return None;
    }
    let token = page.near(at, (start - at) as isize)?;
    let glued = token.kind == Kind::Word
        && token.text.chars().next().is_some_and(|c| c.is_ascii_digit())
        && token.end - token.start <= 5;
    let next = if glued { start + 1 } else { page.cardinal(start).filter(|(value, _)| *value < 1000)?.1 };
    let letter = page.near(next, 0).filter(|t| {
        t.turn == token.turn
            && t.end - t.start == 1
            && matches!(t.lower.as_str(), "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h")
    });
    Some(if letter.is_some() { next } else { next - 1 })
}
