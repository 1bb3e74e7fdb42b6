//! What follows a street: floor, staircase, flat, postcode.

use super::dates::ordinal;
use super::digits::Run;
use super::postcodes;
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Page};
use crate::privacy::words::Words;

/// Words before the number or letter of a flat, an entrance or a box.
const UNITS: Words = Words(
    "lägenhet lägenheten lgh uppgång trappa trappuppgång port porten ingång dörr rum box leilighet leiligheten oppgang
     inngang rom postboks flat apartment apt unit suite room",
);
/// Those that identify without a street before them.
const FLATS: Words = Words("lägenhet lägenheten lgh leilighet leiligheten flat apartment apt unit");
/// Words after the number of a floor.
const FLOORS: Words = Words("trappor trappa trapper tr våningen våning vån etasje etg floor");

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
            .or_else(|| postcodes::code(page, runs, start).map(|last| postcodes::with_town(page, last)))
        {
            Some(end) => last = end,
            None => return last,
        }
    }
}

/// What people put between the parts of an address.
const SKIPPED: Words = Words(", . ja eh öh øh mm och og på i");

/// «Tre trappor», «en trappa upp», «tredje etasje».
fn floor(page: &Page, at: usize) -> Option<usize> {
    let counted = page.tokens[at].is_numeral() || ordinal(page.word(at, 0), page.language).is_some();
    let end = at + 1 + usize::from(page.word(at, 2) == "upp" || page.word(at, 2) == "opp");
    (counted && FLOORS.has(page.word(at, 1))).then_some(end)
}

/// «Lägenhet 1201», «oppgang b», «leilighet H0203», «trappa tre».
fn unit(page: &Page, at: usize) -> Option<usize> {
    if !UNITS.has(page.word(at, 0)) {
        return None;
    }
    let start = at + 1 + usize::from(matches!(page.word(at, 1), "nummer" | "nr" | "number"));
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
