//! Street addresses and postcodes: «Solskensvägen nio», «Karl Johans gate 5 B», «572 31 Tranås».

use std::collections::HashSet;

use super::digits::Run;
use super::{apart, details, postcodes};
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::names::{NameFinder, is_public};
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// Every address, its street also where it is said again; `names` tell where a town follows a postcode.
pub(crate) fn find(page: &Page, runs: &[Run], names: &[Mention], finder: &NameFinder) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let near = found.last().is_some_and(|address| at - address.last <= NEAR);
        let span = english_street(page, at)
            .or_else(|| street(page, at, finder))
            .map(|(first, last)| (flat_before(page, first), details::after(page, runs, last)))
            .or_else(|| dwelling(page, at).map(|(first, last)| (first, details::after(page, runs, last))))
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
        let kind =
            ORDINARY.has(&t.lower) || ENGLISH.has(&t.lower) || BEGINNINGS.has(&t.lower) || details::is_unit(&t.lower);
        t.kind == Kind::Word
            && !t.is_numeral()
            && t.end - t.start > 4
            && !kind
            && !PLAIN.has(&t.lower)
            && !NO_STREET.has(&t.lower)
    };
    let named = |address: &Mention| page.tokens[address.first..=address.last].iter().find(is_street);
    let streets: HashSet<&str> = found.iter().filter_map(named).map(|token| token.lower.as_str()).collect();
    let told: HashSet<usize> = found.iter().flat_map(|address| address.first..=address.last).collect();
    for at in (0..page.tokens.len()).filter(|at| !told.contains(at) && streets.contains(page.word(*at, 0))) {
        found.push(Mention {
            kind: EntityType::Address,
            first: number_before(page, at),
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

/// How Scandinavian street names end.
static ENDINGS: Words = Words::new(
    "gatan gata vägen gränd gränden stigen torget torg backen allén alléen stråket kroken slingan gången kajen
     esplanaden väg gaten gate veien vegen vei veg alleen svingen svängen slänten gläntan bakken stien smauet bryggen plass leden ringen
     terrassen terrasse terrass stig backe backar allé faret haugen tunet jordet løkka åsen liden promenaden
     parkväg gångväg höjd höjden bakke smug brinken brinkar kleiva sletta grenda",
);
/// Streets and ways that are no address; compounds end in them.
static ORDINARY: Words = Words::new(
    "gatan gata väg vägen gaten veien vei gate torget torg backen stigen gången ringen leden bakken plass kroken
     svingen stien kajen veg vegen bryggen motorvägen landsvägen hemvägen huvudgatan gågatan bakgatan skogsvägen
     grusvägen tvärgatan sidogatan bilvägen cykelvägen omvägen medelvägen luftvägen järnvägen mellanvägen
     återvändsgränd återvändsgränden ingången utgången uppgången nedgången övergången tillgången omgången
     undergången framgången tågången föreningen parkeringen arbeidsplass arbeidsplassen hovedveien hjemveien
     motorveien skoleveien arbetsplats matbacken pulkabacken skidbacken påringen återgången avgången
     tillbakagången ledgången medgången motgången tidigaregången förlovningsringen vigselringen gåsvägen
     urinvägen vattenvägen förmedlingen kapplöpningsbanan trapphusgången korsvägen skolvägen jobbvägen mittgången
     genomgången förgången stig backe backar allé høyden höjden höjd bakke promenaden
     åsen liden haugen jordet tunet faret løkka terrasse terrass terrassen",
);
/// How English street names end, as a word of their own.
static ENGLISH: Words = Words::new(
    "street road avenue lane drive boulevard court terrace square st rd ave crescent close grove gardens mews walk way
     row hill parade circus gate wharf quay villas cottages rise view vale bank park place fold brow wynd brae strand
     path passage trail parkway pkwy blvd highway circle heights flats dr ct ln",
);
/// Those of them that in text without capitals need a number and an address that is talked about.
static ENGLISH_WORDS: Words = Words::new(
    "way row hill gate wharf rise view vale bank park place fold brow strand path trail circle heights flats drive court
     square close walk gardens st dr ct ln",
);
/// Parts of the town after a street.
static QUARTERS: Words = Words::new("northwest northeast southwest southeast north south east west nw ne sw se");
/// Words that a street name of two words begins with.
static BEGINNINGS: Words = Words::new(
    "stora lilla västra östra norra södra gamla nya gamle nye nedre sankt s:t övre nedre store lille vestre østre nordre søndre
     øvre",
);

/// «På tallvägen», in text without capitals: the endings that hardly anything but streets has.
fn is_street_after_on(page: &Page, at: usize) -> bool {
    let ends = ["gatan", "vägen", "gränd", "gata", "gaten", "veien", "esplanaden"]
        .iter()
        .any(|end| page.word(at, 0).ends_with(end));
    page.word(at, -1) == "på" && ends
}

/// «Ammerudgrenda», where somebody's home is the subject and nothing has a capital: no word that the lists know.
fn is_strange_street(page: &Page, at: usize, finder: &NameFinder) -> bool {
    let living = || (-14..0).any(|d| LIVING.has(page.word(at, d))) || is_address_near(page, at);
    let located = LOCATED.has(page.word(at, -1));
    let token = &page.tokens[at];
    !page.cased
        && token.end - token.start > 6
        && finder.is_unheard(&token.lower, page.language)
        && (located || living())
}

/// Words before a street along which something lies.
static LOCATED: Words = Words::new("på vid längs utmed nära bortom i ved langs nær bortenfor oppi nedi");

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
    let last_word =
        if page.language == Language::English { ENGLISH.has(word) } else { ENDINGS.end(word) || STREETS.has(word) };
    if !last_word || page.tokens[at].is_numeral() {
        return None;
    }
    // «Komme alle fem» is no avenue.
    if matches!(word, "alle" | "by") && !page.cased && !is_address_near(page, at) && !is_lived_before(page, at) {
        return None;
    }
    let number = house_number(page, at);
    let alone = ORDINARY.has(word) || STREETS.has(word) || page.language == Language::English;
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
        first -= usize::from(BEGINNINGS.has(page.word(first, -1)));
    }
    // «12 Maple Street»: the number stands before.
    if page.language == Language::English {
        let numbered = page.near(first, -1).is_some_and(|t| t.is_numeral());
        let strange = || {
            let name = page.near(at, -1).is_some_and(|t| {
                t.kind == Kind::Word && t.end - t.start > 3 && finder.is_unheard(&t.lower, page.language)
            });
            name && !ENGLISH_WORDS.has(word)
        };
        if first == at && !page.cased && (is_named_in_lower(page, at) || strange()) {
            return Some((number_before(page, at - 1), at));
        }
        return (first < at && (numbered || page.has_inner_capital(first))).then(|| (number_before(page, first), at));
    }
    let asked = page.near(at, -1).is_none() && page.tokens[at].is_capital() && is_address_near(page, at);
    let located = page.has_inner_capital(at)
        || lives_before(page, first)
        || asked
        || !page.cased && is_street_after_on(page, at)
        || is_strange_street(page, at, finder);
    let named = !alone && located;
    (number.is_some() && (first < at || !alone) || named || first < at && page.has_inner_capital(first))
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
    let answers =
        matches!(before, "" | "," | "." | "är" | "er" | "is" | "på" | "i" | "ja" | "jo" | "mm" | "nei" | "nej");
    let asked = answers && is_address_near(page, at) && !page.tokens[at].lower.starts_with("adress");
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
    (ends || floor).then_some((at, last))
}

/// «1140 Juniper», «2207 W. Rascher Ave», «six fourteen and a half East Fifth»; without capitals «ninety one
/// basingstoke road»: a number and the name of a street.
fn english_street(page: &Page, at: usize) -> Option<(usize, usize)> {
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
    Some((at, last + usize::from(QUARTERS.has(page.word(last, 1)))))
}

/// Words for living somewhere.
static LIVING: Words = Words::new(
    "bor bodde bo bott flyttat flyttade flyttar flyttet flytter adress adressen adresse adressa adressen address skriven
     folkbokförd folkeregistrert mantalsskriven bosatt hyr leier live lives lived living",
);
/// Words before a number that are no street.
static NO_STREET: Words = Words::new(
    "rum rom rummet rommet room avdelning avdelningen avdeling avdelingen våning våningen etasje minst nästan ungefär
     cirka omkring bara over över under around about klockan nummer kapitel cell cellen klass årskurs sedan siden
     since minutes minute hours hour days day weeks week months month years year miles mile pounds percent units
     times people o'clock am pm buss bussen linje linjen spår hotell hemma hjemme hela hele mest snart runt rundt",
);

/// The genitive before «väg» or «gate» in a street's name.
fn is_owner(page: &Page, at: usize) -> bool {
    page.near(at, -1).is_some_and(|t| t.kind == Kind::Word && t.lower.ends_with('s') && t.end - t.start > 3)
}

/// Street words that a name stands before, as words of their own.
static STREETS: Words =
    Words::new("väg gata gate vei veg gränd allé alle terrasse terrass backe bakke stig plass torg by gård gard");

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

/// Words before «väg» or «plass» that are no name of it.
static UNNAMED: Words = Words::new(
    "samma denna annan annen egen eget rätt riktig lång lange kort över under denne vilken hvilken någon noen ingen varje
     hver från inte ikke bara bare deras våran vårt eneste enda",
);

/// «at the end of clyde walk»: a word that is no article between a preposition and the street's ending.
fn is_named_in_lower(page: &Page, at: usize) -> bool {
    let name = page.near(at, -1).is_some_and(|t| t.kind == Kind::Word && t.end - t.start > 2 && !PLAIN.has(&t.lower));
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
