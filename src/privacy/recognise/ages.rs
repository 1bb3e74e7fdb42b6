//! Ages: «jag är trettiotvå år», «fyller femtio», «en 46-åring»; never durations or marks on a scale.

use std::collections::HashSet;

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::{self, Atom};
use crate::privacy::page::{Kind, Mention, Page};
use crate::privacy::words::Words;

/// Every age; `names` are those of the people (and places) on the page.
pub(crate) fn find(page: &Page, names: &[Mention]) -> Vec<Mention> {
    let named: HashSet<usize> = names.iter().flat_map(|name| name.first..=name.last).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        match compound(page, at).or_else(|| number(page, at, &named)) {
            Some(last) => {
                found.push(Mention { kind: EntityType::Age, first: at, last });
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// «46-åring», «fyrtiosexåring», «trettioårig», «sixteen-year-old».
fn compound(page: &Page, at: usize) -> Option<usize> {
    let word = page.word(at, 0);
    let stem =
        ["åring", "årig", "-year-old"].iter().find_map(|ending| word.split_once(ending).map(|(stem, _)| stem))?;
    let stem = stem.trim_end_matches('-');
    let spoken = !stem.is_empty() && !numerals::atoms(stem, page.language).is_empty();
    spoken.then_some(at)
}

/// A number in years, when the words around it speak of a person's age.
fn number(page: &Page, at: usize, named: &HashSet<usize>) -> Option<usize> {
    let (value, next) = page.cardinal(at).filter(|(value, _)| (0..=115).contains(value))?;
    if page.near(at, -1).is_some_and(|before| before.is_numeral() && before.atoms != [Atom::Article]) {
        return None;
    }
    if page.word(next, 0) == "-"
        && matches!(page.word(next, 1), "åring" | "åringen" | "åringar" | "årig" | "årige" | "åriga")
    {
        return Some(next + 1);
    }
    let year = matches!(page.word(next, 0), "år" | "års" | "year" | "years" | "bast" | "yrs");
    let said = page.near(at, (next - at) as isize).is_some() && year;
    if said { in_years(page, at, next) } else { without_unit(page, at, next, value, named) }
}

/// The words that lead up to a number, without adverbs: («är», «jag») before «snart trettio».
fn lead(page: &Page, at: usize) -> (&str, &str) {
    let verb = verb_before(page, at);
    (page.word(at, verb), page.word(at, verb - 1))
}

/// Where the verb before a number stands, counted from the number.
fn verb_before(page: &Page, at: usize) -> isize {
    (1..).map(|back| -back).find(|back| !ADVERBS.has(page.word(at, *back))).unwrap_or(-1)
}

/// Words between «är» and an age.
const ADVERBS: Words = Words(
    "snart nästan bara nu ju väl runt ungefär typ precis knappt drygt visst faktiskt kanske redan omkring nesten
     bare nå jo vel rundt omtrent cirka snaut faktisk kanskje allerede almost just only about around now nearly
     already väldigt också också, ca eh liksom då da",
);

/// Forms of being and becoming.
const BEING: Words = Words(
    "är blir blev var vara bli blivit er ble være blitt is are was were be i'm am he's she's they're you're been",
);

/// Words that only an age follows.
const TURNING: Words = Words(
    "fyller fyllde fylla fyllt fyllte fylle fylt turned turning turn turns ålder ålder: aged age alder åldern
     ålderen",
);

/// Whoever may have an age.
const PERSONS: Words = Words(
    "jag du han hon hen jeg hun he she you som who pappa mamma dotter dottern son sonen äldsta yngsta minsta
     eldste yngste datter sønn daughter",
);

/// Subjects of a duration: «det är tio år sedan».
fn is_impersonal(word: &str) -> bool {
    IMPERSONAL_WORDS.contains(&word)
}

const IMPERSONAL_WORDS: &[&str] =
    &["det", "that", "it", "it's", "this", "there", "där", "der", "här", "efter", "etter"];

/// A number with «år»: an age after «är» and the like, or with «gammal».
fn in_years(page: &Page, at: usize, unit: usize) -> Option<usize> {
    let after = page.word(unit, 1);
    let old = matches!(after, "gammal" | "gamla" | "gammalt" | "gammel" | "gamle" | "gamal" | "old");
    let ago = matches!(
        after,
        "sedan"
            | "sen"
            | "siden"
            | "sidan"
            | "ago"
            | "kvar"
            | "igen"
            | "till"
            | "til"
            | "fram"
            | "nu"
            | "since"
            | "left"
    );
    let (verb, subject) = lead(page, at);
    let inverted = BEING.has(subject) && PERSONS.has(verb);
    let being = (BEING.has(verb) && !is_impersonal(subject) || inverted) && !ago;
    let of_age =
        page.word(unit, 0) == "års" && after == "ålder" || page.word(at, -1) == "vid" && page.word(unit, 0) == "års";
    // «min son, elva år, …»
    let aside = page.word(at, -1) == "," && matches!(after, "," | "." | "" | "och" | "og") && is_kin_near(page, at);
    if old {
        Some(unit + 1)
    } else if being || TURNING.has(verb) || of_age || aside || comparison(page, at, after) {
        Some(unit)
    } else {
        None
    }
}

/// «Han är elva och hon är sex år»: covered by «är»; here «sex år yngre» is a difference, not an age.
fn comparison(page: &Page, at: usize, after: &str) -> bool {
    matches!(page.word(at, -1), "blott" | "endast") && !matches!(after, "äldre" | "yngre")
}

fn is_kin_near(page: &Page, at: usize) -> bool {
    (-5..-1).any(|d| {
        let token = page.near(at, d);
        let kin = token.is_some_and(|t| {
            matches!(
                t.lower.as_str(),
                "son"
                    | "sonen"
                    | "dotter"
                    | "dottern"
                    | "barn"
                    | "mamma"
                    | "pappa"
                    | "bror"
                    | "syster"
                    | "man"
                    | "fru"
                    | "sambo"
                    | "datter"
                    | "sønn"
                    | "daughter"
                    | "mother"
                    | "father"
                    | "brother"
                    | "sister"
                    | "kille"
                    | "tjej"
                    | "flicka"
                    | "pojke"
            )
        });
        kin || token.is_some_and(|t| t.kind == Kind::Word && page.cased && t.is_capital() && !page.opens_sentence(at))
    })
}

/// «Jag är trettiotvå», «she's forty», «fyller femtio»: no unit, so the subject must be a person
/// and nothing countable may follow.
fn without_unit(page: &Page, at: usize, next: usize, value: u64, named: &HashSet<usize>) -> Option<usize> {
    let (verb, subject) = lead(page, at);
    let ends = page.near(at, (next - at) as isize).is_none_or(|t| {
        t.kind == Kind::Mark && !matches!(t.text.as_str(), "-" | "%" | ":" | "/")
            || matches!(
                t.lower.as_str(),
                "nu" | "nå" | "now" | "och" | "og" | "and" | "men" | "but" | "så" | "so" | "i" | "snart"
            )
    });
    let person =
        PERSONS.has(subject) || BEING.has(subject) && PERSONS.has(verb) || verb.contains('\'') && BEING.has(verb);
    // «Wilma är nio»
    let subject_at = at.checked_add_signed(verb_before(page, at) - 1);
    let person = person || !subject.is_empty() && subject_at.is_some_and(|at| named.contains(&at));
    let turning = TURNING.has(verb) && !(verb == "turn" && value < 10);
    let english_i = page.language == Language::English && (subject, verb) == ("i", "am");
    let aged =
        (BEING.has(verb) || BEING.has(subject)) && (person || english_i) && value >= 4 && ends && !is_time(page, next);
    (turning && value >= 1 && ends || aged).then(|| next - 1)
}

/// «Du är 10 minuter sen» ends in a unit; «klockan är tio» has no person. Left: «i» before a unit of time.
fn is_time(page: &Page, next: usize) -> bool {
    page.word(next, 0) == "i" && matches!(page.word(next, 1), "tid" | "minuter")
}
