//! What follows a street: floor, staircase, flat, postcode.

use super::dates::ordinal;
use super::digits::Run;
use super::english_streets::{is_plain, is_street_or_house};
use super::postcodes;
use crate::language::Language;
use crate::privacy::numerals::{Atom, Reader};
use crate::privacy::page::{Kind, Page, Token};
use crate::privacy::words::Words;

/// Words before the number or letter of a flat, an entrance or a box.
static UNITS: Words = Words::new(
    "lägenhet lägenheten lgh uppgång trappa trappuppgång port porten ingång dörr rum box leilighet leiligheten oppgang
     inngang rom postboks flat apartment apt unit suite room plan vån våning etasje floor hus bolig dør kod
     staircase stairs stair entrance door landing koden lantbrevbärarlinje lantbrevbäring portkod portkoden kode portkode dørkode code",
);
/// Those that identify without a street before them.
static FLATS: Words = Words::new("lägenhet lägenheten lgh leilighet leiligheten flat apartment apt unit");
/// Words after the number of a floor.
static FLOORS: Words =
    Words::new("halvtrappa halvtrapp trappor trappa trapp trapper tr våningen våning vån etasje etg floor");

pub(crate) fn is_unit(word: &str) -> bool {
    UNITS.has(word)
}

/// The last token of an address whose street and number end at `last`.
pub(crate) fn after(page: &Page, runs: &[Run], last: usize) -> usize {
    let mut last = last;
    loop {
        let start = (1..5).find(|d| !SKIPPED.has(page.word(last, *d))).map_or(last + 1, |d| last + d as usize);
        if page.near(last, (start - last) as isize).is_none() {
            return last;
        }
        match floor(page, start)
            .or_else(|| unit(page, start))
            .or_else(|| corrected(page, last, start))
            .or_else(|| english_name(page, start))
            .or_else(|| loose_code(page, start))
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
static SKIPPED: Words =
    Words::new(", . ja eh öh øh mm och og and på i med postnummer postnr postnummeret postnumret postcode");

/// «Storgatan 12, Uppsala», «Storgatan 61 i Bureå»: a capital in the same sentence; without capitals any word after
/// «i» that is no time or room.
fn town(page: &Page, last: usize) -> Option<usize> {
    let within = matches!(page.word(last, 1), "i" | "in");
    let between = usize::from(within || page.word(last, 1) == ",");
    let capital = |t: &Token| t.is_capital() || within && !page.cased && t.end - t.start > 3 && !NO_TOWN.has(&t.lower);
    let named = |t: &Token| capital(t) && t.end - t.start > 2 && t.lower.chars().all(char::is_alphabetic);
    let state = |t: &Token| t.end - t.start == 2 && t.text.chars().all(|c| c.is_ascii_uppercase());
    let numbered = |at: isize| page.near(last, at).is_some_and(|t| t.kind == Kind::Number && t.text.len() == 5);
    // «Chicago, IL 60625»
    if page.near(last, between as isize + 1).is_some_and(state) && numbered(between as isize + 2) {
        return Some(last + between + 2);
    }
    page.near(last, between as isize + 1).filter(|t| named(t))?;
    // «c/o Lind på Tallvägen 3»: a street, which is found by itself.
    if page.near(last, between as isize + 2).is_some_and(|t| t.is_numeral() && page.word(last, 1) != ",") {
        return None;
    }
    Some(last + between + 1)
}

/// What follows «i» after an address and is no town.
static NO_TOWN: Words = Words::new(
    "morgon morgen kväll kveld natt dag huset hus stan byen centrum sentrum fjol fjor somras somre vintras våras höstas
     många månader måneder några noen samma samme början starten slutet slutten alla alle mitt midten flera lägenhet
     leiligheten lägenheten trappan trappen backen hörnet hjørnet källaren kjelleren över nästan minst snart sommar
     that this case town fact time",
);

/// «Storgatan tolv, nej fjorton b».
fn corrected(page: &Page, last: usize, start: usize) -> Option<usize> {
    let number = if matches!(page.word(start, 0), "nej" | "nei" | "no" | "förlåt" | "vänta" | "vent") {
        let more = (1..4).take_while(|d| CORRECTING.has(page.word(start, *d))).count();
        start + 1 + more
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

/// What is said between a correction and what is right.
static CORRECTING: Words =
    Words::new("nej nei no förlåt vänta vent wait jag jeg menar mener i mean det är er it's , sorry");

/// «Tre trappor», «en trappa upp», «tredje etasje».
pub(super) fn floor(page: &Page, at: usize) -> Option<usize> {
    let pair = (page.word(at, 0), page.word(at, 1));
    // «Dörren till vänster»
    if matches!(pair, ("dörr" | "dörren" | "dør" | "døra" | "døren", "till" | "til")) && is_side(page.word(at, 2))
    {
        return Some(at + 2);
    }
    // «Nedre botten», «top floor flat»
    let ground =
        matches!(pair, ("nedre", "botten") | ("ground" | "top" | "basement" | "upper" | "first", "floor" | "flat"));
    if ground
        || matches!(
            pair.0,
            "bottenvåningen"
                | "bottenplan"
                | "kjelleretasjen"
                | "loftsetasjen"
                | "sokkeletasjen"
                | "källarlägenheten"
                | "källarplan"
                | "kjellerleiligheten"
                | "sokkelleiligheten"
        )
    {
        let last = at + usize::from(ground);
        return Some(last + usize::from(matches!(page.word(last, 1), "flat" | "left" | "right")));
    }
    let counted = page.tokens[at].is_numeral() || ordinal(page.word(at, 0), page.language).is_some();
    let dot = usize::from(page.word(at, 1) == ".");
    let mut end = at + dot + 1;
    if !counted || !FLOORS.has(page.word(at, dot as isize + 1)) {
        return None;
    }
    end += usize::from(matches!(page.word(end, 1), "upp" | "opp" | "ned" | "ner"));
    let side = is_side(page.word(end, 2));
    Some(if side && matches!(page.word(end, 1), "till" | "til") { end + 2 } else { end })
}

/// «Två trappor upp till vänster»: a door that needs no street to be found.
pub(super) fn floor_and_side(page: &Page, at: usize) -> Option<usize> {
    floor(page, at).filter(|last| page.tokens[at].is_numeral() && is_side(page.word(*last, 0)))
}

fn is_side(word: &str) -> bool {
    matches!(word, "höger" | "vänster" | "høyre" | "venstre")
}

/// «Alder house», «cranmer road» after «flat 9».
fn english_name(page: &Page, start: usize) -> Option<usize> {
    let english = page.language == Language::English;
    let kind = (1..4).find(|d| is_street_or_house(page.word(start, *d))).filter(|_| english)?;
    let name = |d: isize| {
        page.near(start, d).is_some_and(|t| t.kind == Kind::Word && t.end - t.start > 2 && !is_plain(&t.lower))
    };
    (0..kind).all(name).then_some(start + kind as usize)
}

/// «Brattbakken sju fire åtte seks to»: a house number and a postcode in one breath.
fn loose_code(page: &Page, start: usize) -> Option<usize> {
    let length = match page.language {
        Language::Swedish => 5,
        Language::Bokmal | Language::Nynorsk => 4,
        Language::English => return None,
    };
    let said = (start..).take_while(|&at| page.near(start, (at - start) as isize).is_some_and(Token::is_numeral));
    let last = said.last()?;
    let mut reader = Reader::default();
    page.tokens[start..=last].iter().for_each(|token| reader.read(&token.atoms));
    let groups = reader.finish();
    (groups.len() > 1 && groups.concat().len() == length).then(|| postcodes::with_town(page, last))
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
    // «Uppgång b fem trappor»
    let numbered = page.near(start, 1).is_some_and(Token::is_numeral) && floor(page, start + 1).is_none();
    if glued || letter && token.atoms.is_empty() && !numbered {
        return Some(start);
    }
    // «H null fire null to»
    let letter = usize::from(letter);
    let digits = start + letter;
    let numerals = (digits..).take_while(|&i| page.near(at, (i - at) as isize).is_some_and(|t| t.is_numeral())).count();
    (numerals > 0 && token.atoms != [Atom::Article]).then(|| digits + numerals - 1)
}

/// A flat, box or house number without its street: «lägenhet tolvhundraett», «box 1201», near an address also
/// «unit 6» and «number ninety-one».
pub(crate) fn alone(page: &Page, at: usize, near: impl Fn() -> bool) -> Option<usize> {
    let word = page.word(at, 0);
    // «c/o Lindgren»
    if word == "c" && page.word(at, 1) == "/" && page.word(at, 2) == "o" {
        let names = (3..5)
            .take_while(|d| page.near(at, *d).is_some_and(|t| t.kind == Kind::Word && (*d == 3 || t.is_capital())));
        return Some(at + 2 + names.count());
    }
    // «Care of Adeyemi»
    if word == "care"
        && page.word(at, 1) == "of"
        && !TAKING.has(page.word(at, -1))
        && page.near(at, 2).is_some_and(|t| t.is_capital() || !page.cased && near())
    {
        return Some(at + 2);
    }
    if matches!(word, "nummer" | "number") && near() {
        return page
            .cardinal(at + 1)
            .filter(|(value, _)| *value < 1000 && page.near(at, 1).is_some())
            .map(|(_, next)| next - 1);
    }
    if let Some(last) = sign(page, at).filter(|_| near()) {
        return Some(last);
    }
    let last = unit(page, at)?;
    let near = near();
    let within = matches!(page.word(last, 1), "i" | "in" | "at" | ",") && matches!(word, "unit" | "flat" | "apartment");
    let near = near || within;
    let flat = near || FLATS.has(word) || matches!(word, "box" | "postboks");
    let numerals = (1..).take_while(|d| page.near(at, *d).is_some_and(Token::is_numeral)).count();
    let long = page.cardinal(at + 1).is_some_and(|(value, _)| value >= 100) || last > at + 2 || numerals > 1;
    let glued = page.near(at, 1).is_some_and(|t| t.kind == Kind::Word && t.lower.chars().any(|c| c.is_ascii_digit()));
    (flat && (near || long || glued)).then_some(last)
}

/// Words after which «care of» is no address.
static TAKING: Words = Words::new("take takes taking took taken good better the in under and");

/// «p o box», «P.O. Box»: where it begins.
pub(super) fn box_before(page: &Page, at: usize) -> usize {
    let letters = |d: isize| page.word(at, d) == "o" && page.word(at, d - 1) == "p";
    match page.word(at, 0) {
        "box" if letters(-1) => at - 2,
        "box" if page.word(at, -1) == "." && page.word(at, -2) == "o" && page.word(at, -4) == "p" => at - 4,
        _ => at,
    }
}

/// Near an address, what can be nothing else: «WF17», «4RG», «3F», «H0402», «h null fire null to».
fn sign(page: &Page, at: usize) -> Option<usize> {
    let token = &page.tokens[at];
    if token.end - token.start > 1 && !token.text.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let drawn: String = token.text.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
    let capitals = token.kind == Kind::Word && (token.text.chars().all(|c| !c.is_lowercase()) || !page.cased);
    let english = page.language == Language::English;
    let british = matches!(drawn.as_str(), "AA99" | "AA9" | "9AA" | "9A");
    if capitals && (english && british || !english && drawn == "A9999") {
        return Some(at);
    }
    let norwegian = matches!(token.lower.as_str(), "h" | "u" | "k" | "l") && !english;
    let digits =
        (1..5).take_while(|d| page.near(at, *d).is_some_and(|t| matches!(t.atoms.as_slice(), [Atom::Unit(_)]))).count();
    (norwegian && digits == 4).then_some(at + 4)
}
