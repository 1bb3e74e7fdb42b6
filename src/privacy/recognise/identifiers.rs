//! What a run of digits is: identity number, telephone number, date, account, case, or any long number.

use super::checksums::{
    has_norwegian_date, has_swedish_date, is_day, is_fodselsnummer, is_long_date, is_personnummer, is_short_date,
    values,
};
use super::cues::{Cue, cue, cue_of};
use super::dates::ordinal;
use super::digits::{Group, Run, is_interim};
use super::plain_numbers::{are_spoken_years, is_measured, is_plain, is_repeated_amount, is_round, is_said_as_one};
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// From this many digits on a number is hidden whatever it is.
const LONG: usize = 6;
/// Numbers that everybody may call: emergency, health advice, police, crisis lines.
const PUBLIC: &[&str] = &["112", "1177", "113", "110", "116117", "11414", "90101", "911", "999", "988", "116123"];

/// Classifies each run and marks those that are personal.
pub(crate) fn find(page: &Page, runs: &[Run]) -> Vec<Mention> {
    runs.iter()
        .filter_map(|run| {
            let kind = classify(page, run)?;
            let (mut first, mut last) = widen(page, run);
            // «Postnumret, ett sextitre, sjuttitvå, Spånga»
            if kind == EntityType::Address {
                first -= usize::from(page.near(first, -1).is_some_and(|t| t.atoms == [Atom::Article]));
                let comma = usize::from(page.word(last, 1) == ",");
                let town = page.near(last, comma as isize + 1).is_some_and(Token::is_capital);
                last += if town { comma + 1 } else { 0 };
            }
            Some(Mention { kind, first, last })
        })
        .collect()
}

/// What `run` is, when it must be hidden.
fn classify(page: &Page, run: &Run) -> Option<EntityType> {
    let text = match day_before(page, run) {
        Some(day) => format!("{day:02}{}", run.digits()),
        None => run.digits(),
    };
    let digits = values(&text);
    let cue = cue(page, run.first);
    let interim = has_interim_letter(page, run);
    if PUBLIC.contains(&text.as_str()) || is_repeated_amount(&run.groups) {
        return None;
    }
    if interim || is_identity(&digits, &text, cue) {
        return Some(EntityType::IdNumber);
    }
    match cue {
        Some(Cue::Identity) if digits.len() >= 4 => return Some(EntityType::IdNumber),
        Some(Cue::LastDigits) if digits.len() == 4 => return Some(EntityType::IdNumber),
        Some(Cue::Birth) if is_birth(page, run, &digits) && !is_measured(page, run) => return Some(EntityType::Date),
        Some(Cue::Phone) if digits.len() >= 5 && !is_measured(page, run) && !is_said_as_one(run) => {
            return Some(EntityType::Phone);
        }
        // «Noll sju noll, eh, vad är det …»
        Some(Cue::Phone)
            if digits.len() >= 3 && (text.starts_with("07") || text.starts_with('0') && is_phone_named(page, run)) =>
        {
            return Some(EntityType::Phone);
        }
        // «Två nittisju tre, eh, två nittisju nitti nånting»
        Some(Cue::Postcode)
            if matches!(digits.len(), 4 | 5)
                || (3..=10).contains(&digits.len())
                    && !is_measured(page, run)
                    && (-8..0).any(|d| cue_of(page.word(run.first, d)) == Some(Cue::Postcode)) =>
        {
            return Some(EntityType::Address);
        }
        Some(Cue::Account)
            if (digits.len() >= 4 || digits.len() == 3 && is_right_after(page, run))
                && !is_amount(page, run)
                && !is_measured(page, run) =>
        {
            return Some(EntityType::OtherId);
        }
        Some(Cue::Number) if digits.len() >= 4 && (!is_plain(page, run) || is_numbered(page, run)) => {
            return Some(if is_phone(page, run, &text) { EntityType::Phone } else { EntityType::OtherId });
        }
        _ => {}
    }
    if is_end_told(page, run) && !is_measured(page, run) {
        return Some(EntityType::OtherId);
    }
    // «Den 3/4»
    let on = DATING.has(page.word(run.first, -1)) && is_day_and_month(run);
    if on && run.groups.iter().all(|group| group.written) && run.groups[1].joint == '/' {
        return Some(EntityType::Date);
    }
    if is_written_date(run) {
        return Some(EntityType::Date);
    }
    if is_dated(run) && (is_long_date(&digits) || is_short_date(&digits)) {
        return Some(EntityType::Date);
    }
    if digits.len() < LONG || is_plain(page, run) {
        return None;
    }
    Some(if is_phone(page, run, &text) { EntityType::Phone } else { EntityType::OtherId })
}

/// An identity number by its date; the check digit decides when nothing else does.
fn is_identity(digits: &[u32], text: &str, cue: Option<Cue>) -> bool {
    let other = matches!(cue, Some(Cue::Phone | Cue::Account));
    let phone_like = text.starts_with("07") || text.starts_with("08");
    match digits.len() {
        10 if phone_like && cue == Some(Cue::Phone) => false,
        10 if text.starts_with('0') && cue == Some(Cue::Number) => is_personnummer(digits) && !phone_like,
        10 | 12 => is_personnummer(digits) && !other || has_swedish_date(digits) && !other && !phone_like,
        11 => is_fodselsnummer(digits) || has_norwegian_date(digits) && !other,
        _ => false,
    }
}

/// A date of birth in digits, also without its year, or the year right after the cue.
fn is_birth(page: &Page, run: &Run, digits: &[u32]) -> bool {
    let told = (-4..0).any(|d| cue_of(page.word(run.first, d)) == Some(Cue::Birth));
    is_short_date(digits) || is_long_date(digits) || told && is_day_and_month(run) || is_birth_year(page, run)
}

/// «Född åttionio»: with a year of birth everybody knows the age.
fn is_birth_year(page: &Page, run: &Run) -> bool {
    let year = matches!(run.groups.as_slice(), [only] if matches!(only.digits.len(), 2 | 4));
    let at = if page.word(run.first, -1) == "i" || page.word(run.first, -1) == "in" { -2 } else { -1 };
    (year || are_spoken_years(&run.groups)) && cue_of(page.word(run.first, at)) == Some(Cue::Birth)
}

/// «Född tolv tre»: the twelfth of March.
fn is_day_and_month(run: &Run) -> bool {
    let value = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
    matches!(run.groups.as_slice(), [day, month] if day.turn == month.turn && is_day(value(day), value(month)))
}

/// The day that begins a number: «nittende null fire femtifem …».
fn day_before(page: &Page, run: &Run) -> Option<u64> {
    let many = run.lengths().iter().sum::<usize>() >= 4;
    ordinal(page.word(run.first, -1), page.language).filter(|_| many && run.groups.len() > 1)
}

/// «Nummer 75000», written.
fn is_numbered(page: &Page, run: &Run) -> bool {
    run.groups[0].written && cue_of(page.word(run.first, -1)) == Some(Cue::Number)
}

/// A round number, unless it is written right after the word for a number: «saksnummeret er 40000».
fn is_amount(page: &Page, run: &Run) -> bool {
    is_round(run) && !(run.groups[0].written && is_right_after(page, run))
}

/// «Koden är 217»: the cue stands so near that three digits are enough.
fn is_right_after(page: &Page, run: &Run) -> bool {
    (-3..0).any(|d| cue_of(page.word(run.first, d)) == Some(Cue::Account))
}

/// «Numret är noll fyrti …»: the beginning of a number right after the word for it.
fn is_phone_named(page: &Page, run: &Run) -> bool {
    (-3..0).any(|d| cue_of(page.word(run.first, d)) == Some(Cue::Phone))
}

/// «12/4 -09»: a day, a month and a year, written.
fn is_written_date(run: &Run) -> bool {
    let [day, month, year] = run.groups.as_slice() else { return false };
    let value = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
    let written = day.written && month.written && year.written && matches!(year.digits.len(), 2 | 4);
    written && month.joint == '/' && matches!(year.joint, '-' | '/' | ' ') && is_day(value(day), value(month))
}

/// Words before a day and a month in figures.
static DATING: Words =
    Words::new("den the sen sedan siden från fra from till til innan før efter etter since until född fødd født");

/// A date by the marks between its numbers: 2024-04-03, 3.4.2024, 3/4-85.
fn is_dated(run: &Run) -> bool {
    let joints = run.groups.iter().skip(1).all(|group| matches!(group.joint, '-' | '.' | '/'));
    run.groups.iter().all(|group| group.written) && joints && run.groups.len() == 3
}

/// Eight digits in Norway, or a leading zero or plus.
fn is_phone(page: &Page, run: &Run, text: &str) -> bool {
    let plus = matches!(page.word(run.first, -1), "+" | "plus" | "pluss");
    let norwegian = matches!(page.language, Language::Bokmal | Language::Nynorsk);
    let local = norwegian && text.len() == 8 && !text.starts_with(['0', '1']);
    plus || text.starts_with('0') && (7..=14).contains(&text.len()) || local
}

/// «Slutar på åtta sex», «the one ending five five two», «the oh eight seven number».
fn is_end_told(page: &Page, run: &Run) -> bool {
    let (one, two) = (page.word(run.first, -1), page.word(run.first, -2));
    let ending = one == "ending"
        || matches!(two, "slutar" | "slutter" | "ending" | "ends" | "sluttar")
            && matches!(one, "på" | "med" | "in" | "on" | "with" | "i");
    let begins =
        matches!(page.word(run.last, 1), "number" | "numret" | "nummer" | "nummeret") && run.digits().starts_with('0');
    let digits = run.digits().len();
    ending && digits >= 2 || begins && digits >= 3
}

/// A T-number: a letter stands for the first of the last four, after six or eight digits.
fn has_interim_letter(page: &Page, run: &Run) -> bool {
    let spoken = (run.first..run.last).any(|at| is_interim(&page.tokens[at].lower));
    let lengths: usize = run.lengths().iter().sum();
    spoken && matches!(lengths, 9 | 11) || matches!(lengths, 6 | 8) && interim_after(page, run).is_some()
}

/// The token «T220» after the digits, with a hyphen or without.
fn interim_after(page: &Page, run: &Run) -> Option<usize> {
    let at = if page.word(run.last, 1) == "-" { run.last + 2 } else { run.last + 1 };
    let token =
        page.tokens.get(at).filter(|token| token.turn == page.tokens[run.last].turn && token.kind == Kind::Word)?;
    let mut chars = token.lower.chars();
    let letter = chars.next()?.to_string();
    let digits: Vec<char> = chars.collect();
    (is_interim(&letter) && digits.len() == 3 && digits.iter().all(char::is_ascii_digit)).then_some(at)
}

/// Takes in a plus before the run, and letters that belong to the number (T220, SE45).
fn widen(page: &Page, run: &Run) -> (usize, usize) {
    let plus = matches!(page.word(run.first, -1), "+" | "plus" | "pluss");
    let mixed = |token: &Token| token.kind == Kind::Word && token.lower.chars().any(|c| c.is_ascii_digit());
    let prefixed = page.near(run.first, -1).is_some_and(|t| mixed(t) || is_letter(t));
    let first = run.first - usize::from(plus || prefixed || day_before(page, run).is_some());
    (first, interim_after(page, run).unwrap_or_else(|| with_letter(page, run.last)))
}

/// A letter that is no word of its own: «A 241 770», «… five six, C».
fn is_letter(token: &Token) -> bool {
    let small = !matches!(token.lower.as_str(), "i" | "å" | "ö" | "a" | "o" | "e" | "æ" | "ø");
    let letter = token.kind == Kind::Word && token.end - token.start == 1 && !token.is_numeral();
    letter && (small || token.is_capital() && token.lower != "i" && token.lower != "å")
}

/// Takes in a letter after the last digit, perhaps after a comma.
fn with_letter(page: &Page, last: usize) -> usize {
    let comma = usize::from(page.word(last, 1) == ",");
    let letter = page.near(last, comma as isize + 1).is_some_and(is_letter);
    // «…, c u later»: the letter stands alone.
    let alone = page.near(last, comma as isize + 2).is_none_or(|t| t.kind == Kind::Mark);
    if letter && alone { last + comma + 1 } else { last }
}
