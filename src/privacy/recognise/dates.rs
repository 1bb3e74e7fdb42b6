//! Exact dates with a month: «den tredje februari», «3:e april 1985», «May 3rd», «tolvte i fjärde».

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::{self, Atom, Reader};
use crate::privacy::page::{Kind, Mention, Page};
use crate::privacy::words::Words;

/// Every exact date, with «den» before it and «i fjol» after it.
pub(crate) fn find(page: &Page) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        match date(page, at).or_else(|| holiday(page, at)).or_else(|| another_day(page, at, found.last())) {
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
            let born = || born_in(page, at);
            let Some(next) = day(page, at) else { return born() };
            month(page, if english && page.word(next, 0) == "of" { next + 1 } else { next })?
        }
    };
    Some(year(page, after_month).unwrap_or(after_month))
}

/// How far back a date lets an ordinal alone be the day of another.
const REACH: usize = 40;

/// «… the twentieth of September, and the court was the twenty-second»: a day of the month that was told.
fn another_day(page: &Page, at: usize, before: Option<&Mention>) -> Option<usize> {
    let near = before.is_some_and(|date| at - date.last <= REACH);
    let after = matches!(page.word(at, -1), "den" | "the");
    let late = ordinal(page.word(at, 0), page.language).is_some_and(|day| day > 3);
    let ends = page.near(at, 1).is_none_or(|t| t.kind == Kind::Mark || AFTER.has(&t.lower));
    (near && after && late && ends).then_some(at + 1)
}

/// Words after a day that stands alone.
static AFTER: Words = Words::new("och og and klockan klokka at i på var va er är was då da så men but eller or");

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
    if last {
        return Some(at + 2);
    }
    // «För sex år sedan»
    let (_, next) = page.cardinal(at + 1).filter(|_| matches!(two.0, "för" | "for") && page.near(at, 1).is_some())?;
    let ago = page.word(next, 0) == "år" && matches!(page.word(next, 1), "sedan" | "sen" | "siden");
    ago.then_some(next + 2)
}

/// The index after a holiday and its year: «julafton åttitvå», «midsommar 2019».
fn holiday(page: &Page, at: usize) -> Option<usize> {
    let numbered = usize::from(matches!(page.word(at, 0), "första" | "andra" | "første" | "andre"));
    let next = at + numbered + 1;
    // «Hon fyller på lucia»
    let birthday =
        (-4..0).any(|d| matches!(page.word(at, d), "fyller" | "född" | "født" | "fødd" | "born" | "birthday"));
    if birthday && numbered == 0 && HOLIDAYS.has(page.word(at, 0)) {
        return Some(at + 1 + usize::from(page.word(at, 1) == "knut"));
    }
    let told = HOLIDAYS.has(page.word(at, numbered as isize)) && page.near(at, numbered as isize + 1).is_some();
    told.then(|| year(page, next).or_else(|| relative_year(page, next)))?
}

/// Days of the year that have a name.
static HOLIDAYS: Words = Words::new(
    "tjugondag nyårsafton julafton julaftonen juldagen annandagen nyårsdagen trettondagen valborg valborgsmässoafton midsommar
     midsommarafton midsommardagen lucia lucianatten luciadagen luciamorgonen påskafton påskdagen långfredagen
     nationaldagen julaften juledag nyttårsaften nyttårsdag sankthans påskeaften langfredag
     grunnlovsdagen juledagen juledag pinsedag påskedag adventssöndagen christmas halloween easter valentine's",
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
    // «Tolfte tolfte», but «första, andra, tredje»
    let value = |offset: isize| ordinal(page.word(at, offset), page.language);
    let row = value(-1).zip(value(0)).is_some_and(|(day, month)| month <= 12 && month != day + 1);
    if row && page.language != Language::English {
        return Some(at + 1);
    }
    numbered.then_some(at + 2)
}

/// «Född i maj åttisex»: the month and the year of a birth.
fn born_in(page: &Page, at: usize) -> Option<usize> {
    let born = (-3..0).any(|d| matches!(page.word(at, d), "född" | "fødd" | "født" | "born"));
    if born && is_month(page.word(at, 0), page.language) { year(page, at + 1) } else { None }
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
    // «Nollnio», «oh six»
    let said = |at: usize| page.tokens.get(at).map_or(&[][..], |token| token.atoms.as_slice());
    match (said(at), said(at + 1)) {
        ([Atom::Unit(0), Atom::Unit(_)], _) => return Some(at + 1),
        ([Atom::Unit(0)], [Atom::Unit(_)]) if page.near(at, 1).is_some() => return Some(at + 2),
        _ => {}
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

pub(super) fn is_month(word: &str, language: Language) -> bool {
    static SWEDISH: Words = Words::new(
        "januari februari mars april maj juni juli augusti september oktober november december jan feb aug sept okt nov dec",
    );
    static NORWEGIAN: Words =
        Words::new("januar februar mars april mai maj juni juli august september oktober november desember");
    static ENGLISH: Words =
        Words::new("january february march april may june july august september october november december");
    let months = match language {
        Language::Swedish => &SWEDISH,
        Language::Bokmal | Language::Nynorsk => &NORWEGIAN,
        Language::English => &ENGLISH,
    };
    months.has(word)
}

/// Ordinals from 1 to 19, in order.
static SWEDISH: Words = Words::new(
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde
     sextonde sjuttonde artonde nittonde",
);
static NORWEGIAN: Words = Words::new(
    "første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte trettende fjortende femtende
     sekstende syttende attende nittende",
);
static ENGLISH: Words = Words::new(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
     sixteenth seventeenth eighteenth nineteenth",
);

/// The value of an ordinal up to 31, in words or as «3rd».
pub(crate) fn ordinal(word: &str, language: Language) -> Option<u64> {
    let (units, tens): (&Words, &[(&str, &str, u64)]) = match language {
        Language::Swedish => {
            (&SWEDISH, &[("tjugo", "tjugonde", 20), ("trettio", "trettionde", 30), ("tretti", "trettionde", 30)])
        }
        Language::Bokmal | Language::Nynorsk => {
            (&NORWEGIAN, &[("tjue", "tjuende", 20), ("tretti", "trettiende", 30), ("tyve", "tyvende", 20)])
        }
        Language::English => (&ENGLISH, &[("twenty", "twentieth", 20), ("thirty", "thirtieth", 30)]),
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
