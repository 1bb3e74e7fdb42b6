//! Exact dates with a month: «den tredje februari», «3:e april 1985», «May 3rd», «tolvte i fjärde».

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::{self, Atom, Reader};
use crate::privacy::page::{Mention, Page};
use crate::privacy::words::Words;

/// Every exact date, with «den» before it and «i fjol» after it.
pub(crate) fn find(page: &Page) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        match date(page, at).or_else(|| holiday(page, at)) {
            Some(next) => {
                let first = at - usize::from(matches!(page.word(at, -1), "den" | "the"));
                let next = relative_year(page, next).unwrap_or(next);
                found.push(Mention { kind: EntityType::Date, first, last: next - 1 });
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The index after a date that begins at `at`.
fn date(page: &Page, at: usize) -> Option<usize> {
    let english = page.language == Language::English;
    let after_month = match english_month_first(page, at) {
        Some(next) => next,
        None => {
            let next = day(page, at)?;
            month(page, if english && page.word(next, 0) == "of" { next + 1 } else { next })?
        }
    };
    Some(year(page, after_month).unwrap_or(after_month))
}

/// The index after «i fjol», «förra året», «last year».
fn relative_year(page: &Page, at: usize) -> Option<usize> {
    let two = (page.word(at, 0), page.word(at, 1));
    let last = matches!(
        two,
        ("i", "fjol" | "fjor" | "år")
            | ("förra" | "forrige", "året" | "år")
            | ("last" | "this", "year")
            | ("samma" | "samme", "år")
    );
    last.then_some(at + 2)
}

/// The index after a holiday and its year: «julafton åttitvå», «midsommar 2019».
fn holiday(page: &Page, at: usize) -> Option<usize> {
    HOLIDAYS.has(page.word(at, 0)).then(|| year(page, at + 1).or_else(|| relative_year(page, at + 1)))?
}

/// Days of the year that have a name.
const HOLIDAYS: Words = Words(
    "julafton julaftonen juldagen annandagen nyårsafton nyårsdagen trettondagen valborg valborgsmässoafton midsommar
     midsommarafton midsommardagen lucia lucianatten luciadagen luciamorgonen påskafton påskdagen långfredagen
     nationaldagen julaften juledag nyttårsaften nyttårsdag sankthans påskeaften langfredag
     grunnlovsdagen christmas halloween easter valentine's",
);

/// The index after a day of the month: an ordinal, or a number from 1 to 31.
fn day(page: &Page, at: usize) -> Option<usize> {
    let word = page.word(at, 0);
    let mut next = if ordinal(word, page.language).is_some() {
        at + 1
    } else {
        let two = page.near(at, 1).and_then(|second| split_ordinal(page.word(at, 0), &second.lower, page.language));
        match two {
            Some(()) => at + 2,
            None => page.cardinal(at).filter(|(value, _)| (1..=31).contains(value))?.1,
        }
    };
    // «3:e», «3.», «3. april», «3rd»
    if page.word(next, 0) == ":" && matches!(page.word(next, 1), "e" | "a" | "de" | "dje") {
        next += 2;
    } else if page.word(next, 0) == "." && page.near(next, -1).is_some_and(|t| t.end == page.tokens[next].start) {
        next += 1;
    }
    page.near(at, (next - at) as isize).map(|_| next)
}

/// «twenty» «first», «tjugo» «första», «tjue» «første».
fn split_ordinal(tens: &str, unit: &str, language: Language) -> Option<()> {
    let tens = matches!(numerals::atoms(tens, language).as_slice(), [Atom::Tens(20 | 30)]);
    (tens && ordinal(unit, language).is_some_and(|value| value < 10)).then_some(())
}

/// The index after the month: its name, or an ordinal («tolvte i fjärde», «twelfth of the sixth»).
fn month(page: &Page, at: usize) -> Option<usize> {
    if is_month(page.word(at, 0), page.language) {
        return Some(at + 1);
    }
    let before = if page.language == Language::English { "the" } else { "i" };
    let numbered =
        page.word(at, 0) == before && ordinal(page.word(at, 1), page.language).is_some_and(|month| month <= 12);
    numbered.then_some(at + 2)
}

/// «May 3rd», «May the third».
fn english_month_first(page: &Page, at: usize) -> Option<usize> {
    if page.language != Language::English || !is_month(page.word(at, 0), page.language) {
        return None;
    }
    let next = if page.word(at, 1) == "the" { at + 2 } else { at + 1 };
    let first = page.near(at, (next - at) as isize)?;
    let counts = ordinal(&first.lower, page.language).is_some() || first.is_numeral() && page.word(at, 0) != "may";
    if counts { day(page, next).or(Some(next + 1)) } else { None }
}

/// The index after a year that follows the month.
fn year(page: &Page, at: usize) -> Option<usize> {
    let at = if page.word(at, 0) == "," { at + 1 } else { at };
    page.near(at - 1, 1)?;
    if is_year_in_pairs(page, at) {
        return Some(at + 1);
    }
    let (value, next) = page.cardinal(at)?;
    // «Nineteen eighty-two», «tjue nitten»: a year in two numbers
    let rest = page.cardinal(next).filter(|(rest, _)| *rest < 100 && page.near(next - 1, 1).is_some());
    if let (19 | 20, Some((_, after))) = (value, rest) {
        return Some(after);
    }
    let counted = matches!(page.word(next, 0), "år" | "kronor" | "years");
    ((1900..2100).contains(&value) || (20..100).contains(&value) && !counted).then_some(next)
}

/// «Nittentrettifem», «tjugotjugotvå» as one word.
fn is_year_in_pairs(page: &Page, at: usize) -> bool {
    let mut reader = Reader::default();
    page.tokens.get(at).into_iter().for_each(|token| reader.read(&token.atoms));
    matches!(reader.finish().as_slice(), [century, year] if matches!(century.as_str(), "19" | "20") && year.len() == 2)
}

fn is_month(word: &str, language: Language) -> bool {
    let months = match language {
        Language::Swedish => {
            "januari februari mars april maj juni juli augusti september oktober november december jan feb aug sept okt nov dec"
        }
        Language::Bokmal | Language::Nynorsk => {
            "januar februar mars april mai maj juni juli august september oktober november desember"
        }
        Language::English => "january february march april may june july august september october november december",
    };
    Words(months).has(word)
}

/// Ordinals from 1 to 19, in order.
const SWEDISH: Words = Words(
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde
     sextonde sjuttonde artonde nittonde",
);
const NORWEGIAN: Words = Words(
    "første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte trettende fjortende femtende
     sekstende syttende attende nittende",
);
const ENGLISH: Words = Words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
     sixteenth seventeenth eighteenth nineteenth",
);

/// The value of an ordinal up to 31, in words or as «3rd».
pub(crate) fn ordinal(word: &str, language: Language) -> Option<u64> {
    let (units, tens): (Words, &[(&str, &str, u64)]) = match language {
        Language::Swedish => {
            (SWEDISH, &[("tjugo", "tjugonde", 20), ("trettio", "trettionde", 30), ("tretti", "trettionde", 30)])
        }
        Language::Bokmal | Language::Nynorsk => {
            (NORWEGIAN, &[("tjue", "tjuende", 20), ("tretti", "trettiende", 30), ("tyve", "tyvende", 20)])
        }
        Language::English => (ENGLISH, &[("twenty", "twentieth", 20), ("thirty", "thirtieth", 30)]),
    };
    let below_twenty = |word: &str| match word {
        "tolvte" if language == Language::Swedish => Some(12),
        "syvende" => Some(7),
        _ => units.iter().position(|unit| unit == word).map(|at| at as u64 + 1),
    };
    let written = |word: &str| {
        let digits = word
            .strip_suffix("st")
            .or(word.strip_suffix("nd"))
            .or(word.strip_suffix("rd"))
            .or(word.strip_suffix("th"))?;
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    };
    below_twenty(word).or_else(|| written(word)).or_else(|| {
        tens.iter().find_map(|(stem, round, value)| {
            if word == *round {
                return Some(*value);
            }
            let unit = word.strip_prefix(stem)?;
            below_twenty(unit.strip_prefix('-').unwrap_or(unit)).filter(|unit| *unit < 10).map(|unit| value + unit)
        })
    })
}
