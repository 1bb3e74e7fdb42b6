//! How far an age goes: halves and months, and two numbers of which one is meant.

use super::age_words::EITHER;
use super::ages::{is_counted, is_month_unit};
use crate::privacy::page::Page;

/// «Tolv, snart tretton», «sexton eller sjutton»: a number beside an age and hardly another.
pub(super) fn either_after(page: &Page, at: usize, last: usize) -> usize {
    if let Some(last) = page.cardinal(at).and_then(|(value, _)| estimate(page, last, value)) {
        return last;
    }
    let comma = usize::from(page.word(last, 1) == ",");
    let start = last + comma + 2;
    if !EITHER.has(page.word(last, comma as isize + 1)) || page.near(last, comma as isize + 2).is_none() {
        return last;
    }
    let one = page.cardinal(at).map(|(value, _)| value);
    let other = page
        .cardinal(start)
        .filter(|(value, next)| one.is_some_and(|one| one.abs_diff(*value) <= 2) && !is_counted(page, *next));
    other.map_or(last, |(_, next)| next - 1)
}

/// The end of «fjorton femton», whose first number is `value` and ends at `last`.
pub(super) fn estimate(page: &Page, last: usize, value: u64) -> Option<usize> {
    page.near(last, 1)?;
    let (other, next) = page.cardinal(last + 1)?;
    // «Tjugo tjugofem»
    let fives = value >= 15 && value.is_multiple_of(5) && other == value + 5;
    let near = value >= 4 && matches!(other.checked_sub(value), Some(1 | 2)) || fives;
    (near && !is_counted(page, next)).then_some(next - 1)
}

/// The same before an age.
pub(super) fn either_before(page: &Page, at: usize) -> Option<usize> {
    let comma = usize::from(EITHER.has(page.word(at, -1)) && page.word(at, -2) == ",");
    let first = at
        .checked_sub(2 + comma)
        .filter(|_| EITHER.has(page.word(at, -1)) && page.near(at, -2 - comma as isize).is_some())?;
    let first = first - usize::from(first > 0 && page.cardinal(first - 1).is_some_and(|(_, next)| next == first + 1));
    let (one, next) = page.cardinal(first)?;
    let (other, _) = page.cardinal(at)?;
    (next + 1 + comma == at && one.abs_diff(other) <= 2 && one > 1).then_some(first)
}

/// «Four and three quarters», «sexton och åtta månader».
pub(super) fn and_parts(page: &Page, last: usize) -> usize {
    let half = and_a_half(page, last);
    if half > last || !matches!(page.word(last, 1), "och" | "og" | "and") || page.near(last, 2).is_none() {
        return half;
    }
    page.cardinal(last + 2)
        .filter(|(_, next)| {
            is_month_unit(page.word(*next, 0)) || matches!(page.word(*next, 0), "quarter" | "quarters" | "kvart")
        })
        .map_or(last, |(_, next)| next)
}

/// «Fyra och ett halvt»: the half belongs to the age.
pub(super) fn and_a_half(page: &Page, last: usize) -> usize {
    let and = matches!(page.word(last, 1), "och" | "og" | "and" | "o" | "å");
    let article = usize::from(matches!(page.word(last, 2), "ett" | "et" | "en" | "a"));
    let part = page.word(last, 2 + article as isize);
    // «Eight and a bit»
    let half = ["halv", "half"].iter().any(|stem| part.starts_with(stem)) || article == 1 && part == "bit";
    if !(and && half) {
        return last;
    }
    let half = last + 2 + article;
    half + usize::from(matches!(page.word(half, 1), "år" | "years"))
}
