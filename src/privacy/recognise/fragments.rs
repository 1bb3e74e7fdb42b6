//! Parts of a number: what is said of it after an interruption, as a correction, or its end alone.
//!
//! «Slutar på åtta åtta ett sex», «nej en nia och en sjua»: short, but while an identifier is the subject
//! they are parts of it.

use super::cues::{Cue, cue_of, is_identity_number};
use super::digits::Run;
use super::plain_numbers::{is_measured, is_plain};
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::Atom;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

/// How far back the subject may have been named: tokens and turns.
const REACH: usize = 60;
const TURNS: usize = 4;
/// A turn of so many words without a number talks about something else.
const OTHER_SUBJECT: usize = 12;

/// The runs that go on an identifier of which something is in `told`, or which a word just named.
pub(crate) fn find(page: &Page, runs: &[Run], told: &[Mention]) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for run in runs {
        if told.iter().any(|mention| mention.first <= run.last && run.first <= mention.last) {
            continue;
        }
        let before = told.iter().chain(&found).filter(|mention| mention.last < run.first).max_by_key(|m| m.last);
        let breath = before.is_some_and(|mention| run.first - mention.last <= BREATH);
        if let Some(kind) = subject(page, run.first, before).filter(|_| is_part(page, run, breath)) {
            found.push(Mention { kind, first: with_article(page, run.first), last: run.last });
        }
    }
    let letters = letters(page, told, &found);
    found.extend(letters);
    found
}

/// «J x something four one»: two letters or more that open a turn while an identifier is the subject.
fn letters(page: &Page, told: &[Mention], runs: &[Mention]) -> Vec<Mention> {
    let letter = |at: usize, d: isize| {
        page.near(at, d).is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1 && !t.is_numeral())
    };
    let mut found = Vec::new();
    for at in (0..page.tokens.len()).filter(|at| page.near(*at, -1).is_none() && letter(*at, 0)) {
        let step = if page.word(at, 1) == "," { 2 } else { 1 };
        let count = (0..).take_while(|d| letter(at, d * step)).count();
        if count < 2 {
            continue;
        }
        let last = at + (count - 1) * step as usize;
        let taken = |mention: &Mention| mention.first <= last && at <= mention.last;
        let before = told.iter().chain(runs).filter(|mention| mention.last < at).max_by_key(|m| m.last);
        if let Some(kind) = subject(page, at, before).filter(|_| !told.iter().chain(runs).any(taken)) {
            found.push(Mention { kind, first: at, last });
        }
    }
    found
}

/// How near a part stands to the one before it in the same breath.
const BREATH: usize = 5;

/// The identifier that is talked about at `at`.
fn subject(page: &Page, at: usize, before: Option<&Mention>) -> Option<EntityType> {
    let turn = page.tokens[at].turn;
    let first = (at.saturating_sub(REACH)..at).find(|&other| page.tokens[other].turn + TURNS >= turn)?;
    let named = (first..at).rev().find_map(|other| named_by(page, other).map(|kind| (other, kind)));
    let told = before
        .filter(|mention| mention.last >= first)
        .filter(|m| matches!(m.kind, EntityType::IdNumber | EntityType::Phone | EntityType::OtherId))
        .map(|mention| (mention.last, mention.kind));
    let (opened, kind) = [named, told].into_iter().flatten().max_by_key(|(other, _)| *other)?;
    (!is_left(page, opened, at)).then_some(kind)
}

/// Whether something else was talked about between `opened` and `at`.
fn is_left(page: &Page, opened: usize, at: usize) -> bool {
    let between = &page.tokens[opened + 1..at];
    between.chunk_by(|one, next| one.turn == next.turn).any(|stretch| {
        let words = stretch.iter().filter(|t| t.kind != Kind::Mark).count();
        // In its own turn more is said beside it.
        let most = if stretch[0].turn == page.tokens[opened].turn { 2 * OTHER_SUBJECT } else { OTHER_SUBJECT };
        words >= most && !stretch.iter().any(|t| t.is_numeral() && t.atoms != [Atom::Article])
            || stretch.iter().any(|t| LEAVING.has(&t.lower) || is_thousands(t))
    })
}

/// «Elvatusen»: an amount; years are said so too.
fn is_thousands(token: &Token) -> bool {
    token.atoms.contains(&Atom::Power(1000)) && !["två", "to"].iter().any(|two| token.lower.starts_with(two))
}

/// Words of amounts, times and ages: another kind of number is the subject.
static LEAVING: Words = Words::new(
    "kronor kroner kr spänn procent prosent klockan klokka clock år years gammal gammel old timmar timer hours minuter
     minutter minutes öl glas burkar tabletter milligram mg skala skalan scale poäng gånger ganger times veckor uker
     weeks månader måneder months dagar dager days",
);

/// The identifier that the word at `at` names.
fn named_by(page: &Page, at: usize) -> Option<EntityType> {
    let word = page.word(at, 0);
    if matches!(word, "numret" | "nummeret")
        || ["telefonnum", "mobilnum", "jobbnum", "hemnum"].iter().any(|stem| word.starts_with(stem))
    {
        return Some(EntityType::Phone);
    }
    let before = page.word(at, -1);
    if is_identity_number(before, word)
        || matches!(word, "sista" | "siste" | "last")
            && (-1..3).any(|d| matches!(page.word(at, d), "fyra" | "fire" | "fem" | "four" | "siffrorna" | "sifrene"))
    {
        return Some(EntityType::IdNumber);
    }
    match cue_of(word) {
        Some(Cue::Identity) => Some(EntityType::IdNumber),
        // «I telefonen», «ringa» and «nå» are said of other things too.
        _ if ["telefonen", "mobilen", "phone"].iter().any(|end| word.ends_with(end)) => {
            matches!(page.word(at, 1), "är" | "har" | "er" | "is" | "slutar" | "slutter" | "ends")
                .then_some(EntityType::Phone)
        }
        Some(Cue::Account) if word.ends_with("numret") || word.ends_with("nummer") || word.ends_with("nummeret") => {
            Some(EntityType::OtherId)
        }
        Some(Cue::Account)
            if matches!(word, "iban" | "koden" | "portkoden" | "bankgiro" | "plusgiro" | "bankgirot") =>
        {
            Some(EntityType::OtherId)
        }
        _ => None,
    }
}

/// Whether `run` may be part of a number: four digits or more, or fewer that nothing is counted with.
fn is_part(page: &Page, run: &Run, breath: bool) -> bool {
    let digits: usize = run.lengths().iter().sum();
    if is_plain(page, run) && digits > 3 || is_measured(page, run) || is_timed(page, run) || is_amount(run) && !breath {
        return false;
    }
    // «De sista fyra?» asks for digits and is none.
    let asks = matches!(page.word(run.first, -1), "sista" | "siste" | "last") && digits == 1;
    if asks {
        return false;
    }
    if digits >= 4 {
        return true;
    }
    let opens = |at: usize| page.near(at, -1).is_none_or(|t| t.kind == Kind::Mark || TURNING.has(&t.lower));
    let ends = page.near(run.last, 1).is_none_or(|t| t.kind == Kind::Mark || FOLLOWING.has(&t.lower));
    let first = with_article(page, run.first);
    let corrected =
        (-4..0).any(|d| CORRECTING.has(page.word(first, d))) || (1..5).any(|d| CORRECTING.has(page.word(run.last, d)));
    let alone = page.near(first, -1).is_none() && page.near(run.last, 1).is_none_or(|t| t.kind == Kind::Mark);
    // «Sjuttisju på slutet»
    let at_end = matches!(page.word(run.last, 1), "på" | "at" | "til" | "i") && CORRECTING.has(page.word(run.last, 2))
        || page.word(run.last, 1) == "at" && CORRECTING.has(page.word(run.last, 3));
    let told = matches!(page.word(run.first, -1), "är" | "er" | "is" | "it's");
    let followed = ends || at_end || (corrected || told) && PERSONS.has(page.word(run.last, 1));
    followed && (opens(first) && digits >= 2 || corrected || alone)
}

/// «Efter sexton och tretti», «since ten forty-one».
fn is_timed(page: &Page, run: &Run) -> bool {
    let weekday = |d: isize| WEEKDAYS.begin(page.word(run.first, d));
    TIMING.has(page.word(run.first, -1)) || (-3..0).any(weekday)
}

/// How weekdays begin: a time of day is told after them.
static WEEKDAYS: Words = Words::new(
    "måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag monday tuesday wednesday thursday friday saturday
     sunday imorgon morgen tomorrow",
);

/// Words before a time of day or a year.
static TIMING: Words = Words::new(
    "efter etter since kl klockan klokka vid ved at till til från fra from mellan mellom between innan før before
     after kring omkring rundt around runt halv kvart sen sedan siden",
);

/// «4 910»: thousands as they are written.
fn is_amount(run: &Run) -> bool {
    matches!(run.groups.as_slice(), [one, two] if one.written && two.written && two.joint == ' ' && one.digits.len() < 3
        && !one.digits.starts_with('0') && two.digits.len() == 3)
}

/// «En nia»: the article goes with the digit.
fn with_article(page: &Page, first: usize) -> usize {
    first - usize::from(matches!(page.word(first, -1), "en" | "ei" | "a") && page.tokens[first].is_numeral())
}

/// Words before a part of a number.
static TURNING: Words = Words::new(
    "ja jo nej nei no yes jaa jaha eh öh äh vänta vent wait sen sedan så och og and på inte ikke not then slutar slutter enten antingen either eller or
     är er is it's med with blir förlåt sorry unnskyld",
);
/// Words that show that a digit is put right, or that only the end is told.
static CORRECTING: Words = Words::new(
    "nej nei no vänta vent wait förlåt sorry unnskyld inte ikke not slutar slutter slutet slut sist sista siste ends ending end slutt last fel feil wrong menar mener mean",
);
/// Words that begin the next sentence after a corrected part.
static PERSONS: Words = Words::new("jag jeg i han hon det");
/// Words after a part of a number.
static FOLLOWING: Words = Words::new(
    "nej nei no vänta vent wait nånting någonting noe something sist sista siste last och og and sen
     så men but tror think är er is va ja jo yes mm eh öh var det den förlåt eller or",
);
