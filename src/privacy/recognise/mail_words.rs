//! What addresses of mail and of networks are made of, written and said, and the words around them.

use crate::privacy::page::{Kind, Page, Token};
use crate::privacy::words::Words;

/// Ends of addresses, without the dot.
pub(super) static TOP_DOMAINS: Words = Words::new(
    "se no nu com org net eu dk fi info io me test example co uk us ie scot wales ca au de fr pl nl es app gov edu ac",
);

/// Hosts of mail that are named without their end: «kari krøllalfa gmail».
pub(super) static HOSTS: Words = Words::new(
    "gmejl gmeil jimail gmial gmail hotmejl hotmail outlook yahoo icloud live telia protonmail proton online comhem bredband spray msn aol btinternet",
);

/// Slashes as they are said.
pub(super) static SLASHES: Words = Words::new("slash snedstreck skråstrek");

/// Words that stand for the marks of an address.
pub(super) static CONNECTORS: Words = Words::new(
    "punkt punktum prikk dot understreck understrek underscore bindestreck bindestrek hyphen dash streck strek .
     _ - + plus kolon colon / : snedstreck skråstrek slash",
);

/// Words before a spoken address that are no part of it.
pub(super) static LEADS: Words = Words::new(
    "är er is det den it's heter på till to då så ja jo nej nei mejl mejlen mail mailen e-post e-posten epost
     epost-adressen email e-mail adress adressen adresse mejladress mejladressen mailadress mailadressen min mitt
     my at jag har alltså address i och og and the att stämmer mig eh mejla maila skriv skicka send kan du that's
     yes no från fra from eller or dig deg mig meg you me du han hon hun he she they ni vi dere med with utan uten without
     mellan mellom heter kallas konto kontot kontoen insta snap tiktok instagram snapchat en ett et a this som",
);

/// What is said before the sign and is no part of the address.
pub(super) static THEN: Words = Words::new(", . og så och sen and then eh öh");

/// What leads up to somebody's name in a network.
pub(super) static NAMING: Words = Words::new("heter heiter är er am i'm is it's kallas kalles called");
/// What leads up to a web address of several words.
pub(super) static BEFORE_PAGES: Words = Words::new(
    "på on via at is är er heter to till til in inn from från fra it's sidan sida siden side hemsidan hjemmesida website page",
);
/// How a word is written.
pub(super) static NOTES: Words = Words::new(
    "all one word allt alt ett ord ihop hopskrivet sammanskrivet sammen together små bokstäver bokstaver lowercase rs ns
     ts ls ss i med to två two with å ä ö æ ø",
);

/// How the names of social networks begin.
pub(super) static NETWORKS: Words = Words::new(
    "insta snap tiktok facebook twitter discord messenger telegram wechat whatsapp reddit flashback kik linkedin
     twitch youtube tinder grindr jodel steam viber",
);

/// Marks of addresses as they are said.
pub(super) static SPOKEN: Words =
    Words::new("punkt punktum prikk dot understreck understrek underscore bindestreck bindestrek hyphen");

/// Those that nothing else is said with.
pub(super) static UNDERSCORES: Words = Words::new("understreck understrek underscore");

/// Whether `word` stands for a mark of an address.
pub(super) fn is_connector(word: &str) -> bool {
    CONNECTORS.has(word) || SPOKEN.has(word)
}

/// Whether `word` is the name of a social network, perhaps inflected.
pub(super) fn is_network(word: &str) -> bool {
    NETWORKS.begin(word)
}

/// Words that make mail or a network the subject.
pub(super) fn is_contact_near(page: &Page, at: usize) -> bool {
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

/// Letters and digits in one word.
pub(super) fn is_mixed(token: &Token) -> bool {
    token.lower.chars().any(char::is_alphabetic) && token.lower.chars().any(|c| c.is_ascii_digit())
}

/// Whether nothing stands between token `at` and a word or a mark of an address after it.
pub(super) fn is_tight(page: &Page, at: usize) -> bool {
    page.near(at, 1).is_some_and(|next| {
        next.start == page.tokens[at].end && (next.kind != Kind::Mark || matches!(next.text.as_str(), "_" | "." | "#"))
    })
}
