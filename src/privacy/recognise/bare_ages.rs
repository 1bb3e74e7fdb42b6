//! Ages of which only the number is said: «Hur gammal?» «Elva.», «tjugotvå, jag fyller tjugotre i mars».

use std::collections::HashSet;

use super::age_parts::{and_a_half, and_parts, estimate};
use super::age_words::{ASKING, BEING, KIN, LIGHT, PERSONS, SAYING, SMALL};
use super::ages::{is_counted, is_function_word, is_mark};
use super::family_ages::{is_of_family, row};
use crate::privacy::numerals::{self, Atom, Reader};
use crate::privacy::page::{Mention, Page, Token};
use crate::privacy::words::Words;

/// «Ja, trettinio år nyss fyllda», after an identity number or the same age: a number that only repeats what was told.
pub(super) fn told_before(page: &Page, at: usize, before: Option<&Mention>, born: &[Mention]) -> Option<usize> {
    let (value, next) = page.cardinal(at).filter(|(value, _)| (1..=115).contains(value))?;
    let turn = page.tokens[at].turn;
    let near =
        |told: &Mention| told.last < at && at - told.last <= TOPIC_REACH && page.tokens[told.last].turn + 2 >= turn;
    let same =
        before.filter(|age| near(age)).and_then(|age| page.cardinal(age.first)).is_some_and(|(told, _)| told == value);
    let known = same || value >= 10 && born.iter().any(near);
    let alone = page.near(at, -1).is_none()
        || is_mark(page, at - 1)
        || LIGHT.has(page.word(at, -1))
        || matches!(page.word(at, -1), "och" | "og" | "and");
    let year = matches!(page.word(next, 0), "år" | "years") && page.near(at, (next - at) as isize).is_some();
    let last = if year { next } else { next - 1 };
    let after = page.word(last, 1);
    let ends =
        matches!(after, "" | "." | "," | "?" | "då" | "da" | "nyss" | "nå" | "nu" | "now" | "then" | "fyllda" | "va");
    // «Så du är sextisex?» «Ja, sextisex, pension egentligen.»
    let echoed = same && value >= 10 && alone && !is_counted(page, next);
    (known && alone && year && ends || echoed).then_some(last)
}

/// How far from an age another may stand that differs by a year or two.
const TWIN_REACH: usize = 12;

/// «Tjugotvå, jag fyller tjugotre i mars», «… åttisju nå, eller er det åttiåtte?»: beside each age in `found` a number
/// that hardly differs.
pub(super) fn twins(page: &Page, found: &[Mention]) -> Vec<Mention> {
    let told: HashSet<usize> = found.iter().flat_map(|age| age.first..=age.last).collect();
    let mut twins: Vec<Mention> = Vec::new();
    for age in found {
        let Some((one, _)) = page.cardinal(age.first) else { continue };
        let mut at = age.first.saturating_sub(TWIN_REACH);
        while at < page.tokens.len().min(age.last + TWIN_REACH) {
            let other = page.cardinal(at).filter(|(other, _)| *other >= 10 && one.abs_diff(*other) <= 2);
            let here = page.tokens[at].turn == page.tokens[age.first].turn;
            match other.filter(|(_, next)| here && !told.contains(&at) && is_twin(page, at, *next)) {
                Some((_, next)) => {
                    twins.push(Mention { kind: age.kind, first: at, last: next - 1 });
                    at = next;
                }
                None => at += 1,
            }
        }
    }
    twins
}

/// Whether the number from `at` to `next` stands as an age does: alone, said of somebody, or put right.
fn is_twin(page: &Page, at: usize, next: usize) -> bool {
    let before = page.word(at, -1);
    let mark = page.near(at, -1).is_none() || is_mark(page, at - 1);
    let either = matches!(before, "det" | "it" | "that") && matches!(page.word(at, -3), "eller" | "or");
    let led = mark || LIGHT.has(before) || PERSONS.has(before) || matches!(before, "eller" | "or") || either;
    let alone = !page.near(at, -1).is_some_and(Token::is_numeral) && page.tokens[at].atoms != [Atom::Article];
    let ends = page
        .near(at, (next - at) as isize)
        .is_none_or(|t| is_mark(page, next) || is_function_word(&t.lower) || t.lower == "come");
    led && alone && ends && !is_counted(page, next)
}

/// How far back a question about age, or an age, lets a bare number be one.
pub(super) const TOPIC_REACH: usize = 18;

/// A number alone, where ages are the subject: «Hur gammal?» «Elva.»; «han var nitton, jag arton»;
/// «Brorsonen. Tjugofyra.»
pub(super) fn bare(page: &Page, at: usize, before: Option<&Mention>, named: &HashSet<usize>) -> Option<usize> {
    if let Some(last) = row(page, at) {
        return Some(last);
    }
    if let Some(last) = hyphenated(page, at) {
        return Some(last);
    }
    let (value, next) = page.cardinal(at).filter(|(value, _)| (1..=115).contains(value))?;
    let opening = page.word(at, -1);
    let first_of_turn = page.near(at, -1).is_none();
    let alone = first_of_turn || is_mark(page, at - 1) || LIGHT.has(opening);
    let ends = page.near(at, (next - at) as isize).is_none()
        || is_mark(page, next)
        || estimate(page, next - 1, value).is_some()
        || page.word(next, 0) == ")"
        || is_function_word(page.word(next, 0));
    let halved = and_a_half(page, next - 1) > next - 1;
    // «Tjugo i två» is a time of day, «tio år äldre» a difference.
    let clock = matches!(page.word(next, 0), "i" | "över" | "over" | "to" | "past")
        && page.near(next, 1).is_some_and(Token::is_numeral)
        && page.near(at, (next - at) as isize).is_some();
    if !ends
        || clock
        || page.tokens[at].atoms == [Atom::Article] && !halved
        || page.near(at, -1).is_some_and(|t| t.is_numeral())
    {
        return None;
    }
    let topic = is_topic(page, at, before);
    // «Han var nitton, jag arton», «Rima är tio, Nour åtta»: the subject right before, an age in the same breath.
    let listed = matches!(opening, "och" | "og" | "and" | ",") && before.is_some_and(|age| age.last + 2 == at);
    let breath = before.is_some_and(|age| at - age.last <= 6 && page.tokens[age.last].turn == page.tokens[at].turn);
    let subject = PERSONS.has(opening) || !first_of_turn && named.contains(&(at - 1)) || SMALL.has(opening);
    // «Femton var jag då», «sju blir hon».
    let inverted = alone && BEING.has(page.word(next, 0)) && PERSONS.has(page.word(next, 1))
        || matches!(opening, "är" | "ju" | "er" | "jo" | "väl" | "vel") // «det är ju tretton han är»
            && PERSONS.has(page.word(next, 0))
            && BEING.has(page.word(next, 1));
    // «Vi var tretten», where ages are the subject
    let subject = subject || topic && BEING.has(opening) && matches!(page.word(at, -2), "vi" | "we" | "de" | "dom");
    let kin = value >= 10 && is_sentence(page, at, next) && (1..4).any(|d| KIN.has(page.word(at, -d)));
    // «… men hun sier femtini til alle»
    let said = topic && value >= 10 && SAYING.has(opening);
    // «He has five and three quarters», «åtta och ett halvt» where ages are the subject: nothing else has halves.
    let in_parts = topic && !is_counted(page, and_parts(page, next - 1) + 1) && and_parts(page, next - 1) > next - 1;
    (is_of_family(page, at, next, named, topic)
        || listed
        || inverted
        || breath && subject
        || topic && (alone || subject)
        || kin
        || said
        || in_parts)
        .then_some(next - 1)
}

/// «Da vi var, hva da, fjorten-femten»: two ages in one word, said of somebody.
fn hyphenated(page: &Page, at: usize) -> Option<usize> {
    let (one, two) = page.word(at, 0).split_once('-')?;
    let number = |word: &str| {
        let mut reader = Reader::default();
        reader.read(&numerals::atoms(word, page.language));
        match reader.finish().as_slice() {
            [only] => only.parse::<u64>().ok(),
            _ => None,
        }
    };
    let near = matches!(number(two)?.checked_sub(number(one)?), Some(1 | 2));
    let people = |d: isize| PERSONS.has(page.word(at, d)) || matches!(page.word(at, d), "vi" | "dere" | "ni" | "we");
    let said = (-10..-1).any(|d| BEING.has(page.word(at, d)) && (people(d - 1) || people(d + 1)));
    (near && said && !is_counted(page, at + 1)).then_some(at)
}

/// Whether age was asked for or told just before, in this turn or the two before it.
pub(super) fn is_topic(page: &Page, at: usize, before: Option<&Mention>) -> bool {
    let turn = page.tokens[at].turn;
    let near = |other: usize| page.tokens[other].turn + 2 >= turn;
    let told = before.is_some_and(|age| at - age.last <= TOPIC_REACH && near(age.last));
    let asked = (at.saturating_sub(TOPIC_REACH)..at).any(|other| near(other) && ASKING.has(&page.tokens[other].lower));
    // «Thirty-five still! Don't make me older.»
    let later = page.near(at, -1).is_none() && (1..8).any(|d| COMPARING.has(page.word(at, d)));
    told || asked || later
}

/// Whether the number from `at` to `next` is a sentence of its own.
fn is_sentence(page: &Page, at: usize, next: usize) -> bool {
    let stop = |word: &str| matches!(word, "." | "!" | "?" | "…");
    stop(page.word(at, -1)) && (page.near(at, (next - at) as isize).is_none() || stop(page.word(next, 0)))
}

/// Words that make the number before them an age.
static COMPARING: Words =
    Words::new("äldre yngre eldre yngre older younger ålder alder fyller fylte fyllde turning turned");
