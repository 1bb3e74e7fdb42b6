//! Numbers that single nobody out: years, amounts, estimates, times of day, what is counted and measured.

use super::digits::{Group, Run};
use crate::privacy::page::Page;
use crate::privacy::words::Words;

/// One number said in hundreds or thousands, as amounts are: «sextiotvåtusen».
pub(super) fn is_round(run: &Run) -> bool {
    matches!(run.groups.as_slice(), [only] if only.digits.ends_with("00") && (!only.written || only.digits.ends_with("000")))
}

/// «Två hundra femtio tusen»: no digits one by one.
pub(super) fn is_said_as_one(run: &Run) -> bool {
    matches!(run.groups.as_slice(), [only] if !only.written) || is_estimate(&run.groups)
}

/// «Fjorton femton tusen»: an estimate.
fn is_estimate(groups: &[Group]) -> bool {
    let [few, many] = groups else { return false };
    !few.written && !many.written && few.digits.len() < 3 && many.digits.ends_with("000")
}

/// Whether a unit follows: «250 000 kronor», «tre veckor».
pub(crate) fn is_measured(page: &Page, run: &Run) -> bool {
    let next = page.word(run.last, 1);
    run.digits().len() < 9
        && (matches!(
            next,
            "kr" | "%"
                | "€"
                | "$"
                | "usd"
                | "nok"
                | "sek"
                | ":-"
                | "tusen"
                | "tkr"
                | "km"
                | "kg"
                | "gram"
                | "mg"
                | "ml"
                | "cl"
                | "dl"
                | "öl"
        ) || UNITS.begin(next))
}

/// Whether `word` is what is counted or measured.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.begin(word)
}

/// How units begin, in any of the languages.
static UNITS: Words = Words::new(
    "kron spänn lapp papp procent prosent percent miljon million miljard euro dollar pound kalori kilo meter steg
     skritt step gång gang times timm time hour minut minutt dag day veck uke week månad måned month år year
     cigar sigar milligram liter burk glas flask tablett pill kaps grader kvadrat kvm sidor sidan sider pages poäng poeng personer people människor",
);

/// Years, amounts and times of day: numbers that single nobody out.
pub(crate) fn is_plain(page: &Page, run: &Run) -> bool {
    let groups = &run.groups;
    let years = groups.iter().all(|group| is_year(&group.digits)) || are_spoken_years(groups) || is_counting(groups);
    let one_number = groups.len() == 1 && (!groups[0].written || groups[0].digits.ends_with("000"));
    let thousands = groups.len() > 1
        && groups.iter().all(|group| group.written && matches!(group.joint, ' ' | '.'))
        && groups[0].digits.len() <= 3
        && groups.iter().skip(1).all(|group| group.digits.len() == 3)
        && groups.last().is_some_and(|group| group.digits == "000");
    // «Mellan tjugo och trettio tusen»
    let round = matches!(groups.len(), 2 | 3)
        && !groups[0].digits.starts_with('0')
        && groups.iter().all(|group| matches!(group.digits.len(), 2..=4) && group.digits.ends_with('0'));
    years
        || is_repeated_amount(groups)
        || round
        || is_estimate(groups)
        || one_number
        || thousands
        || is_measured(page, run)
        || are_times(groups)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

/// «Nittonåttiofyra», «tjugotjugotre tjugotjugofyra».
pub(super) fn are_spoken_years(groups: &[Group]) -> bool {
    let year = |pair: &[Group]| {
        matches!(pair, [century, year] if matches!(century.digits.as_str(), "19" | "20") && year.digits.len() == 2
            && !century.written && !year.written)
    };
    groups.len() <= 4 && groups.chunks(2).all(year)
}

/// «Tio elva tolv»: an estimate, or counting.
fn is_counting(groups: &[Group]) -> bool {
    let value = |group: &Group| group.digits.parse::<u32>().unwrap_or(u32::MAX);
    groups.len() > 2 && groups.windows(2).all(|pair| value(&pair[0]) < 30 && value(&pair[1]) == value(&pair[0]) + 1)
}

/// Opening hours and the like: 8.00-16.30.
fn are_times(groups: &[Group]) -> bool {
    let below = |group: &Group, limit: u32| group.digits.parse::<u32>().is_ok_and(|value| value < limit);
    matches!(groups, [a, b, c, d] if below(a, 25) && below(b, 60) && b.digits.len() == 2 && below(c, 25) && below(d, 60)
        && d.digits.len() == 2 && b.joint == '.' && d.joint == '.')
}

/// «Elva tusen femhundra.» «Elva och fem?»: an amount that the other speaker says again.
pub(super) fn is_repeated_amount(groups: &[Group]) -> bool {
    let amount = |group: &Group| {
        !group.written && group.digits.len() >= 4 && group.digits.ends_with("00") && !is_year(&group.digits)
    };
    let small = |group: &Group| group.digits.len() <= 2 && group.digits != "0";
    groups.iter().any(amount) && groups.len() <= 5 && groups.iter().all(|group| amount(group) || small(group))
}
