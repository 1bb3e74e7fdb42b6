//! Street addresses and postcodes: «Solskensvägen nio», «Karl Johans gate 5 B», «572 31 Tranås».

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page};
use crate::privacy::words::Words;

/// Every address.
pub(crate) fn find(page: &Page) -> Vec<Mention> {
    let mut found = Vec::new();
    for at in 0..page.tokens.len() {
        let span = street(page, at).or_else(|| postcode(page, at));
        if let Some((first, last)) = span {
            found.push(Mention { kind: EntityType::Address, first, last });
        }
    }
    found
}

/// How Scandinavian street names end.
const ENDINGS: Words = Words(
    "gatan gata vägen gränd gränden stigen torget torg backen allén alléen stråket kroken slingan gången kajen
     esplanaden gaten gate veien vegen vei veg alleen svingen bakken stien smauet bryggen plass leden ringen
     terrassen",
);
/// Streets and ways that are no address; compounds end in them.
const ORDINARY: Words = Words(
    "gatan gata vägen gaten veien vei gate torget torg backen stigen gången ringen leden bakken plass kroken
     svingen stien kajen veg vegen bryggen motorvägen landsvägen hemvägen huvudgatan gågatan bakgatan skogsvägen
     grusvägen tvärgatan sidogatan bilvägen cykelvägen omvägen medelvägen luftvägen järnvägen mellanvägen
     återvändsgränd återvändsgränden ingången utgången uppgången nedgången övergången tillgången omgången
     undergången framgången tågången föreningen parkeringen arbeidsplass arbeidsplassen hovedveien hjemveien
     motorveien skoleveien arbetsplats matbacken pulkabacken skidbacken påringen återgången avgången
     tillbakagången ledgången medgången motgången tidigaregången förlovningsringen vigselringen gåsvägen
     urinvägen vattenvägen förmedlingen kapplöpningsbanan trapphusgången korsvägen skolvägen jobbvägen mittgången
     genomgången förgången",
);
/// How English street names end, as a word of their own.
const ENGLISH: Words = Words("street road avenue lane drive boulevard court terrace square st rd ave");
/// Words that a street name of two words begins with.
const BEGINNINGS: Words = Words(
    "stora lilla västra östra norra södra gamla nya sankt s:t övre nedre store lille vestre østre nordre søndre
     øvre",
);

/// «På tallvägen», in text without capitals: the endings that hardly anything but streets has.
fn is_street_after_on(page: &Page, at: usize) -> bool {
    let ends = ["gatan", "vägen", "gränd", "gata", "gaten", "veien"].iter().any(|end| page.word(at, 0).ends_with(end));
    page.word(at, -1) == "på" && ends
}

/// A street with or without its number.
fn street(page: &Page, at: usize) -> Option<(usize, usize)> {
    let word = page.word(at, 0);
    let last_word =
        if page.language == Language::English { ENGLISH.has(word) } else { ENDINGS.iter().any(|e| word.ends_with(e)) };
    if !last_word || page.tokens[at].is_numeral() {
        return None;
    }
    let number = house_number(page, at);
    let alone = ORDINARY.has(word) || page.language == Language::English;
    let mut first = at;
    if alone || BEGINNINGS.has(page.word(at, -1)) {
        while first + 2 > at
            && page
                .near(first, -1)
                .is_some_and(|t| t.kind == Kind::Word && (t.is_capital() || BEGINNINGS.has(t.lower.as_str())))
        {
            first -= 1;
        }
    }
    // «12 Maple Street»: the number stands before.
    if page.language == Language::English {
        let numbered = page.near(first, -1).is_some_and(|t| t.is_numeral());
        return (first < at && (numbered || page.has_inner_capital(first)))
            .then(|| (first - usize::from(numbered), at));
    }
    let located =
        page.has_inner_capital(at) || lives_before(page, first) || !page.cased && is_street_after_on(page, at);
    let named = !ORDINARY.has(word) && located;
    (number.is_some() && (first < at || !ORDINARY.has(word)) || named || first < at && page.has_inner_capital(first))
        .then(|| (first, number.unwrap_or(at)))
}

/// «Bor på …gatan»: an address though no number follows and nothing has a capital.
fn lives_before(page: &Page, at: usize) -> bool {
    matches!(page.word(at, -1), "på" | "i")
        && (-5..-1).any(|d| {
            matches!(
                page.word(at, d),
                "bor"
                    | "bodde"
                    | "bo"
                    | "flyttat"
                    | "flyttade"
                    | "adress"
                    | "adressen"
                    | "adresse"
                    | "adressa"
                    | "flyttet"
                    | "flyttar"
            )
        })
}

/// The last token of a house number after `at`: «12», «12 B», «fjorton a».
fn house_number(page: &Page, at: usize) -> Option<usize> {
    let start = if page.word(at, 1) == "nummer" { at + 2 } else { at + 1 };
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

/// A written postcode before its town, or after an address: «572 31 Tranås», «0561 Oslo».
fn postcode(page: &Page, at: usize) -> Option<(usize, usize)> {
    let digits = |d: isize| page.near(at, d).filter(|t| t.kind == Kind::Number).map_or(0, |t| t.end - t.start);
    let swedish =
        page.language == Language::Swedish && digits(0) == 3 && digits(1) == 2 && digits(2) == 0 && digits(-1) == 0;
    let whole = match page.language {
        Language::Swedish => digits(0) == 5,
        Language::Bokmal | Language::Nynorsk => digits(0) == 4,
        Language::English => false,
    };
    if page.language == Language::English {
        return british_postcode(page, at).then_some((at, at + 1));
    }
    let last = if swedish { at + 1 } else { at };
    let town = page.near(last, 1).is_some_and(|t| t.kind == Kind::Word && t.is_capital());
    ((swedish || whole) && town).then_some((at, last))
}

/// «S10 2BX»: one or two letters with a number, then a digit with two letters.
fn british_postcode(page: &Page, at: usize) -> bool {
    let form = |offset: isize| -> Option<String> {
        let token = page.near(at, offset)?;
        Some(
            token
                .text
                .chars()
                .map(|c| {
                    if c.is_ascii_digit() {
                        '9'
                    } else if c.is_uppercase() {
                        'A'
                    } else {
                        '-'
                    }
                })
                .collect(),
        )
    };
    let area = form(0).is_some_and(|f| matches!(f.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"));
    area && form(1).as_deref() == Some("9AA")
}
