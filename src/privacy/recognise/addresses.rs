//! Street addresses and postcodes: «Solskensvägen nio», «Karl Johans gate 5 B», «572 31 Tranås».

use super::digits::Run;
use super::{details, postcodes};
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// Every address; `names` tell where a town follows a postcode.
pub(crate) fn find(page: &Page, runs: &[Run], names: &[Mention]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let near = found.last().is_some_and(|address| at - address.last <= NEAR);
        let span = street(page, at)
            .map(|(first, last)| (flat_before(page, first), details::after(page, runs, last)))
            .or_else(|| dwelling(page, at).map(|(first, last)| (first, details::after(page, runs, last))))
            .or_else(|| postcodes::find(page, runs, names, at).map(|last| (at, last)))
            .or_else(|| details::alone(page, at, near || is_address_near(page, at)).map(|last| (at, last)));
        match span {
            Some((first, last)) => {
                found.push(Mention { kind: EntityType::Address, first, last });
                at = last.max(at) + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// How many tokens after an address a flat or a house number may be told.
const NEAR: usize = 18;

/// «Flat 3, 118 … Road».
fn flat_before(page: &Page, first: usize) -> usize {
    let comma = usize::from(page.word(first, -1) == ",");
    let numbered = first > comma + 1 && page.near(first, -(comma as isize) - 1).is_some_and(Token::is_numeral);
    if numbered && details::is_unit(page.word(first, -(comma as isize) - 2)) { first - comma - 2 } else { first }
}

/// Whether an address was asked for or announced just before.
fn is_address_near(page: &Page, at: usize) -> bool {
    (1..=NEAR as isize).any(|d| page.word(at, -d).starts_with("adress") || page.word(at, -d) == "address")
}

/// How Scandinavian street names end.
const ENDINGS: Words = Words(
    "gatan gata vägen gränd gränden stigen torget torg backen allén alléen stråket kroken slingan gången kajen
     esplanaden väg gaten gate veien vegen vei veg alleen svingen bakken stien smauet bryggen plass leden ringen
     terrassen stig backe backar allé faret haugen tunet jordet løkka åsen liden promenaden
     parkväg gångväg höjd höjden bakke smug",
);
/// Streets and ways that are no address; compounds end in them.
const ORDINARY: Words = Words(
    "gatan gata väg vägen gaten veien vei gate torget torg backen stigen gången ringen leden bakken plass kroken
     svingen stien kajen veg vegen bryggen motorvägen landsvägen hemvägen huvudgatan gågatan bakgatan skogsvägen
     grusvägen tvärgatan sidogatan bilvägen cykelvägen omvägen medelvägen luftvägen järnvägen mellanvägen
     återvändsgränd återvändsgränden ingången utgången uppgången nedgången övergången tillgången omgången
     undergången framgången tågången föreningen parkeringen arbeidsplass arbeidsplassen hovedveien hjemveien
     motorveien skoleveien arbetsplats matbacken pulkabacken skidbacken påringen återgången avgången
     tillbakagången ledgången medgången motgången tidigaregången förlovningsringen vigselringen gåsvägen
     urinvägen vattenvägen förmedlingen kapplöpningsbanan trapphusgången korsvägen skolvägen jobbvägen mittgången
     genomgången förgången stig backe backar allé høyden höjden höjd bakke promenaden
     åsen liden haugen jordet tunet faret løkka",
);
/// How English street names end, as a word of their own.
const ENGLISH: Words = Words(
    "street road avenue lane drive boulevard court terrace square st rd ave crescent close grove gardens mews walk",
);
/// Words that a street name of two words begins with.
const BEGINNINGS: Words = Words(
    "stora lilla västra östra norra södra gamla nya sankt s:t övre nedre store lille vestre østre nordre søndre
     øvre",
);

/// «På tallvägen», in text without capitals: the endings that hardly anything but streets has.
fn is_street_after_on(page: &Page, at: usize) -> bool {
    let ends = ["gatan", "vägen", "gränd", "gata", "gaten", "veien", "esplanaden"]
        .iter()
        .any(|end| page.word(at, 0).ends_with(end));
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
    // «sernanders väg 6», in text without capitals
    if alone && first == at && number.is_some() && is_owner(page, at) {
        first -= 1;
    }
    // «12 Maple Street»: the number stands before.
    if page.language == Language::English {
        let numbered = page.near(first, -1).is_some_and(|t| t.is_numeral());
        if first == at && !page.cased && is_named_in_lower(page, at) {
            return Some((number_before(page, at - 1), at));
        }
        return (first < at && (numbered || page.has_inner_capital(first))).then(|| (number_before(page, first), at));
    }
    let located =
        page.has_inner_capital(at) || lives_before(page, first) || !page.cased && is_street_after_on(page, at);
    let named = !ORDINARY.has(word) && located;
    (number.is_some() && (first < at || !ORDINARY.has(word)) || named || first < at && page.has_inner_capital(first))
        .then(|| (first, number.unwrap_or(at)))
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
    let asked = page.near(at, -1).is_none() && is_address_near(page, at);
    let last = house_number(page, at).filter(|_| living || asked)?;
    let next = page.word(last, 1);
    let ends = page.near(last, 1).is_none_or(|t| t.kind == Kind::Mark && t.text != "%" && t.text != ":")
        || matches!(next, "i" | "på" | "och" | "og" | "and" | "in" | "men" | "but" | "sen" | "där" | "der")
            && page.near(at, 1).is_some();
    let floor = details::after(page, &[], last) > last;
    (ends || floor).then_some((at, last))
}

/// Words for living somewhere.
const LIVING: Words = Words(
    "bor bodde bo bott flyttat flyttade flyttar flyttet flytter adress adressen adresse adressa adressen address skriven
     folkbokförd folkeregistrert mantalsskriven bosatt hyr leier live lives lived living",
);
/// Words before a number that are no street.
const NO_STREET: Words = Words(
    "rum rom rummet rommet room avdelning avdelningen avdeling avdelingen våning våningen etasje minst nästan ungefär
     cirka omkring bara over över under around about klockan nummer kapitel cell cellen klass årskurs sedan siden
     since hemma hjemme hela hele mest snart runt rundt",
);

/// The genitive before «väg» or «gate» in a street's name.
fn is_owner(page: &Page, at: usize) -> bool {
    page.near(at, -1).is_some_and(|t| t.kind == Kind::Word && t.lower.ends_with('s') && t.end - t.start > 3)
}

/// «at the end of clyde walk»: a word that is no article between a preposition and the street's ending.
fn is_named_in_lower(page: &Page, at: usize) -> bool {
    let name = page.near(at, -1).is_some_and(|t| t.kind == Kind::Word && t.end - t.start > 3 && !PLAIN.has(&t.lower));
    name && (matches!(page.word(at, -2), "of" | "on" | "in" | "at" | "off")
        || page.near(at, -2).is_some_and(Token::is_numeral))
}

/// Where the number before an English street begins: «one hundred and eighteen basingstoke road».
fn number_before(page: &Page, first: usize) -> usize {
    let mut first = first;
    loop {
        let and = usize::from(page.word(first, -1) == "and");
        match page.near(first, -1 - and as isize) {
            Some(token) if token.is_numeral() => first -= 1 + and,
            _ => return first,
        }
    }
}

/// Words before «street» or «walk» that are no name.
const PLAIN: Words = Words(
    "this that your their little long short nice same main other another every back next first last good daily
     dead quiet busy whole side fast slow very some what which brisk",
);

/// «Bor på …gatan»: an address though no number follows and nothing has a capital.
fn lives_before(page: &Page, at: usize) -> bool {
    matches!(page.word(at, -1), "på" | "i") && (-5..-1).any(|d| LIVING.has(page.word(at, d)))
}

/// The last token of a house number after `at`: «12», «12 B», «fjorton a».
fn house_number(page: &Page, at: usize) -> Option<usize> {
    let filler = usize::from(matches!(page.word(at, 1), "eh" | "öh" | "äh" | "øh" | "," | "uh"));
    let at = at + filler;
    let start = if matches!(page.word(at, 1), "nummer" | "nr") { at + 2 } else { at + 1 };
    if filler == 1 && start == at + 1 {
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
