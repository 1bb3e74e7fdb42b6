//! What follows a street: floor, staircase, flat, postcode.

use super::dates::ordinal;
use super::digits::Run;
use super::postcodes;
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Page, Token};
use crate::privacy::words::Words;

/// Words before the number or letter of a flat, an entrance or a box.
const UNITS: Words = Words(
    "lägenhet lägenheten lgh uppgång trappa trappuppgång port porten ingång dörr rum box leilighet leiligheten oppgang
     inngang rom postboks flat apartment apt unit suite room plan vån våning etasje floor hus bolig dør kod
     koden portkod portkoden kode portkode dørkode code",
);
/// Those that identify without a street before them.
const FLATS: Words = Words("lägenhet lägenheten lgh leilighet leiligheten flat apartment apt unit");
/// Words after the number of a floor.
const FLOORS: Words = Words("trappor trappa trapp trapper tr våningen våning vån etasje etg floor");

pub(crate) fn is_unit(word: &str) -> bool {
    UNITS.has(word)
}

/// The last token of an address whose street and number end at `last`.
pub(crate) fn after(page: &Page, runs: &[Run], last: usize) -> usize {
    let mut last = last;
    loop {
        let start = (1..4).find(|d| !SKIPPED.has(page.word(last, *d))).map_or(last + 1, |d| last + d as usize);
        if page.near(last, (start - last) as isize).is_none() {
            return last;
        }
        match floor(page, start)
            .or_else(|| unit(page, start))
            .or_else(|| corrected(page, last, start))
            .or_else(|| postcodes::british(page, start))
            .or_else(|| town(page, last))
            .or_else(|| postcodes::code(page, runs, start).map(|last| postcodes::with_town(page, last)))
        {
            Some(end) => last = end,
            None => return last,
        }
    }
}

/// What people put between the parts of an address.
const SKIPPED: Words = Words(", . ja eh öh øh mm och og på i med postnummer postnr postnummeret postnumret postcode");

/// «Storgatan 12, Uppsala»: a capital in the same sentence.
fn town(page: &Page, last: usize) -> Option<usize> {
    let comma = usize::from(page.word(last, 1) == ",");
    let named = |t: &Token| t.is_capital() && t.end - t.start > 2 && t.lower.chars().all(char::is_alphabetic);
    page.near(last, comma as isize + 1).filter(|t| named(t))?;
    Some(last + comma + 1)
}

/// «Storgatan tolv, nej fjorton b».
fn corrected(page: &Page, last: usize, start: usize) -> Option<usize> {
    let number = if matches!(page.word(start, 0), "nej" | "nei" | "no" | "förlåt" | "vänta" | "vent") {
        start + 1
    } else {
        return None;
    };
    page.near(last, (number - last) as isize)?;
    let (value, next) = page.cardinal(number)?;
    let letter = page
        .near(next - 1, 1)
        .is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1 && !matches!(t.lower.as_str(), "i" | "å"));
    (value < 1000).then_some(if letter { next } else { next - 1 })
}

/// «Tre trappor», «en trappa upp», «tredje etasje».
fn floor(page: &Page, at: usize) -> Option<usize> {
    let counted = page.tokens[at].is_numeral() || ordinal(page.word(at, 0), page.language).is_some();
    let dot = usize::from(page.word(at, 1) == ".");
    let mut end = at + dot + 1;
    if !counted || !FLOORS.has(page.word(at, dot as isize + 1)) {
        return None;
    }
    end += usize::from(matches!(page.word(end, 1), "upp" | "opp" | "ned" | "ner"));
    let side = matches!(page.word(end, 2), "höger" | "vänster" | "høyre" | "venstre");
    Some(if side && matches!(page.word(end, 1), "till" | "til") { end + 2 } else { end })
}

/// «Lägenhet 1201», «oppgang b», «leilighet H0203», «trappa tre».
fn unit(page: &Page, at: usize) -> Option<usize> {
    if !UNITS.has(page.word(at, 0)) {
        return None;
    }
    let start = at + 1 + usize::from(matches!(page.word(at, 1), "nummer" | "nr" | "number" | "är" | "er" | "is"));
    let token = page.near(at, (start - at) as isize)?;
    let glued = token.kind == Kind::Word && token.lower.chars().any(|c| c.is_ascii_digit());
    let letter = token.kind == Kind::Word && token.end - token.start == 1 && token.lower != "i";
    if glued || letter {
        return Some(start);
    }
    let numerals = (start..).take_while(|&i| page.near(at, (i - at) as isize).is_some_and(|t| t.is_numeral())).count();
    (numerals > 0 && token.atoms != [Atom::Article]).then(|| start + numerals - 1)
}

/// A flat, box or house number without its street: «lägenhet tolvhundraett», «box 1201», near an address also
/// «unit 6» and «number ninety-one».
pub(crate) fn alone(page: &Page, at: usize, near: bool) -> Option<usize> {
    let word = page.word(at, 0);
    // «c/o Lindgren»
    if word == "c" && page.word(at, 1) == "/" && page.word(at, 2) == "o" {
        let names = (3..5)
            .take_while(|d| page.near(at, *d).is_some_and(|t| t.kind == Kind::Word && (*d == 3 || t.is_capital())));
        return Some(at + 2 + names.count());
    }
    let house = near && matches!(word, "nummer" | "number");
    if house {
        return page
            .cardinal(at + 1)
            .filter(|(value, _)| *value < 1000 && page.near(at, 1).is_some())
            .map(|(_, next)| next - 1);
    }
    let flat = FLATS.has(word) || matches!(word, "box" | "postboks");
    let last = unit(page, at).filter(|_| flat)?;
    let long = page.cardinal(at + 1).is_some_and(|(value, _)| value >= 100) || last > at + 2;
    let glued = page.near(at, 1).is_some_and(|t| t.kind == Kind::Word && t.lower.chars().any(|c| c.is_ascii_digit()));
    (near || long || glued).then_some(last)
}
