//! Postcodes: before their town, or after a word such as «postnummer».

use super::digits::Run;
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page};
use crate::privacy::words::Words;

/// The last token of a postcode that begins at `at` and stands before its town: «572 31 Tranås», «sju
/// femtiotvå trettisex uppsala», «0561 Oslo», «S10 2BX».
pub(crate) fn find(page: &Page, runs: &[Run], names: &[Mention], at: usize) -> Option<usize> {
    if page.language == Language::English {
        return british(page, at).or_else(|| american(page, at)).or_else(|| spelled(page, at));
    }
    let last = code(page, runs, at)?;
    let capital = page.near(last, 1).is_some_and(|t| t.kind == Kind::Word && t.is_capital());
    let written = (at..=last).all(|token| page.tokens[token].kind == Kind::Number);
    let town = names.iter().any(|name| name.first == last + 1 && name.kind == EntityType::Place);
    let near = page.near(last, 1).is_some();
    let asked = (1..8).any(|d| is_postcode_word(page.word(at, -d)));
    if asked || near && (town || capital && (written || page.cased)) { Some(with_town(page, last)) } else { None }
}

fn is_postcode_word(word: &str) -> bool {
    ["postnum", "postnr", "postkod", "postadress"].iter().any(|stem| word.starts_with(stem))
}

/// Takes in the town that follows a postcode which ends at `last`.
pub(crate) fn with_town(page: &Page, last: usize) -> usize {
    let town = page.near(last, 1).is_some_and(|t| {
        t.kind == Kind::Word
            && !t.is_numeral()
            && (t.is_capital() || !page.cased && t.end - t.start > 2 && !AFTER.has(&t.lower))
    });
    // «1633 Gamle Fredrikstad»
    let two =
        town && is_beginning(page.word(last, 1)) && page.near(last, 2).is_some_and(|t| t.is_capital() || !page.cased);
    last + usize::from(town) + usize::from(two)
}

/// Words that names of towns of two words begin with.
fn is_beginning(word: &str) -> bool {
    matches!(
        word,
        "gamla"
            | "gamle"
            | "nya"
            | "nye"
            | "norra"
            | "nordre"
            | "södra"
            | "søndre"
            | "östra"
            | "västra"
            | "stora"
            | "lilla"
    )
}

/// Words that follow a postcode and are no town.
static AFTER: Words = Words::new(
    "och og and men but tror trur jag jeg det den som där der har var nej nei inte ikke eller heter bor sen sedan
     alltså altså eller stämmer precis visst vet ska skal tack takk igen vad hva mm okej okei bra två tre",
);

/// The last token of the run at `at`, when it has as many digits as a postcode.
pub(crate) fn code(page: &Page, runs: &[Run], at: usize) -> Option<usize> {
    let length = match page.language {
        Language::Swedish => 5,
        Language::Bokmal | Language::Nynorsk => 4,
        Language::English => return None,
    };
    let run = runs.binary_search_by_key(&at, |run| run.first).ok().map(|run| &runs[run])?;
    let digits: usize = run.lengths().iter().sum();
    let year = run.groups.len() == 1 && ["19", "20"].iter().any(|century| run.groups[0].digits.starts_with(century));
    let round = run.groups.len() == 1 && !run.groups[0].written;
    (digits == length && !(year && length == 4) && !round).then_some(run.last)
}

/// «Minnesota 55801»
fn american(page: &Page, at: usize) -> Option<usize> {
    let code = page.tokens[at].kind == Kind::Number && page.tokens[at].text.len() == 5;
    (code && page.near(at, -1).is_some_and(|t| t.kind == Kind::Word && t.is_capital())).then_some(at)
}

/// «Postcode's l e two seven a q», «the eircode is h ninety one f»: letters and numbers after the word for it.
fn spelled(page: &Page, at: usize) -> Option<usize> {
    let asked = (1..4).any(|d| ["postcode", "eircode", "zip"].iter().any(|stem| page.word(at, -d).starts_with(stem)));
    let sign = |d: &usize| {
        page.near(at, *d as isize).is_some_and(|t| {
            t.is_numeral()
                || t.kind == Kind::Word
                    && t.end - t.start <= 2
                    && !matches!(t.lower.as_str(), "is" | "it" | "no" | "so" | "my" | "at" | "in" | "on" | "to")
        })
    };
    let signs = (0..9).take_while(sign).count();
    let numbers = (0..signs).filter(|d| page.tokens[at + d].is_numeral()).count();
    (asked && signs > 2 && numbers > 0).then(|| at + signs - 1)
}

/// The end of a British postcode: one or two letters with a number, then a digit with two letters.
pub(crate) fn british(page: &Page, at: usize) -> Option<usize> {
    let sign = |c: char| match c {
        c if c.is_ascii_digit() => '9',
        c if c.is_uppercase() || c.is_alphabetic() && !page.cased => 'A',
        _ => '-',
    };
    let form = |offset: isize| page.near(at, offset).map(|token| token.text.chars().map(sign).collect::<String>());
    let area = form(0).is_some_and(|f| matches!(f.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"));
    (area && form(1).as_deref() == Some("9AA")).then_some(at + 1)
}
