//! Names of people in social networks, and addresses that are not told to their end.

use super::contacts::{LONGEST_LOOSE_NAME, spelling_note};
use super::mail_words::{HOSTS, LEADS, NAMING, SPOKEN, UNDERSCORES, is_contact_near, is_mixed, is_network, is_tight};
use crate::language::Language;
use crate::privacy::names::NameFinder;
use crate::privacy::page::{Kind, Page, Token};

/// «stina_83», «alva.dog.chip», «stina83 på instagram», «wechat, xinxin-uppsala»: made-up words, by their
/// marks or near the name of a network.
pub(super) fn handle(page: &Page, at: usize) -> Option<(usize, usize)> {
    let token = &page.tokens[at];
    if token.kind == Kind::Mark {
        return None;
    }
    let mut last = at;
    let goes_on = |at: usize| page.near(at, 2).is_some_and(|next| next.kind != Kind::Mark);
    while matches!(page.word(last, 1), "_" | "." | "#")
        && is_tight(page, last)
        && is_tight(page, last + 1)
        && goes_on(last)
    {
        last += 2;
    }
    let scored = page.tokens[at..=last].iter().any(|t| matches!(t.text.as_str(), "_" | "#"));
    let part = |t: &Token| t.kind == Kind::Mark || t.kind == Kind::Word && t.end - t.start > 2;
    // «a.haugen», where mail is the subject
    let initial = last == at + 2
        && page.word(at, 1) == "."
        && page.tokens[last].end - page.tokens[last].start > 3
        && !page.tokens[last].is_capital()
        && is_contact_near(page, at);
    let dotted = last > at && page.tokens[at..=last].iter().all(part) || initial && !token.is_numeral();
    let mixed = is_mixed(token);
    let near = |mut around: std::ops::RangeInclusive<isize>| around.any(|d| is_network(page.word(at, d)));
    // Right after a network's name: «discord, …», «på snap är det …».
    let letters = token.lower.chars().take_while(|c| c.is_alphabetic()).count();
    let made_up = mixed && (near(-8..=8) || letters > 3 && is_contact_near(page, at))
        || token.lower.contains('-') && near(-3..=-1);
    (scored || dotted || made_up).then_some((at, last))
}

/// «Snap alvisen nittionio»: a word with a number right after the name of a network.
pub(super) fn called(page: &Page, at: usize) -> Option<(usize, usize)> {
    let naming = matches!(page.word(at, -1), "är" | "er" | "is" | "heter");
    let after = is_network(page.word(at, -1)) || naming && is_network(page.word(at, -2));
    let token = &page.tokens[at];
    let word =
        token.kind == Kind::Word && token.end - token.start > 3 && !token.is_numeral() && !LEADS.has(&token.lower);
    if !after || !word || page.near(at, 1).is_none() {
        return None;
    }
    // «Tiktok fadi barnmorska noll nio»
    let words = (1..3)
        .take_while(|d| {
            page.near(at, *d).is_some_and(|t| t.kind == Kind::Word && !t.is_numeral() && t.end - t.start > 2)
        })
        .count();
    let zero = page.word(at, words as isize + 1).starts_with("nol")
        || matches!(page.word(at, words as isize + 1), "null" | "oh" | "zero");
    if zero {
        let numerals = (words + 1..).take_while(|d| page.near(at, *d as isize).is_some_and(Token::is_numeral));
        return numerals.last().map(|d| (at, at + d));
    }
    let (value, next) = page.cardinal(at + 1)?;
    let ends = |t: &Token| t.kind == Kind::Mark || matches!(t.lower.as_str(), "heter" | "på" | "on");
    (value >= 10 && page.near(next - 1, 1).is_none_or(ends)).then_some((at, next - 1))
}

/// «Gunilla punkt forsmak», «stina understreck nio» while mail or a network is the subject or the first word is a
/// name (`named`): an address that was not told to its end.
pub(super) fn unfinished(page: &Page, at: usize, named: bool) -> Option<(usize, usize)> {
    let mut last = at;
    let part = |at: usize, d: isize| page.near(at, d).is_some_and(|t| t.kind != Kind::Mark);
    while SPOKEN.has(page.word(last, 1)) && part(last, 2) && !SPOKEN.has(page.word(last, 2)) {
        last += 2;
    }
    let part = |at: usize| page.tokens[at].kind != Kind::Mark && !LEADS.has(&page.tokens[at].lower);
    let sure = (at..last).any(|i| UNDERSCORES.has(&page.tokens[i].lower));
    // «Vivi punkt a»
    let initial = named && page.tokens[last].end - page.tokens[last].start == 1;
    if last == at || !part(at) || !(part(last) || initial) || !(sure || named || is_contact_near(page, at)) {
        return None;
    }
    let letter = |t: &Token| {
        t.is_numeral()
            || t.kind == Kind::Word
                && t.end - t.start == 1
                && !(matches!(t.lower.as_str(), "i" | "å" | "a")
                    || t.lower == "o" && page.language == Language::Swedish)
    };
    let numbers = (1..).take_while(|d| page.near(last, *d).is_some_and(letter)).count();
    let host = matches!(page.word(last, 1), "på" | "at" | "on") && HOSTS.has(page.word(last, 2));
    let loose = |back: &isize| page.near(at, -back).is_some_and(|t| t.kind == Kind::Word && !LEADS.has(&t.lower));
    // «Kerstin med k understreck …»
    if let Some(note) = spelling_note(page, at + 1).filter(|_| sure) {
        return Some((note - 1, last + numbers));
    }
    let before = if sure { (1..=LONGEST_LOOSE_NAME as isize).take_while(loose).count() } else { 0 };
    Some((at - before, if host { last + 2 } else { last + numbers }))
}

/// «Jag är bettan busch nittio på insta», «i'm big tam on tiktok»: words and a number, or words that no list knows,
/// between a naming verb and the name of a network.
pub(super) fn on_network(page: &Page, at: usize, finder: &NameFinder) -> Option<(usize, usize)> {
    if !NAMING.has(page.word(at, -1)) || page.tokens[at].is_numeral() {
        return None;
    }
    let word = |d: &usize| {
        page.near(at, *d as isize).is_some_and(|t| t.kind == Kind::Word && !t.is_numeral() && !LEADS.has(&t.lower))
    };
    let words = (0..3).take_while(word).count();
    let numerals = (words..).take_while(|d| page.near(at, *d as isize).is_some_and(Token::is_numeral)).count();
    let end = at + words + numerals;
    let on = matches!(page.word(end, 0), "på" | "on") && page.near(at, (end - at) as isize).is_some();
    let strange = || (at..end).all(|i| finder.is_unheard(&page.tokens[i].lower, page.language));
    (words > 0 && on && is_network(page.word(end, 1)) && (numerals > 0 || strange())).then(|| (at, end - 1))
}
