//! Ages of a family as they are listed: «tre, sex och nio», «en på sju», «Elin, elva, och sonen, åtta».

use std::collections::HashSet;

use super::age_words::{ASKING, BEING, KIN};
use super::ages::{is_function_word, is_mark};
use super::bare_ages::TOPIC_REACH;
use crate::privacy::page::{Kind, Page};

/// Whether the number from `at` to `next` is the age of somebody in a family that is spoken of.
pub(super) fn is_of_family(page: &Page, at: usize, next: usize, named: &HashSet<usize>, topic: bool) -> bool {
    let (one, two) = (page.word(at, -1), page.word(at, -2));
    let name = at > 1 && page.near(at, -2).is_some() && named.contains(&(at - 2));
    let after = page.near(at, (next - at) as isize);
    let pauses = after.is_none_or(|t| matches!(t.lower.as_str(), "," | "." | "och" | "og" | "and"));
    // «Min son på åtta», «Jonas på elleve», «tre barn, en på sju och en på nio»
    let on = matches!(one, "på" | "of");
    let one_of = matches!(two, "en" | "ei" | "ett" | "et" | "liten" | "lita" | "stor" | "till")
        && (topic || is_family_near(page, at));
    // «Elin, elva, och sonen, åtta»; «dottern (14)»
    let aside = one == "," && pauses || one == "(" && page.word(next, 0) == ")";
    on && (KIN.has(two) || one_of || name && pauses) || aside && (KIN.has(two) || name) || is_answer(page, at, next)
}

/// «Och dottern?» «Sjutton.», «och du är» «trettifyra», «har du barn?» «två, sex och elva».
fn is_answer(page: &Page, at: usize, next: usize) -> bool {
    let first = page.near(at, -1).is_none();
    let value = page.cardinal(at).map_or(0, |(value, _)| value);
    let pair = |other: usize| {
        page.near(at, (next - at) as isize).is_some()
            && matches!(page.word(next, 0), "och" | "og" | "and")
            && page
                .cardinal(other)
                .is_some_and(|(_, end)| page.near(other, (end - other) as isize).is_none_or(|_| is_mark(page, end)))
    };
    let they = BEING.has(page.word(at, -1)) && matches!(page.word(at, -2), "de" | "dom" | "dem" | "dei" | "they");
    let listed = first || is_mark(page, at - 1) || they;
    first && value >= 4 && is_asked(page, at) || listed && pair(next + 1) && (they || is_family_near(page, at))
}

/// Whether children and the like were spoken of just before.
fn is_family_near(page: &Page, at: usize) -> bool {
    let turn = page.tokens[at].turn;
    page.tokens[at.saturating_sub(TOPIC_REACH)..at].iter().any(|t| t.turn + 1 >= turn && KIN.has(&t.lower))
}

/// Whether the turn before that of `at` asks for somebody and nothing more: «Och dottern?», «och du är».
fn is_asked(page: &Page, at: usize) -> bool {
    let turn = page.tokens[at].turn;
    let before = page.tokens[..at].iter().rev().skip_while(|t| t.turn == turn);
    let asked: Vec<&str> =
        before.take_while(|t| t.turn + 1 == turn).filter(|t| t.kind == Kind::Word).map(|t| t.lower.as_str()).collect();
    let kin = asked.len() <= 4 && asked.first().is_some_and(|last| KIN.has(last));
    let being = matches!(asked.as_slice(), ["är" | "er" | "are", "du" | "ni" | "dere" | "you", ..] | ["you're", ..]);
    kin || being
}

/// «Tre sex och nio», first in the answer to a question for ages: the last token of the row.
pub(super) fn row(page: &Page, at: usize) -> Option<usize> {
    let turn = page.tokens[at].turn;
    let before = page.tokens[..at].iter().rev().skip_while(|t| t.turn == turn).take_while(|t| t.turn + 1 == turn);
    if page.near(at, -1).is_some() || !page.tokens[at].is_numeral() || !before.into_iter().any(|t| ASKING.has(&t.lower))
    {
        return None;
    }
    let (mut end, mut ages) = (at, 0);
    loop {
        let joined = usize::from(ages > 0 && matches!(page.word(end, 0), "," | "och" | "og" | "and"));
        let here = page.near(at, (end + joined - at) as isize).is_some();
        let Some((_, next)) = page.cardinal(end + joined).filter(|(value, _)| here && (1..=115).contains(value)) else {
            break;
        };
        (end, ages) = (next, ages + 1);
    }
    let ends = page.near(at, (end - at) as isize).is_none_or(|t| t.kind == Kind::Mark || is_function_word(&t.lower));
    (ages > 1 && ends).then(|| end - 1)
}
