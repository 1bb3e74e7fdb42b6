//! E-mail addresses, web addresses and handles, written and spelled out («anna punkt berg snabel-a …»).

use super::said_again;
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::names::NameFinder;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// Ends of addresses, without the dot.
static TOP_DOMAINS: Words = Words::new(
    "se no nu com org net eu dk fi info io me test example co uk us ie scot wales ca au de fr pl nl es app gov edu ac",
);
/// Hosts of mail that are named without their end: «kari krøllalfa gmail».
static HOSTS: Words = Words::new(
    "gmejl gmeil jimail gmial gmail hotmejl hotmail outlook yahoo icloud live telia protonmail proton online comhem bredband spray msn aol btinternet",
);
/// How far a spoken address reaches back from «snabel-a»: words of a name that nobody joined by a dot.
const LONGEST_LOOSE_NAME: usize = 2;

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
            .or_else(|| {
                SPOKEN.has(page.word(at, 1)).then_some(())?;
                let told = found.last().is_some_and(|mail| page.tokens[mail.last].turn + 2 >= page.tokens[at].turn);
                let named = told || names.iter().any(|name| name.first == at);
                unfinished(page, at, named).filter(|(_, last)| at_sign_after(page, *last).is_none())
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

/// Whether a host follows the sign at `at`, which opens its turn; «snabel-a, va?» asks for one.
fn is_host_told(page: &Page, at: usize, last: usize) -> bool {
    (at..=last).any(|token| HOSTS.has(page.word(token, 0)) || TOP_DOMAINS.has(page.word(token, 0)) && token > at + 1)
}

/// «… punkt se snedstreck anhörigstöd».
fn path(page: &Page, last: usize) -> usize {
    let mut last = last;
    while SLASHES.has(page.word(last, 1)) && page.near(last, 2).is_some_and(|t| t.kind != Kind::Mark) {
        last += 2;
    }
    last
}

/// Slashes as they are said.
static SLASHES: Words = Words::new("slash snedstreck skråstrek");

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

/// Letters and digits in one word.
fn is_mixed(token: &Token) -> bool {
    token.lower.chars().any(char::is_alphabetic) && token.lower.chars().any(|c| c.is_ascii_digit())
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

/// Words that stand for the marks of an address.
static CONNECTORS: Words = Words::new(
    "punkt punktum prikk dot understreck understrek underscore bindestreck bindestrek hyphen dash streck strek .
     _ - + plus kolon colon / : snedstreck skråstrek slash",
);

/// Whether `word` stands for a mark of an address.
pub(super) fn is_connector(word: &str) -> bool {
    CONNECTORS.has(word) || SPOKEN.has(word)
}

/// Words before a spoken address that are no part of it.
static LEADS: Words = Words::new(
    "är er is det den it's heter på till to då så ja jo nej nei mejl mejlen mail mailen e-post e-posten epost
     epost-adressen email e-mail adress adressen adresse mejladress mejladressen mailadress mailadressen min mitt
     my at jag har alltså address i och og and the att stämmer mig eh mejla maila skriv skicka send kan du that's
     yes no från fra from eller or dig deg mig meg you me du han hon hun he she they ni vi dere med with utan uten without
     mellan mellom heter kallas konto kontot kontoen insta snap tiktok instagram snapchat en ett et a this som",
);

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
    while page.near(first, -1).is_some() && is_note(page, first - 1) {
        first -= 1;
    }
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

/// What is said before the sign and is no part of the address.
static THEN: Words = Words::new(", . og så och sen and then eh öh");

/// Whether token `at` tells how the word before the sign is written: «…, all one word, at gmail dot com».
fn is_note(page: &Page, at: usize) -> bool {
    let comma = page.word(at, 0) == "," && (1..4).any(|d| NOTES.has(page.word(at, d)));
    let joined = page.near(at, 1).is_some_and(|next| next.start == page.tokens[at].end && next.kind != Kind::Mark);
    comma || NOTES.has(page.word(at, 0)) && !joined
}

/// How a word is written.
static NOTES: Words = Words::new(
    "all one word allt alt ett ord ihop hopskrivet sammanskrivet sammen together små bokstäver bokstaver lowercase rs ns
     ts ls ss i med to två two with å ä ö æ ø",
);

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
    let dotted = last > at && page.tokens[at..=last].iter().all(part);
    let mixed = is_mixed(token);
    let near = |mut around: std::ops::RangeInclusive<isize>| around.any(|d| is_network(page.word(at, d)));
    // Right after a network's name: «discord, …», «på snap är det …».
    let letters = token.lower.chars().take_while(|c| c.is_alphabetic()).count();
    let made_up = mixed && (near(-8..=8) || letters > 3 && is_contact_near(page, at))
        || token.lower.contains('-') && near(-3..=-1);
    (scored || dotted || made_up).then_some((at, last))
}

fn is_tight(page: &Page, at: usize) -> bool {
    page.near(at, 1).is_some_and(|next| {
        next.start == page.tokens[at].end && (next.kind != Kind::Mark || matches!(next.text.as_str(), "_" | "." | "#"))
    })
}

fn is_network(word: &str) -> bool {
    NETWORKS.begin(word)
}

/// How the names of social networks begin.
static NETWORKS: Words = Words::new(
    "insta snap tiktok facebook twitter discord messenger telegram wechat whatsapp reddit flashback kik linkedin
     twitch youtube tinder grindr jodel steam viber",
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

/// «Snap alvisen nittionio»: a word with a number right after the name of a network.
fn called(page: &Page, at: usize) -> Option<(usize, usize)> {
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
fn unfinished(page: &Page, at: usize, named: bool) -> Option<(usize, usize)> {
    let mut last = at;
    let part = |at: usize, d: isize| page.near(at, d).is_some_and(|t| t.kind != Kind::Mark);
    while SPOKEN.has(page.word(last, 1)) && part(last, 2) && !SPOKEN.has(page.word(last, 2)) {
        last += 2;
    }
    let part = |at: usize| page.tokens[at].kind != Kind::Mark && !LEADS.has(&page.tokens[at].lower);
    let sure = (at..last).any(|i| UNDERSCORES.has(&page.tokens[i].lower));
    if last == at || !part(at) || !part(last) || !(sure || named || is_contact_near(page, at)) {
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
    let before = if sure { (1..=LONGEST_LOOSE_NAME as isize).take_while(loose).count() } else { 0 };
    Some((at - before, if host { last + 2 } else { last + numbers }))
}

/// Marks of addresses as they are said.
static SPOKEN: Words =
    Words::new("punkt punktum prikk dot understreck understrek underscore bindestreck bindestrek hyphen");
/// Those that nothing else is said with.
static UNDERSCORES: Words = Words::new("understreck understrek underscore");
