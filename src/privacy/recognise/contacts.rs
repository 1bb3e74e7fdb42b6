//! E-mail addresses, web addresses and handles, written and spelled out («anna punkt berg snabel-a …»).

use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page, Token};
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
            .or_else(|| handle(page, at))
            .or_else(|| unfinished(page, at).filter(|(_, last)| at_sign_after(page, *last).is_none()));
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

/// Where the sign stands shortly after `at`: then the whole address begins there.
fn at_sign_after(page: &Page, at: usize) -> Option<usize> {
    (at + 1..at + 9).find(|&next| page.near(at, (next - at) as isize).is_some() && at_sign(page, next).is_some())
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
    // «Lofthus, krøllalfa, posten …»: recognisers put commas at the sign.
    let mut first = sign - usize::from(page.word(sign, -1) == "," && page.near(sign, -2).is_some());
    let mut loose = 0;
    while let Some(before) = page.near(first, -1) {
        let connected = CONNECTORS.has(&page.tokens[first].lower) || CONNECTORS.has(&before.lower) || joined(first);
        let letter = before.end - before.start == 1 && before.kind != Kind::Mark;
        // A lead word may be part of the address after all: «anna punkt mejl snabel-a …».
        let lead = LEADS.has(&before.lower) && !CONNECTORS.has(page.word(first, -2));
        let named = before.kind != Kind::Mark && !lead && loose < LONGEST_LOOSE_NAME;
        if connected && (before.kind != Kind::Mark || joined(first)) && !(lead && first + 1 >= sign) {
            first -= 1;
        } else if letter || named || before.is_numeral() {
            loose += usize::from(!letter && !before.is_numeral());
            first -= 1;
        } else {
            break;
        }
    }
    first
}

/// Where the part after the sign ends: words up to a dot and the top domain, or one word alone.
fn domain(page: &Page, sign: usize) -> usize {
    let sign = sign + usize::from(page.word(sign, 1) == "," && page.near(sign, 2).is_some());
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

/// «stina_83», «alva.dog.chip», «stina83 på instagram», «wechat, xinxin-uppsala»: made-up words, by their
/// marks or near the name of a network.
fn handle(page: &Page, at: usize) -> Option<(usize, usize)> {
    let token = &page.tokens[at];
    if token.kind == Kind::Mark {
        return None;
    }
    let mut last = at;
    while matches!(page.word(last, 1), "_" | "." | "#") && is_tight(page, last) && is_tight(page, last + 1) {
        last += 2;
    }
    let scored = page.tokens[at..=last].iter().any(|t| matches!(t.text.as_str(), "_" | "#"));
    let part = |t: &Token| t.kind == Kind::Mark || t.kind == Kind::Word && t.end - t.start > 2;
    let dotted = last > at && page.tokens[at..=last].iter().all(part);
    let mixed = token.lower.chars().any(char::is_alphabetic) && token.lower.chars().any(|c| c.is_ascii_digit());
    let near = (-8..=8).any(|d| is_network(page.word(at, d)));
    // Right after a network's name: «discord, …», «på snap är det …».
    let right_after = (-3..0).any(|d| is_network(page.word(at, d)));
    let made_up = mixed || right_after && token.lower.contains('-');
    (scored || dotted || made_up && near).then_some((at, last))
}

fn is_tight(page: &Page, at: usize) -> bool {
    page.near(at, 1).is_some_and(|next| {
        next.start == page.tokens[at].end && (next.kind != Kind::Mark || matches!(next.text.as_str(), "_" | "." | "#"))
    })
}

fn is_network(word: &str) -> bool {
    NETWORKS.iter().any(|network| word.starts_with(network))
}

/// How the names of social networks begin.
const NETWORKS: Words = Words(
    "insta snap tiktok facebook twitter discord messenger telegram wechat whatsapp reddit flashback kik linkedin
     twitch youtube tinder grindr jodel steam",
);

/// Words that make mail or a network the subject.
fn is_contact_near(page: &Page, at: usize) -> bool {
    let turn = page.tokens[at].turn;
    (at.saturating_sub(24)..at).any(|other| {
        let word = page.tokens[other].lower.as_str();
        page.tokens[other].turn + 2 >= turn
            && (is_network(word)
                || ["mail", "mejl", "e-post", "epost", "email", "e-mail", "hotmail", "gmail", "handle"]
                    .iter()
                    .any(|stem| word.contains(stem)))
    })
}

/// «Gunilla punkt forsmak», «stina understreck nio» while mail or a network is the subject: an address that was
/// not told to its end.
fn unfinished(page: &Page, at: usize) -> Option<(usize, usize)> {
    let mut last = at;
    let part = |at: usize, d: isize| page.near(at, d).is_some_and(|t| t.kind != Kind::Mark);
    while SPOKEN.has(page.word(last, 1)) && part(last, 2) && !SPOKEN.has(page.word(last, 2)) {
        last += 2;
    }
    let begins = page.tokens[at].kind != Kind::Mark && !LEADS.has(&page.tokens[at].lower);
    let sure = (at..last).any(|i| UNDERSCORES.has(&page.tokens[i].lower));
    (last > at && begins && (sure || is_contact_near(page, at))).then_some((at, last))
}

/// Marks of addresses as they are said.
const SPOKEN: Words = Words("punkt punktum prikk dot understreck understrek underscore bindestreck bindestrek hyphen");
/// Those that nothing else is said with.
const UNDERSCORES: Words = Words("understreck understrek underscore");
