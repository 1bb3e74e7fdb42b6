//! What of an address is told apart from its street: the number in the answer, the floor after a pause, a farm's
//! number; and parts that are one address after all.

use super::addresses::{house_number, is_address_near, is_beginning, is_lived_before};
use super::cues::{Cue, cue};
use super::details;
use super::digits::Run;
use super::plain_numbers::is_unit;
use super::street_words::ENDINGS;
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// How many tokens after an address its number may be told, and how many its floor.
const NUMBER_REACH: usize = 16;
const FLOOR_REACH: usize = 40;

/// Parts of the addresses in `told` that stand elsewhere.
pub(super) fn find(page: &Page, runs: &[Run], told: &[Mention]) -> Vec<Mention> {
    let mut told: Vec<Mention> = told.to_vec();
    told.sort_by_key(|address| address.first);
    let mut found: Vec<Mention> = Vec::new();
    let (mut at, mut next) = (0, 0);
    let mut before: Option<Mention> = None;
    while at < page.tokens.len() {
        if let Some(address) = told.get(next).filter(|address| address.first <= at) {
            at = at.max(address.last + 1);
            before = Some(*address);
            next += 1;
            continue;
        }
        let last =
            before.filter(|address| page.tokens[address.last].turn + 2 >= page.tokens[at].turn).and_then(|address| {
                let reach = at - address.last;
                let number = || answer(page, at).map(|last| details::after(page, runs, last));
                let numbered = matches!(page.word(at, 0), "nummer" | "number");
                let zip = || (page.language == Language::English && is_zip(page, at)).then_some(at);
                let part = || {
                    zip()
                        .or_else(|| put_right(page, at, &address))
                        .or_else(|| details::floor(page, at))
                        .or_else(|| details::alone(page, at, || true).filter(|_| !numbered))
                };
                let number = (reach <= NUMBER_REACH).then(number).flatten();
                number.or_else(|| (reach <= FLOOR_REACH).then(part).flatten())
            });
        let Some(last) = last else {
            at += 1;
            continue;
        };
        let part = Mention { kind: EntityType::Address, first: at, last };
        before = Some(part);
        found.push(part);
        at = last + 1;
    }
    found
}

/// «… men det står trettisex på lådan», «nei, B»: another number or letter of the same address.
fn put_right(page: &Page, at: usize, address: &Mention) -> Option<usize> {
    let (one, two) = (page.word(at, -1), page.word(at, -2));
    let turned = |word: &str| matches!(word, "nej" | "nei" | "no" | "nä");
    let letter = page.tokens[at].end - page.tokens[at].start == 1 && LETTERS.has(page.word(at, 0));
    let ends = page.near(at, 1).is_none_or(|t| t.kind == Kind::Mark);
    if letter && ends && (turned(one) || one == "," && turned(two)) {
        return Some(at);
    }
    // «… nitten tror jeg, nitten a»; «tre, nej fem … fem, det är gaveln»
    let house = (address.first..=address.last).find_map(|at| page.cardinal(at)).map(|(value, _)| value);
    let here = page.tokens[at].turn == page.tokens[address.last].turn;
    let same = here && page.cardinal(at).is_some_and(|(value, _)| value < 1000 && Some(value) == house);
    let alone =
        page.near(at, -1).is_none_or(|t| t.kind == Kind::Mark || matches!(t.lower.as_str(), "jag" | "jeg" | "ja"));
    if same && alone && page.tokens[at].atoms != [Atom::Article] {
        return number(page, at).filter(|last| !COUNTED.has(page.word(*last, 1)) && !is_unit(page.word(*last, 1)));
    }
    let told = matches!(one, "står" | "stod" | "says" | "as" | "said") || matches!((two, one), ("in" | "inn", "på"));
    let last = number(page, at).filter(|_| told && page.tokens[at].is_numeral())?;
    let next = page.word(last, 1);
    (!is_unit(next) && !COUNTED.has(next) || next == "på").then_some(last)
}

/// Five figures by themselves.
fn is_zip(page: &Page, at: usize) -> bool {
    page.tokens[at].kind == Kind::Number
        && page.tokens[at].text.len() == 5
        && page.near(at, -1).is_none_or(|t| t.kind != Kind::Number)
        && page.near(at, 1).is_none_or(|t| matches!(t.text.as_str(), "." | "," | "?"))
}

/// «Nitton C», first in its turn, after the street in the turn before.
fn answer(page: &Page, at: usize) -> Option<usize> {
    let opens =
        (1..).map(|back| page.word(at, -back)).take_while(|word| !word.is_empty()).all(|word| OPENING.has(word));
    let token = &page.tokens[at];
    let one = token.atoms == [Atom::Article] && page.cardinal(at).is_none_or(|(value, _)| value == 1);
    if !opens || !token.is_numeral() || one {
        return None;
    }
    // «Och numret där?» asks for the house when no telephone is spoken of.
    let calls = |word: &str| CALLING.begin(word) && !ENDINGS.end(word);
    let telephone = (at.saturating_sub(NUMBER_REACH)..at).any(|other| calls(page.word(other, 0)));
    if !matches!(cue(page, at), None | Some(Cue::Number | Cue::Phone)) || telephone {
        return None;
    }
    let last = number(page, at).or_else(|| (page.language == Language::English).then(|| american(page, at))?)?;
    let next = page.word(last, 1);
    let counted = is_unit(next) || matches!(next, "%" | ":" | "-" | "/") || COUNTED.has(next);
    (!counted && !page.near(last, 1).is_some_and(Token::is_numeral)).then(|| repeated(page, at, last))
}

/// «One oh eight oh two», «six fourteen and a half»: a long house number said in parts.
fn american(page: &Page, at: usize) -> Option<usize> {
    let numerals = (at..).take_while(|&i| page.near(at, (i - at) as isize).is_some_and(Token::is_numeral));
    let last = numerals.last()?;
    let digits: usize = page.tokens[at..=last].iter().map(|t| t.atoms.len()).sum();
    let half = page.word(last, 1) == "and" && page.word(last, 3) == "half";
    (last > at && (2..=6).contains(&digits)).then_some(if half { last + 3 } else { last })
}

/// A house number that begins at `at`, with its letter.
fn number(page: &Page, at: usize) -> Option<usize> {
    let (value, next) = page.cardinal(at).filter(|(value, _)| (1..1000).contains(value))?;
    let letter =
        page.near(next - 1, 1).is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1 && LETTERS.has(&t.lower));
    (value > 0).then_some(if letter { next } else { next - 1 })
}

/// «Nitton. Nitton C.»
fn repeated(page: &Page, at: usize, last: usize) -> usize {
    let marks = (1..3).take_while(|d| matches!(page.word(last, *d), "." | "," | "ja" | "…")).count();
    let again = last + 1 + marks;
    let same = page.near(last, marks as isize + 1).is_some()
        && page.cardinal(again).zip(page.cardinal(at)).is_some_and(|((one, _), (other, _))| one == other);
    if same { number(page, again).unwrap_or(last) } else { last }
}

/// What an answer begins with before a number.
static OPENING: Words =
    Words::new("a ja jo nej nei no yes eh öh øh uh um mm hm nummer number det är er it's , . … well så");
/// How words begin that speak of telephones.
static CALLING: Words = Words::new("telefon mobil ring phone call swish sms tlf");
/// Letters of staircases.
static LETTERS: Words = Words::new("a b c d e f g h");
/// What is counted, besides units.
static COUNTED: Words =
    Words::new("år st stycken stykker av of öl barn procent gånger ganger times spänn bast på o'clock");

/// «Det är en gård, Lyngsjö tretton»: a village found in `names`, with a number after it.
pub(super) fn farm(page: &Page, names: &[Mention], at: usize) -> Option<(usize, usize)> {
    let name = names.binary_search_by_key(&at, |name| name.first).ok().map(|name| &names[name])?;
    let sure =
        page.cased && page.tokens[name.last].is_capital() || is_address_near(page, at) || is_lived_before(page, at);
    if name.kind != EntityType::Place || !sure {
        return None;
    }
    let last = house_number(page, name.last)?;
    let ends = page.near(last, 1).is_none_or(|t| matches!(t.text.as_str(), "." | "," | "?" | "!"));
    let mut first = at;
    while page.near(first, -1).is_some() && page.has_inner_capital(first - 1) || is_beginning(page.word(first, -1)) {
        first -= 1;
    }
    ends.then_some((first, last))
}

/// «c/o Lind på Tallvägen 3», «Box 18 i Bureå», «Nedre Berg på Svorkmovegen»: one address with what stands between.
pub(super) fn join(page: &Page, names: &[Mention], mut found: Vec<Mention>) -> Vec<Mention> {
    found.sort_by_key(|address| address.first);
    let mut joined: Vec<Mention> = Vec::new();
    for mut address in found {
        let on = matches!(page.word(address.first, -1), "på" | "i" | "on" | "in" | "at")
            && page.near(address.first, -2).is_some();
        let place = |name: &&Mention| name.kind == EntityType::Place && name.last + 2 == address.first;
        match joined.last_mut() {
            Some(before) if on && before.last + 2 == address.first => before.last = address.last,
            _ => {
                if let Some(place) = names.iter().find(place).filter(|_| on) {
                    address.first = place.first;
                }
                let house = on && HOUSES.has(page.word(address.first, -2)) && page.has_inner_capital(address.first - 2);
                if house {
                    address.first -= 2;
                    while page.near(address.first, -1).is_some_and(|t| t.kind == Kind::Word && t.is_capital()) {
                        address.first -= 1;
                    }
                }
                joined.push(address);
            }
        }
    }
    joined
}

/// What houses with a name are called in English.
static HOUSES: Words = Words::new("cottage farm croft manor grange house lodge villa bungalow mill");
