//! Ages: «jag är trettiotvå år», «fyller femtio», «en 46-åring»; never durations or marks on a scale.

use std::collections::HashSet;

use super::age_parts::{and_a_half, and_parts, either_after, either_before};
use super::age_words::{
    ADVERBS, ASKING, BEING, COUNTED, ENDING, FUNCTION, KIN, LIGHT, PERSONS, PLURAL, SCORED, SHORT, SMALL, TURNING,
};
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
    found
}

/// «Ja, trettinio år nyss fyllda», after an identity number or the same age: a number that only repeats what was told.
fn told_before(page: &Page, at: usize, before: Option<&Mention>, born: &[Mention]) -> Option<usize> {
    let (value, next) = page.cardinal(at).filter(|(value, _)| (1..=115).contains(value))?;
    let turn = page.tokens[at].turn;
    let near =
        |told: &Mention| told.last < at && at - told.last <= TOPIC_REACH && page.tokens[told.last].turn + 2 >= turn;
    let same =
        before.filter(|age| near(age)).and_then(|age| page.cardinal(age.first)).is_some_and(|(told, _)| told == value);
    let known = same || value >= 10 && born.iter().any(near);
    let alone = page.near(at, -1).is_none()
        || is_mark(page, at - 1)
        || LIGHT.has(page.word(at, -1))
        || matches!(page.word(at, -1), "och" | "og" | "and");
    let year = matches!(page.word(next, 0), "år" | "years") && page.near(at, (next - at) as isize).is_some();
    let last = if year { next } else { next - 1 };
    let after = page.word(last, 1);
    let ends =
        matches!(after, "" | "." | "," | "?" | "då" | "da" | "nyss" | "nå" | "nu" | "now" | "then" | "fyllda" | "va");
    (known && alone && year && ends).then_some(last)
}

/// How far back a question about age, or an age, lets a bare number be one.
const TOPIC_REACH: usize = 18;

/// A number alone, where ages are the subject: «Hur gammal?» «Elva.»; «han var nitton, jag arton»;
/// «Brorsonen. Tjugofyra.»
fn bare(page: &Page, at: usize, before: Option<&Mention>, named: &HashSet<usize>) -> Option<usize> {
    let (value, next) = page.cardinal(at).filter(|(value, _)| (1..=115).contains(value))?;
    let opening = page.word(at, -1);
    let first_of_turn = page.near(at, -1).is_none();
    let alone = first_of_turn || is_mark(page, at - 1) || LIGHT.has(opening);
    let ends = page.near(at, (next - at) as isize).is_none()
        || is_mark(page, next)
        || page.word(next, 0) == ")"
        || is_function_word(page.word(next, 0));
    let halved = and_a_half(page, next - 1) > next - 1;
    if !ends || page.tokens[at].atoms == [Atom::Article] && !halved || page.near(at, -1).is_some_and(|t| t.is_numeral())
    {
        return None;
    }
    // «Han var nitton, jag arton», «Rima är tio, Nour åtta»: the subject right before, an age in the same breath.
    // «Min son på åtta», «en dotter på sex»; «sju och tio» after one age.
    let of_kin = matches!(opening, "på" | "of") && KIN.has(page.word(at, -2));
    let listed = matches!(opening, "och" | "og" | "and" | ",") && before.is_some_and(|age| age.last + 2 == at);
    let breath = before.is_some_and(|age| at - age.last <= 6 && page.tokens[age.last].turn == page.tokens[at].turn);
    let subject = PERSONS.has(opening) || !first_of_turn && named.contains(&(at - 1)) || SMALL.has(opening);
    let topic = is_topic(page, at, before);
    // «Femton var jag då», «sju blir hon».
    let inverted = alone && BEING.has(page.word(next, 0)) && PERSONS.has(page.word(next, 1));
    // «Elin, elva, och sonen, åtta».
    let aside = opening == ","
        && (KIN.has(page.word(at, -2)) || at > 1 && named.contains(&(at - 2)))
        && page
            .near(at, (next - at) as isize)
            .is_none_or(|t| matches!(t.lower.as_str(), "," | "." | "och" | "og" | "and"));
    // «Dottern (14)»
    let bracketed = opening == "("
        && page.word(next, 0) == ")"
        && (KIN.has(page.word(at, -2)) || at > 1 && named.contains(&(at - 2)));
    let kin = bracketed || value >= 10 && is_sentence(page, at, next) && (1..4).any(|d| KIN.has(page.word(at, -d)));
    (of_kin || listed || aside || inverted || breath && subject || topic && (alone || subject) || kin)
        .then_some(next - 1)
}

/// Whether age was asked for or told just before, in this turn or the two before it.
fn is_topic(page: &Page, at: usize, before: Option<&Mention>) -> bool {
    let turn = page.tokens[at].turn;
    let near = |other: usize| page.tokens[other].turn + 2 >= turn;
    let told = before.is_some_and(|age| at - age.last <= TOPIC_REACH && near(age.last));
    let asked = (at.saturating_sub(TOPIC_REACH)..at).any(|other| near(other) && ASKING.has(&page.tokens[other].lower));
    told || asked
}

/// Whether `word` is what is counted or measured.
fn is_unit(word: &str) -> bool {
    SHORT.has(word) || COUNTED.begin(word)
}

pub(super) fn is_counted(page: &Page, next: usize) -> bool {
    is_unit(page.word(next, 0)) || page.near(next, 0).is_some_and(Token::is_numeral)
}

/// Whether the number from `at` to `next` is a sentence of its own.
fn is_sentence(page: &Page, at: usize, next: usize) -> bool {
    let stop = |word: &str| matches!(word, "." | "!" | "?" | "…");
    stop(page.word(at, -1)) && (page.near(at, (next - at) as isize).is_none() || stop(page.word(next, 0)))
}

/// Whether a mark that ends a clause stands at `at`.
fn is_mark(page: &Page, at: usize) -> bool {
    page.tokens.get(at).is_some_and(|t| matches!(t.text.as_str(), "." | "," | "?" | "!" | "…" | ";" | "–"))
}

/// Words that cannot be counted: after a number they show that nothing is measured.
fn is_function_word(word: &str) -> bool {
    FUNCTION.has(word)
}

/// «46-åring», «fyrtiosexåring», «trettioårig», «sixteen-year-old».
fn compound(page: &Page, at: usize) -> Option<usize> {
    let word = page.word(at, 0);
    let stem = ["åring", "årig", "årsåldern", "årsalderen", "-year-old"]
        .iter()
        .find_map(|ending| word.split_once(ending).map(|(stem, _)| stem))?;
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
    (page.word(at, verb), page.word(at, verb - 1))
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
        Kind::Word => !t.is_numeral() && !is_unit(&t.lower) && !SCORED.has(&t.lower),
    });
    let person = has_person(page, at, named);
    // «Da fylte du femten», «gone at fifty-one»
    let inverted = TURNING.has(subject) && PERSONS.has(verb);
    // «Sixty-six come August», «she's going on fifteen»
    let soon = page.word(next, 0) == "come" && is_month(page.word(next, 1), page.language);
    let coming = soon || verb == "on" && subject == "going" && value < 100;
    let died = matches!(page.word(at, -1), "at" | "vid" | "ved")
        && value >= 25
        && (-5..-1).any(|d| ENDING.has(page.word(at, d)));
    let turning = TURNING.has(verb) && !(verb == "turn" && value < 10) || inverted || died || coming;
    let english_i = page.language == Language::English && subject == "i" && matches!(verb, "am" | "was");
    let called = verb.ends_with("'s") && person;
    let aged = (BEING.has(verb) || BEING.has(subject) || called)
        && (person || english_i)
        && (value >= 4 || (value >= 2 || and_a_half(page, next - 1) > next - 1) && !PLURAL.has(subject))
        && ends
        && !is_time(page, next);
    (turning && value >= 1 && ends || aged).then(|| next - 1)
}

/// Whether the verb before a number has a person for its subject: «hon är», «är du», «Wilma är», «she's».
fn has_person(page: &Page, at: usize, named: &HashSet<usize>) -> bool {
    let (verb, subject) = lead(page, at);
    let subject_at = at.checked_add_signed(verb_before(page, at) - 1);
    // «Datteren min, Zainab, ble nitten»
    let aside = usize::from(subject == ",");
    let called = !subject.is_empty() && subject_at.is_some_and(|at| at >= aside && named.contains(&(at - aside)));
    let short = verb.strip_suffix("'s").is_some()
        && at.checked_add_signed(verb_before(page, at)).is_some_and(|at| named.contains(&at));
    // «She's about to be two»
    let soon = subject == "to" && verb == "be";
    // «Faren min var femtisju»
    let owned = matches!(subject, "min" | "mi" | "mitt" | "din" | "di" | "hans" | "hennes" | "hennar" | "sin" | "vår")
        && KIN.has(page.word(at, verb_before(page, at) - 2));
    PERSONS.has(subject)
        || KIN.has(subject)
        || owned
        || soon
        || BEING.has(subject) && PERSONS.has(verb)
        || verb.contains('\'') && BEING.has(verb)
        || called
        || short
}

pub(super) fn is_month_unit(word: &str) -> bool {
    matches!(word, "månader" | "månad" | "måneder" | "months" | "month" | "veckor" | "uker" | "weeks")
}

/// «Mattie is eighteen months»: the age of a baby; «hon är tre månader nykter» is not.
fn in_months(page: &Page, at: usize, unit: usize, named: &HashSet<usize>) -> Option<usize> {
    let (verb, _) = lead(page, at);
    let old = matches!(page.word(unit, 1), "gammal" | "gamla" | "gammel" | "old");
    let next = page.word(unit, 1);
    let ends = page.near(unit, 1).is_none() || is_mark(page, unit + 1) || ADVERBS.has(next) || is_function_word(next);
    let aged = has_person(page, at, named) && (BEING.has(verb) || verb.ends_with("'s")) && ends;
    (old || aged).then(|| unit + usize::from(old))
}

/// «Du är 10 minuter sen» ends in a unit; «klockan är tio» has no person. Left: «i» before a unit of time.
fn is_time(page: &Page, next: usize) -> bool {
    page.word(next, 0) == "i" && matches!(page.word(next, 1), "tid" | "minuter")
}
