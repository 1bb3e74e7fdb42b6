//! Ages: «jag är trettiotvå år», «fyller femtio», «en 46-åring»; never durations or marks on a scale.

use std::collections::HashSet;

use super::age_parts::{and_a_half, and_parts, either_after, either_before, estimate};
use super::age_words::{
    ADVERBS, BEING, COUNTED, ENDING, FEELING, FUNCTION, HELPING, KIN, NEARING, PERSONS, PLURAL, SCORED, SHORT, SINCE,
    STARTING, TURNING,
};
use super::bare_ages::{bare, is_topic, told_before, twins};
use super::dates::is_month;
use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::{self, Atom};
use crate::privacy::page::{Kind, Mention, Page, Token};

/// Every age; `names` are those of the people (and places) on the page.
pub(crate) fn find(page: &Page, names: &[Mention], born: &[Mention]) -> Vec<Mention> {
    let named: HashSet<usize> = names.iter().flat_map(|name| name.first..=name.last).collect();
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let last = compound(page, at)
            .or_else(|| number(page, at, &named))
            .or_else(|| bare(page, at, found.last(), &named))
            .or_else(|| told_before(page, at, found.last(), born))
            .map(|last| and_parts(page, last));
        match last {
            Some(last) => {
                let first = either_before(page, at).filter(|first| found.last().is_none_or(|age| age.last < *first));
                let last = either_after(page, at, last);
                found.push(Mention { kind: EntityType::Age, first: first.unwrap_or(at), last });
                at = last + 1;
            }
            None => at += 1,
        }
    }
    let beside = twins(page, &found);
    found.extend(beside);
    found
}

/// Whether `word` is what is counted or measured.
pub(super) fn is_unit(word: &str) -> bool {
    SHORT.has(word) || COUNTED.begin(word)
}

pub(super) fn is_counted(page: &Page, next: usize) -> bool {
    is_unit(page.word(next, 0)) || page.near(next, 0).is_some_and(Token::is_numeral)
}

/// Whether a mark that ends a clause stands at `at`.
pub(super) fn is_mark(page: &Page, at: usize) -> bool {
    page.tokens.get(at).is_some_and(|t| matches!(t.text.as_str(), "." | "," | "?" | "!" | "…" | ";" | "–"))
}

/// Words that cannot be counted: after a number they show that nothing is measured.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION.has(word) || word.split_once(['\'', '’']).is_some_and(|(word, _)| FUNCTION.has(word))
}

/// «46-åring», «fyrtiosexåring», «trettioårig», «sixteen-year-old».
fn compound(page: &Page, at: usize) -> Option<usize> {
    let word = page.word(at, 0);
    let stem = ["åring", "årig", "årsåldern", "årsalderen", "-year-old"]
        .iter()
        .find_map(|ending| word.split_once(ending).map(|(stem, _)| stem))?;
    let stem = stem.trim_end_matches('-');
    let spoken = !stem.is_empty() && !numerals::atoms(stem, page.language).is_empty();
    // «Som en femåring», «i sextioårsåldern»: what somebody is like, and about how old.
    let like = matches!(page.word(at, -1), "en" | "ei" | "a") && matches!(page.word(at, -2), "som" | "like");
    let about = word.ends_with("årsåldern") || word.ends_with("årsalderen");
    (spoken && !like && !about).then_some(at)
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
    if page.word(next, 0) == "bast" {
        return Some(next);
    }
    let year = matches!(page.word(next, 0), "år" | "års" | "year" | "years" | "bast" | "yrs");
    if year {
        return in_years(page, at, next);
    }
    if is_month_unit(page.word(next, 0)) {
        return in_months(page, at, next, named);
    }
    without_unit(page, at, next, value, named)
}

/// The words that lead up to a number, without adverbs: («är», «jag») before «snart trettio».
fn lead(page: &Page, at: usize) -> (&str, &str) {
    let verb = verb_before(page, at);
    (page.word(at, verb), page.word(at, subject_before(page, at, verb)))
}

/// Where the subject of the verb at `verb` stands: before what helps it («I'd have been», «han hann bli»).
fn subject_before(page: &Page, at: usize, verb: isize) -> isize {
    let mut subject = verb - 1;
    let between = |word: &str| HELPING.has(word) || ADVERBS.has(word);
    while between(page.word(at, subject)) && !page.word(at, subject - 1).is_empty() {
        subject -= 1;
    }
    subject
}

/// Where the verb before a number stands, counted from the number.
fn verb_before(page: &Page, at: usize) -> isize {
    (1..).map(|back| -back).find(|back| !ADVERBS.has(page.word(at, *back))).unwrap_or(-1)
}

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
    // «Three years older than me» is a difference.
    if matches!(after, "äldre" | "yngre" | "eldre" | "older" | "younger") {
        return None;
    }
    let (verb, subject) = lead(page, at);
    let inverted = BEING.has(subject) && PERSONS.has(verb);
    let being = (BEING.has(verb) && !is_impersonal(subject) || inverted) && !ago;
    let of_age =
        page.word(unit, 0) == "års" && after == "ålder" || page.word(at, -1) == "vid" && page.word(unit, 0) == "års";
    // «min son, elva år, …»
    let of_kin = matches!(page.word(at, -1), "på" | "of") && KIN.has(page.word(at, -2));
    let aside =
        of_kin || page.word(at, -1) == "," && matches!(after, "," | "." | "" | "och" | "og") && is_kin_near(page, at);
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
        let capital = |t: &Token| t.kind == Kind::Word && page.cased && t.is_capital();
        let named = page.near(at, d).is_some_and(capital) && !page.opens_sentence(at);
        KIN.has(page.word(at, d)) || named
    })
}

/// «Jag är trettiotvå», «she's forty», «fyller femtio»: no unit, so the subject must be a person
/// and nothing countable may follow.
fn without_unit(page: &Page, at: usize, next: usize, value: u64, named: &HashSet<usize>) -> Option<usize> {
    let (verb, subject) = lead(page, at);
    // After «jag var fjorton» anything may follow but what is counted or scored.
    let ends = page.near(at, (next - at) as isize).is_none_or(|t| match t.kind {
        Kind::Mark => !matches!(t.text.as_str(), "-" | "%" | ":" | "/"),
        Kind::Number => false,
        // «Jag var väl fjorton femton nånting»
        Kind::Word => !is_unit(&t.lower) && (!t.is_numeral() || estimate(page, next - 1, value).is_some()),
    });
    let scored = SCORED.has(page.word(next, 0)) && page.near(at, (next - at) as isize).is_some();
    let person = has_person(page, at, named);
    // «Da fylte du femten», «gone at fifty-one»
    let inverted = TURNING.has(subject) && PERSONS.has(verb);
    // «Sixty-six come August», «she's going on fifteen»
    let soon = page.word(next, 0) == "come" && is_month(page.word(next, 1), page.language);
    let going = matches!((subject, verb), ("going", "on") | ("coming", "up" | "on") | ("age", "of"))
        || matches!((subject, verb), ("ålder" | "alder" | "alderen" | "åldern", "av" | "på"));
    let coming = soon || going && value < 100;
    let died = matches!(page.word(at, -1), "at" | "vid" | "ved")
        && (value >= 25 && (-5..-1).any(|d| ENDING.has(page.word(at, d)))
            || value >= 13 && (-5..-1).any(|d| matches!(page.word(at, d), "mamma" | "pappa" | "mor" | "far"))
            || (11..=60).contains(&value) && (-5..-1).any(|d| STARTING.has(page.word(at, d))));
    let turning = TURNING.has(verb) && !(verb == "turn" && value < 10) || inverted || died || coming;
    let english_i = page.language == Language::English && subject == "i" && matches!(verb, "am" | "was" | "were");
    // «She is one on Thursday», «han blir ett i mars»
    let first = value == 1
        && matches!(page.word(at, 0), "one" | "ett")
        && matches!(page.word(next, 0), "on" | "in" | "next" | "now" | "today" | "i" | "nu" | "nå" | "snart")
        && matches!(subject, "he" | "she" | "han" | "hon" | "hun" | "she'll" | "he'll");
    // «Jag känner mig som femti»
    let like = matches!(page.word(at, -1), "like" | "som") && (-6..-1).any(|d| FEELING.has(page.word(at, d)));
    // «Jag närmar mig sextio», «pushing seventy»
    let nearing = value >= 18 && (-3..0).any(|d| NEARING.has(page.word(at, d)));
    let feeling = value >= 10 && like || nearing;
    let called = verb.ends_with("'s") && person;
    let aged = (BEING.has(verb) || BEING.has(subject) || called)
        && (person || english_i)
        && !scored
        && (value >= 4 || first || and_a_half(page, next - 1) > next - 1 || value >= 2 && !PLURAL.has(subject))
        && ends
        && !is_time(page, next);
    (turning && value >= 1 && ends || aged || feeling && ends).then(|| next - 1)
}

/// Whether the verb before a number has a person for its subject: «hon är», «är du», «Wilma är», «she's».
fn has_person(page: &Page, at: usize, named: &HashSet<usize>) -> bool {
    let (verb, subject) = lead(page, at);
    let subject_at = at.checked_add_signed(subject_before(page, at, verb_before(page, at)));
    // «Datteren min, Zainab, ble nitten»
    let aside = usize::from(subject == ",");
    let called = !subject.is_empty() && subject_at.is_some_and(|at| at >= aside && named.contains(&(at - aside)));
    // «Josh's nine», «the baby's ten months»
    let short = verb.strip_suffix("'s").is_some_and(|who| {
        KIN.has(who) || at.checked_add_signed(verb_before(page, at)).is_some_and(|at| named.contains(&at))
    });
    // «She's about to be two»
    let soon = subject == "to" && verb == "be";
    // «Faren min var femtisju»
    let owned = matches!(subject, "min" | "mi" | "mitt" | "din" | "di" | "hans" | "hennes" | "hennar" | "sin" | "vår")
        && KIN.has(page.word(at, verb_before(page, at) - 2));
    // «Sen vi var sju»: when, not how many.
    let before = page.word(at, subject_before(page, at, verb_before(page, at)) - 1);
    let together = matches!(subject, "vi" | "we") && SINCE.has(before);
    // «Man är ju inte sjutton längre»: everybody.
    let everybody = subject == "man" && page.language != Language::English && !owned_man(page, at);
    PERSONS.has(subject)
        || KIN.has(subject) && !everybody
        || owned
        || soon
        || together
        || BEING.has(subject) && PERSONS.has(verb)
        || verb.contains('\'') && BEING.has(verb)
        || called
        || short
}

/// Whether «man» before a number is somebody's husband.
fn owned_man(page: &Page, at: usize) -> bool {
    matches!(
        page.word(at, verb_before(page, at) - 2),
        "min" | "din" | "hennes" | "hans" | "sin" | "vår" | "en" | "gift"
    )
}

pub(super) fn is_month_unit(word: &str) -> bool {
    matches!(word, "månader" | "månad" | "måneder" | "months" | "month" | "veckor" | "uker" | "weeks")
}

/// «Mattie is eighteen months»: the age of a baby; «hon är tre månader nykter» is not.
fn in_months(page: &Page, at: usize, unit: usize, named: &HashSet<usize>) -> Option<usize> {
    let (verb, _) = lead(page, at);
    // «I'm six weeks in»
    if page.word(unit, 1) == "in" {
        return None;
    }
    let old = matches!(page.word(unit, 1), "gammal" | "gamla" | "gammel" | "old");
    let next = page.word(unit, 1);
    let ends = page.near(unit, 1).is_none() || is_mark(page, unit + 1) || ADVERBS.has(next) || is_function_word(next);
    let aged = has_person(page, at, named) && (BEING.has(verb) || verb.ends_with("'s")) && ends;
    // «Åtta månader är hon»; «hur gammal är han?» «Sju månader.»
    let inverted = BEING.has(next) && PERSONS.has(page.word(unit, 2));
    let told = page.near(at, -1).is_none() && ends && is_topic(page, at, None);
    (old || aged || inverted || told).then(|| unit + usize::from(old))
}

/// «Du är 10 minuter sen» ends in a unit; «klockan är tio» has no person. Left: «i» before a unit of time.
fn is_time(page: &Page, next: usize) -> bool {
    page.word(next, 0) == "i" && matches!(page.word(next, 1), "tid" | "minuter")
}
