//! E-mail addresses, web addresses and handles, written and spelled out («anna punkt berg snabel-a …»).

use super::handles::{called, handle, on_network, unfinished};
use super::mail_words::{
    BEFORE_PAGES, CONNECTORS, HOSTS, LEADS, NOTES, SLASHES, SPOKEN, THEN, TOP_DOMAINS, is_contact_near, is_mixed,
    is_tight,
};
use super::said_again;
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::names::NameFinder;
use crate::privacy::page::{Kind, Mention, Page, Token};

/// How far a spoken address reaches back from «snabel-a»: words of a name that nobody joined by a dot.
pub(super) const LONGEST_LOOSE_NAME: usize = 2;

/// Every address and handle; `names` tell that «moa punkt berg» is no full stop.
pub(crate) fn find(page: &Page, names: &[Mention], finder: &NameFinder) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let span = at_sign(page, at)
            .map(|width| (local_part(page, at), path(page, domain(page, at + width - 1))))
            .filter(|(first, last)| *first < at || is_host_told(page, at, *last))
            .or_else(|| web_address(page, at).map(|(first, last)| (first, path(page, last))))
            .or_else(|| handle(page, at))
            .or_else(|| called(page, at))
            .or_else(|| on_network(page, at, finder))
            .or_else(|| end_of(page, at, found.last()))
            .or_else(|| {
                SPOKEN.has(page.word(at, 1)).then_some(())?;
                let told = found.last().is_some_and(|mail| page.tokens[mail.last].turn + 2 >= page.tokens[at].turn);
                let named = told || names.iter().any(|name| name.first == at);
                unfinished(page, at, named)
                    .filter(|(_, last)| at_sign_after(page, at).is_none() && at_sign_after(page, *last).is_none())
            });
        let Some((first, last)) = span else {
            at += 1;
            continue;
        };
        found.push(Mention { kind: EntityType::Email, first, last });
        at = last + 1;
    }
    let again = said_again::find(page, &found, finder);
    found.extend(again);
    found
}

/// «Punktum com», first in its turn, after an address that broke off.
fn end_of(page: &Page, at: usize, before: Option<&Mention>) -> Option<(usize, usize)> {
    let opens = matches!(page.word(at, -1), "" | "," | "ja" | "jo" | "yes") && page.near(at, -3).is_none();
    let broken = |mail: &&Mention| !TOP_DOMAINS.has(page.word(mail.last, 0));
    let open = before.filter(broken).is_some_and(|mail| page.tokens[mail.last].turn + 2 >= page.tokens[at].turn);
    // «… korskyrkan, utan prick, punkt org»
    let breath = before.filter(broken).is_some_and(|mail| {
        let marked = page.tokens[mail.first..=mail.last].iter().any(|t| t.lower.starts_with("snabel") || t.text == "@");
        marked && at - mail.last <= 9 && page.tokens[mail.last].turn == page.tokens[at].turn
    });
    ((opens && open || breath) && is_dot(page.word(at, 0)) && TOP_DOMAINS.has(page.word(at, 1))).then_some((at, at + 1))
}

/// Whether a host follows the sign at `at`, which opens its turn; «snabel-a, va?» asks for one.
fn is_host_told(page: &Page, at: usize, last: usize) -> bool {
    (at..=last).any(|token| HOSTS.has(page.word(token, 0)) || TOP_DOMAINS.has(page.word(token, 0)) && token > at + 1)
}

/// «… punkt se snedstreck anhörigstöd».
fn path(page: &Page, last: usize) -> usize {
    let mut last = last;
    loop {
        let comma = isize::from(page.word(last, 1) == ",");
        let goes_on = page.near(last, comma + 2).is_some_and(|t| t.kind != Kind::Mark);
        if !SLASHES.has(page.word(last, comma + 1)) || !goes_on {
            return last;
        }
        last += comma as usize + 2;
    }
}

/// How many tokens say «@» at `at`, if they do.
fn at_sign(page: &Page, at: usize) -> Option<usize> {
    let next = page.word(at, 1);
    match page.tokens[at].lower.as_str() {
        "@" | "snabel-a" | "snabela" | "snabella" | "snable-a" | "krøllalfa" | "krøll-alfa" | "alfakrøll"
        | "kanelbulle" | "krullalfa" | "krolla" | "krølla" | "miukumauku" | "snabelaa" | "snabel-aa" => Some(1),
        "snabel" | "snabbel" if next == "a" => Some(2),
        "krøll" | "krull" | "kroll" if next == "alfa" => Some(2),
        "alfa" if next == "krøll" => Some(2),
        // «At»: only when a spoken domain or the name of a host follows.
        "at" if matches!(next, "um" | "uh" | "eh" | "öh") && is_domain_after(page, at + 1) => Some(1),
        // «Pauline at the hub dot org»
        "at" if next == "the" && is_domain_after(page, at + 1) => Some(1),
        "hos" if is_domain_after(page, at) && page.near(at, -1).is_some() => Some(1),
        "at" if HOSTS.has(next) || is_domain_after(page, at) || is_foreign_at(page, at) => Some(1),
        _ => None,
    }
}

/// «Info at kåbdalisfisk» where mail is the subject: Swedish has no other word «at»; «goran99 at» in any language.
fn is_foreign_at(page: &Page, at: usize) -> bool {
    let mixed = |t: &Token| t.text.len() > 4 && is_mixed(t);
    let word = |d: isize| page.near(at, d).is_some_and(|t| t.kind == Kind::Word && t.end - t.start > 3);
    page.near(at, -1).is_some_and(mixed)
        || page.language == Language::Swedish && word(1) && page.near(at, -1).is_some() && is_contact_near(page, at)
}

/// «… mcfadyen hyphen joinery dot scot»: one word, perhaps joined with others, then a spoken dot.
fn is_domain_after(page: &Page, at: usize) -> bool {
    let mut end = 1;
    while matches!(page.word(at, end + 1), "hyphen" | "dash" | "bindestreck" | "bindestrek" | "streck") {
        end += 2;
    }
    let spoken = matches!(page.word(at, end + 1), "dot" | "punkt" | "punktum");
    spoken && !LEADS.has(page.word(at, 1)) && page.near(at, end + 2).is_some_and(|t| t.kind != Kind::Mark)
}

/// Where the sign stands shortly after `at`: then the whole address begins there.
fn at_sign_after(page: &Page, at: usize) -> Option<usize> {
    (at + 1..at + 9).find(|&next| page.near(at, (next - at) as isize).is_some() && at_sign(page, next).is_some())
}

/// Where the part before the sign begins.
fn local_part(page: &Page, sign: usize) -> usize {
    let joined = |at: usize| page.near(at, -1).is_some_and(|before| before.end == page.tokens[at].start);
    // «Lofthus, krøllalfa, posten …»: recognisers put commas at the sign.
    let mut first = sign - usize::from(page.word(sign, -1) == "," && page.near(sign, -2).is_some());
    // «Ante bindestrek saari, og så alfakrøll»
    let then = (1..5).take_while(|d| THEN.has(page.word(first, -*d))).count();
    if page.near(first, -(then as isize) - 1).is_some_and(|t| t.kind == Kind::Word) {
        first -= then;
    }
    let unnoted = first;
    while page.near(first, -1).is_some() && is_note(page, first - 1) {
        first -= 1;
    }
    let (noted, start) = (first < unnoted, first);
    // What is written has no loose words before it: «är det fortsatt maret@…».
    let written = page.tokens[sign].text == "@" && joined(sign);
    let mut loose = if written { LONGEST_LOOSE_NAME } else { 0 };
    while let Some(before) = page.near(first, -1) {
        let connected = CONNECTORS.has(&page.tokens[first].lower) || CONNECTORS.has(&before.lower) || joined(first);
        let letter = before.end - before.start == 1 && before.kind != Kind::Mark && !written;
        // A lead word may be part of the address after all: «anna punkt mejl snabel-a …».
        let lead = LEADS.has(&before.lower) && !CONNECTORS.has(page.word(first, -2));
        // «w som i warsame»
        if page.word(first, -1) == "i"
            && matches!(page.word(first, -2), "som" | "as")
            && page.near(first, -3).is_some_and(|t| t.end - t.start == 1)
        {
            first -= 3;
            continue;
        }
        if let Some(note) = spelling_note(page, first) {
            first = note;
            continue;
        }
        // «Breda and bill, all one word, at …», «ettan och nollan, snabel-a»
        let and = matches!(before.lower.as_str(), "och" | "og" | "and" | ",");
        let listed = and && page.near(first, -2).is_some_and(|t| t.is_numeral() || t.end - t.start == 1) && !written;
        let together = noted && before.lower != "," && page.near(first, -2).is_some_and(|t| t.kind == Kind::Word);
        if and && (listed && (first == start || page.tokens[first].is_numeral()) || together) {
            first -= 2;
            continue;
        }
        // «Vivi, punkt, a, snabel-a»
        let parted = before.text == "," && page.near(first, -2).is_some_and(|t| t.kind != Kind::Mark) && !written;
        let marks = [0, -2].iter().any(|d| CONNECTORS.has(page.word(first, *d)));
        if parted && marks && (first < start || page.word(first, -3) == ",") {
            first -= 1;
            continue;
        }
        let named = before.kind != Kind::Mark && !lead && loose < LONGEST_LOOSE_NAME;
        if connected && (before.kind != Kind::Mark || joined(first)) && !(lead && first + 1 >= sign) {
            first -= 1;
        } else if letter || named || before.is_numeral() && !written {
            loose += usize::from(!letter && !before.is_numeral());
            first -= 1;
        } else {
            break;
        }
    }
    first
}

/// «Kerstin med k», «jo with no e»: where a note on the spelling begins that ends before `first`.
pub(super) fn spelling_note(page: &Page, first: usize) -> Option<usize> {
    let letter = page.near(first, -1).is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1);
    let with = |d: isize| matches!(page.word(first, d), "med" | "with" | "utan" | "uten" | "without");
    let counted =
        matches!(page.word(first, -2), "no" | "inga" | "inget" | "två" | "to" | "two" | "dubbel" | "double" | "bara");
    let back = if with(-2) { 2 } else { 3 };
    (letter && (with(-2) || counted && with(-3)) && page.near(first, -back - 1).is_some())
        .then(|| first - back as usize)
}

/// Whether token `at` tells how the word before the sign is written: «…, all one word, at gmail dot com».
fn is_note(page: &Page, at: usize) -> bool {
    let comma = page.word(at, 0) == "," && (1..4).any(|d| NOTES.has(page.word(at, d)));
    let joined = page.near(at, 1).is_some_and(|next| next.start == page.tokens[at].end && next.kind != Kind::Mark);
    comma || NOTES.has(page.word(at, 0)) && !joined
}

/// Where the part after the sign ends: words up to a dot and the top domain, or one word alone.
fn domain(page: &Page, sign: usize) -> usize {
    let sign = sign + usize::from(page.word(sign, 1) == "," && page.near(sign, 2).is_some());
    let spoken = |at: usize| {
        matches!(page.word(at, -1), "dot" | "punkt" | "punktum" | "prikk") && page.tokens[at].kind != Kind::Mark
    };
    let end = (sign + 2..sign + 9)
        .take_while(|&at| page.near(sign, (at - sign) as isize).is_some())
        .filter(|&at| is_dot(page.word(at, -1)) && TOP_DOMAINS.has(page.word(at, 0)) || spoken(at))
        .last();
    let alone = if page.near(sign, 1).is_some_and(|t| t.kind != Kind::Mark) { sign + 1 } else { sign };
    let mut end = end.unwrap_or(alone);
    // «gmail com», and «@moa_berg» to its end
    end += usize::from(HOSTS.has(page.word(end, 0)) && TOP_DOMAINS.has(page.word(end, 1)));
    while is_tight(page, end) && is_tight(page, end + 1) && page.near(end, 2).is_some_and(|t| t.kind != Kind::Mark) {
        end += 2;
    }
    end
}

fn is_dot(word: &str) -> bool {
    matches!(word, "." | "punkt" | "punktum" | "prikk" | "dot")
}

/// «brevet.se», «brevet punkt se», «w w w punkt brevet punkt se», «https://…».
fn web_address(page: &Page, at: usize) -> Option<(usize, usize)> {
    let token = &page.tokens[at];
    if token.kind == Kind::Mark || is_dot(&token.lower) {
        return None;
    }
    let tight = |at: usize| page.near(at, 1).is_some_and(|next| next.start == page.tokens[at].end);
    let spoken = matches!(page.word(at, 1), "punkt" | "punktum" | "dot");
    let written = page.word(at, 1) == "." && tight(at) && tight(at + 1);
    let mut last = at;
    if token.lower == "http" || token.lower == "https" {
        while tight(last) {
            last += 1;
        }
        return (last > at).then_some((at, last));
    }
    if !spoken && !written {
        return None;
    }
    while is_dot(page.word(last, 1))
        && page.near(last, 2).is_some_and(|t| t.kind != Kind::Mark)
        && (spoken || tight(last))
    {
        last += 2;
    }
    let ends = last > at && TOP_DOMAINS.has(page.word(last, 0));
    ends.then(|| {
        let mut first = at;
        while matches!(page.word(first, -1), "w" | "www" | "punkt") {
            first -= 1;
        }
        // «På prata om det punkt se»
        let word =
            |d: &isize| page.near(first, -d).is_some_and(|t| t.kind == Kind::Word && !BEFORE_PAGES.has(&t.lower));
        let words = (1..5).take_while(word).count();
        if spoken && words < 4 && BEFORE_PAGES.has(page.word(first, -(words as isize) - 1)) {
            first -= words;
        }
        while written && tight(last) && !matches!(page.word(last, 1), "," | "." | "?" | "!" | ")") {
            last += 1;
        }
        (first, last)
    })
}
