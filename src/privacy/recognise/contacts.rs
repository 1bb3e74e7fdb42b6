//! E-mail addresses, web addresses and handles, written and spelled out («anna punkt berg snabel-a …»).

use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page};
use crate::privacy::words::Words;

/// Ends of addresses, without the dot.
const TOP_DOMAINS: Words = Words("se no nu com org net eu dk fi info io me test example co uk us");
/// How far a spoken address reaches back from «snabel-a»: words of a name that nobody joined by a dot.
const LONGEST_LOOSE_NAME: usize = 2;

/// Every address and handle.
pub(crate) fn find(page: &Page) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let span = at_sign(page, at)
            .map(|width| (local_part(page, at), domain(page, at + width - 1)))
            .or_else(|| web_address(page, at))
            .or_else(|| handle(page, at));
        let Some((first, last)) = span else {
            at += 1;
            continue;
        };
        found.push(Mention { kind: EntityType::Email, first, last });
        at = last + 1;
    }
    found
}

/// How many tokens say «@» at `at`, if they do.
fn at_sign(page: &Page, at: usize) -> Option<usize> {
    let next = page.word(at, 1);
    match page.tokens[at].lower.as_str() {
        "@" | "snabel-a" | "snabela" | "snabella" | "snable-a" | "krøllalfa" | "krøll-alfa" | "alfakrøll"
        | "kanelbulle" => Some(1),
        "snabel" | "snabbel" if next == "a" => Some(2),
        "krøll" if next == "alfa" => Some(2),
        "alfa" if next == "krøll" => Some(2),
        // English says «at»: only when a spoken domain follows.
        "at" if (1..=3).any(|d| page.word(at, d) == "dot") && is_top_domain_near(page, at) => Some(1),
        _ => None,
    }
}

fn is_top_domain_near(page: &Page, at: usize) -> bool {
    (3..=7).any(|d| page.word(at, d - 1) == "dot" && TOP_DOMAINS.has(page.word(at, d)))
}

/// Words that stand for the marks of an address.
const CONNECTORS: Words = Words(
    "punkt punktum prikk dot understreck understrek underscore bindestreck bindestrek hyphen dash streck strek .
     _ - + plus kolon colon / : snedstreck skråstrek slash",
);

/// Words before a spoken address that are no part of it.
const LEADS: Words = Words(
    "är er is det den it's heter på till to då så ja jo nej nei mejl mejlen mail mailen e-post e-posten epost
     epost-adressen email e-mail adress adressen adresse mejladress mejladressen mailadress mailadressen min mitt
     my at jag har alltså address i och og and the att stämmer mig eh mejla maila skriv skicka send kan du that's
     yes no från fra from eller or dig deg mig meg you me du han hon hun he she they ni vi dere",
);

/// Where the part before the sign begins.
fn local_part(page: &Page, sign: usize) -> usize {
    let joined = |at: usize| page.near(at, -1).is_some_and(|before| before.end == page.tokens[at].start);
    let mut first = sign;
    let mut loose = 0;
    while let Some(before) = page.near(first, -1) {
        let connected = CONNECTORS.has(&page.tokens[first].lower) || CONNECTORS.has(&before.lower) || joined(first);
        let letter = before.end - before.start == 1 && before.kind != Kind::Mark;
        // A lead word may be part of the address after all: «anna punkt mejl snabel-a …».
        let lead = LEADS.has(&before.lower) && !CONNECTORS.has(page.word(first, -2));
        let named = before.kind != Kind::Mark && !lead && loose < LONGEST_LOOSE_NAME;
        if connected && (before.kind != Kind::Mark || joined(first)) && !(lead && first == sign) {
            first -= 1;
        } else if letter || named || before.is_numeral() {
            loose += usize::from(!letter);
            first -= 1;
        } else {
            break;
        }
    }
    first
}

/// Where the part after the sign ends: words up to a dot and the top domain, or one word alone.
fn domain(page: &Page, sign: usize) -> usize {
    let end = (sign + 2..sign + 9)
        .take_while(|&at| page.near(sign, (at - sign) as isize).is_some())
        .filter(|&at| is_dot(page.word(at, -1)) && TOP_DOMAINS.has(page.word(at, 0)))
        .last();
    end.unwrap_or(if page.near(sign, 1).is_some_and(|t| t.kind != Kind::Mark) { sign + 1 } else { sign })
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
        while written && tight(last) && !matches!(page.word(last, 1), "," | "." | "?" | "!" | ")") {
            last += 1;
        }
        (first, last)
    })
}

/// «Jag heter stina_83 på instagram»: a made-up word near the name of a network.
fn handle(page: &Page, at: usize) -> Option<(usize, usize)> {
    let word = &page.tokens[at].lower;
    let letters = word.chars().any(char::is_alphabetic);
    let joined = page.word(at, 1) == "_" || letters && word.chars().any(|c| c.is_ascii_digit());
    let network = |d: isize| {
        let near = page.word(at, d);
        ["insta", "snap", "tiktok", "facebook", "twitter", "discord", "messenger", "telegram"]
            .iter()
            .any(|n| near.starts_with(n))
    };
    if page.tokens[at].kind == Kind::Mark || !joined || !(-8..=8).any(network) {
        return None;
    }
    let mut last = at;
    while page.word(last, 1) == "_" && page.near(last, 2).is_some() {
        last += 2;
    }
    Some((at, last))
}
