//! The words before a number that say what it is.

use crate::language::Language;
use crate::privacy::page::{Page, Token};

/// What the words before a number say that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// Identity numbers.
    Identity,
    /// «De fyra sista».
    LastDigits,
    /// Dates of birth.
    Birth,
    /// Telephone numbers.
    Phone,
    /// Postcodes.
    Postcode,
    /// Accounts, cases, codes.
    Account,
    /// «Nummer», of whatever.
    Number,
}

/// How many tokens before a number are searched for a cue, over turns: «Ditt personnummer?» «Sjuttio…».
const CUE_REACH: usize = 16;

/// The nearest cue before token `at`.
pub(crate) fn cue(page: &Page, at: usize) -> Option<Cue> {
    let from = at.saturating_sub(CUE_REACH);
    let near = |token: &Token| page.tokens[at].turn - token.turn <= 2;
    let words: Vec<&str> =
        page.tokens[from..at].iter().filter(|token| near(token)).map(|token| token.lower.as_str()).collect();
    words.iter().enumerate().rev().find_map(|(i, word)| {
        if i > 0 && is_identity_number(words[i - 1], word) {
            return Some(Cue::Identity);
        }
        // In Norwegian it is «now».
        let cue = cue_of(word).filter(|_| *word != "nå" || page.language == Language::Swedish)?;
        let last =
            matches!(*word, "sista" | "siste" | "last") && words[i.saturating_sub(2)..].iter().any(|w| is_four(w));
        (cue != Cue::LastDigits || last).then_some(cue)
    })
}

/// «Personal number», «national insurance»: said in two words.
pub(crate) fn is_identity_number(one: &str, two: &str) -> bool {
    matches!(
        (one, two),
        ("personal" | "identity" | "id" | "insurance" | "security" | "nhs" | "citizen" | "birth", "number" | "no")
            | ("national" | "social", "insurance" | "security")
            | ("n", "i")
    )
}

fn is_four(word: &str) -> bool {
    matches!(word, "fyra" | "fire" | "four" | "4" | "fem" | "5")
}

pub(crate) fn cue_of(word: &str) -> Option<Cue> {
    let starts = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    Some(match word {
        "sista" | "siste" | "last" => Cue::LastDigits,
        "född" | "fødd" | "født" | "född:" | "born" => Cue::Birth,
        "ringa" | "ring" | "ringer" | "ringe" | "nå" | "nås" | "når" | "tlf" | "tel" | "slå" | "sms" | "sms:a"
        | "call" | "text" | "cell" | "numret" | "nummeret" => Cue::Phone,
        "dnr" | "iban" | "pin" | "pinkod" | "kod" | "koden" | "koda" | "kode" | "case" | "ssn" | "orgnr" | "org"
        | "code" | "codes" | "ref" | "lma" | "dossier" | "akt" | "akten" | "journal" => Cue::Account,
        "nummer" | "nr" | "number" => Cue::Number,
        _ if starts(&[
            "personnum",
            "personnr",
            "fødselsnum",
            "födelsenum",
            "samordningsnum",
            "d-num",
            "security",
            "fødselsnr",
        ]) =>
        {
            Cue::Identity
        }
        _ if starts(&["födelsedat", "fødselsdat", "födelseår", "birth"]) => Cue::Birth,
        _ if starts(&["swish", "telefon", "mobil", "phone", "mobile", "jobbnum", "hemnum"]) => Cue::Phone,
        _ if starts(&["postnum", "postnr", "postcode", "zip", "postadress"]) => Cue::Postcode,
        _ if starts(&["kontor"]) => return None,
        _ if starts(&[
            "ärende",
            "diarie",
            "målnum",
            "saksnum",
            "kundnum",
            "kundenum",
            "medlemsnum",
            "portkod",
            "konto",
            "bankkonto",
            "bankgiro",
            "plusgiro",
            "clearing",
            "organisationsnum",
            "organisasjonsnum",
            "referens",
            "referanse",
            "reference",
            "brottsmål",
            "regnum",
            "regnr",
            "registration",
            "plate",
            "skilt",
            "journalnum",
            "elevhälsoakt",
            "personakt",
            "socialakt",
            "barnakt",
            "hälsoakt",
            "försäkringsnum",
            "account",
            "kortnum",
            "passnum",
            "körkortsnum",
            "bokningsnum",
            "ordernum",
            "lönenum",
            "anställningsnum",
        ]) =>
        {
            Cue::Account
        }
        _ if ["kod", "koden", "kode", "nummer", "numret", "nummeret"].iter().any(|end| word.ends_with(end))
            && !starts(&["hus", "rum", "rom", "gård", "bokst", "omkod"]) =>
        {
            Cue::Account
        }
        _ => return None,
    })
}
