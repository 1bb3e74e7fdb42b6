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
        return british(page, at);
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
    ["postnum", "postnr", "postkod"].iter().any(|stem| word.starts_with(stem))
}

/// Takes in the town that follows a postcode which ends at `last`.
pub(crate) fn with_town(page: &Page, last: usize) -> usize {
    let town = page.near(last, 1).is_some_and(|t| {
        t.kind == Kind::Word
            && !t.is_numeral()
            && (t.is_capital() || !page.cased && t.end - t.start > 2 && !AFTER.has(&t.lower))
    });
    last + usize::from(town)
}

/// Words that follow a postcode and are no town.
const AFTER: Words = Words(
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
    let run = runs.iter().find(|run| run.first == at)?;
    let digits: usize = run.lengths().iter().sum();
    let year = run.groups.len() == 1 && ["19", "20"].iter().any(|century| run.groups[0].digits.starts_with(century));
    let round = run.groups.len() == 1 && !run.groups[0].written;
    (digits == length && !(year && length == 4) && !round).then_some(run.last)
}

/// The end of a British postcode: one or two letters with a number, then a digit with two letters.
pub(crate) fn british(page: &Page, at: usize) -> Option<usize> {
    let sign = |c: char| match c {
        c if c.is_ascii_digit() => '9',
        c if c.is_uppercase() => 'A',
        _ => '-',
    };
    let form = |offset: isize| page.near(at, offset).map(|token| token.text.chars().map(sign).collect::<String>());
    let area = form(0).is_some_and(|f| matches!(f.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"));
    (area && form(1).as_deref() == Some("9AA")).then_some(at + 1)
}
