//! Names by how somebody is introduced: «alla säger Ville», «säg bara Benke», «det är Mirja som ringer», «pers bror».

use super::cues::Cue;
use super::lists::{Entry, genitive_stem};
use super::vocabulary::FUNCTION_WORDS;
use crate::language::Language;
use crate::privacy::page::{Kind, Page};
use crate::privacy::words::Words;

/// Whether the words around introduce a name; without lists (`with_lists`) only a capital makes one.
pub(super) fn is_introduced(cue: &Cue, with_lists: bool) -> bool {
    let (page, at, entry) = (cue.page, cue.at, cue.entry);
    let token = &page.tokens[at];
    if token.kind != Kind::Word || token.end - token.start < 2 || token.is_numeral() {
        return false;
    }
    let function = FUNCTION_WORDS.has(&token.lower);
    let strange = with_lists && !page.cased && entry == Entry::default() && token.end - token.start > 2;
    let capital = token.is_capital() && (page.has_inner_capital(at) || entry.common <= 1);
    let namelike = !function && (capital || !page.cased && entry.first >= 1 || strange);
    // Where the words around prove less, the word must be a rarer one.
    let likely = !function && (capital || !page.cased && entry.first >= 2 && entry.common <= 1 || strange);
    let heard = !function && (capital || !page.cased && entry.first >= 1);
    heard && (is_told(page, at) || is_caller(page, at))
        || strange && (is_asked_to_say(page, at) || is_caller(page, at) && PHONING.has(page.word(at, 2)))
        || namelike && is_spoken_of_as_a_word(page, at)
        || likely && (is_beside_kin(page, at) || is_animal(page, at) || is_english_self(page, at))
        || namelike && is_ranked_child(page, at)
        || !function && entry.first >= 2 && is_greeted(page, at)
        || with_lists && is_owner_of_kin(cue)
}

/// «Alla säger Ville», «säg bara Benke», «de kallar mig Affe», «just say Key».
fn is_told(page: &Page, at: usize) -> bool {
    let only = usize::from(matches!(page.word(at, -1), "bara" | "bare" | "just" | "only")) as isize;
    let (two, one) = (page.word(at, -2 - only), page.word(at, -1 - only));
    let all = EVERYBODY.has(two) && matches!(one, "säger" | "sier" | "say" | "says" | "seier");
    let calls =
        matches!(two, "kallar" | "kallade" | "kalla" | "kaller" | "kalte" | "kall" | "call" | "calls" | "called")
            && matches!(one, "mig" | "mej" | "meg" | "me" | "honom" | "han" | "henne" | "him" | "her" | "oss" | "us");
    (all || calls) && ends(page, at) || is_asked_to_say(page, at)
}

/// «Säg bara Benke», «you can say Key».
fn is_asked_to_say(page: &Page, at: usize) -> bool {
    let only = isize::from(matches!(page.word(at, -1), "bara" | "bare" | "just" | "only"));
    let (two, one) = (page.word(at, -2 - only), page.word(at, -1 - only));
    matches!(one, "säg" | "si" | "say") && (only == 1 || matches!(two, "can" | "just" | "kan")) && ends(page, at)
}

/// «Det är Mirja som ringer», «it's Will again», «det var Kalle som sa».
fn is_caller(page: &Page, at: usize) -> bool {
    let (two, one) = (page.word(at, -2), page.word(at, -1));
    let presented = matches!((two, one), ("det", "är" | "er" | "var") | ("it" | "this", "is" | "was"))
        || matches!(one, "it's" | "it’s");
    let relative = matches!(page.word(at, 1), "som" | "who" | "that") && SPEAKING.has(page.word(at, 2));
    presented && (relative || matches!(page.word(at, 1), "again" | "igen" | "igjen" | "calling" | "speaking"))
}

/// «Vilja, eller uttalar jag det rätt?», «Solveig med g på slutet».
fn is_spoken_of_as_a_word(page: &Page, at: usize) -> bool {
    let comma = isize::from(page.word(at, 1) == ",");
    let next = page.word(at, comma + 1);
    let said = matches!(next, "eller" | "or") && (2..5).any(|d| PRONOUNCING.begin(page.word(at, comma + d)));
    let letter =
        page.near(at, comma + 2).is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1 && t.lower != "a");
    let naming = (-5..0).any(|d| ASKED.has(page.word(at, d))) || page.near(at, -1).is_none();
    said || letter && naming && matches!(next, "med" | "with")
}

/// «Helin søstra mi», «Per, min bror», «joan my sister».
fn is_beside_kin(page: &Page, at: usize) -> bool {
    let comma = isize::from(page.word(at, 1) == ",");
    let (one, two) = (page.word(at, comma + 1), page.word(at, comma + 2));
    let mine = |word: &str| matches!(word, "min" | "mi" | "my");
    mine(one) && RELATIVES.has(two) || mine(two) && RELATIVES.has(one)
}

/// «En hund Tjappe», «hunden Sixten».
fn is_animal(page: &Page, at: usize) -> bool {
    ANIMALS.has(page.word(at, -1))
}

/// «I am Nakato and …»
fn is_english_self(page: &Page, at: usize) -> bool {
    let me = page.word(at, -1) == "am" && page.word(at, -2) == "i" || matches!(page.word(at, -1), "i'm" | "i’m");
    page.language == Language::English && me && matches!(page.word(at, 1), "" | "and" | "from" | "," | ".")
}

/// «Mellersta Ask är störst», «lillskiten My hon är tre».
fn is_ranked_child(page: &Page, at: usize) -> bool {
    RANKED.has(page.word(at, -1))
        && matches!(
            page.word(at, 1),
            "är" | "er" | "is" | "hon" | "han" | "hun" | "she" | "he" | "fyller" | "som" | ","
        )
}

/// «Hej då Frid», «tack Vilja».
fn is_greeted(page: &Page, at: usize) -> bool {
    GREETING.has(page.word(at, -1)) && ends(page, at)
}

/// «Pers bror», «livs pappa»: a genitive, and whose relative somebody is.
fn is_owner_of_kin(cue: &Cue) -> bool {
    let (page, at) = (cue.page, cue.at);
    let lower = &page.tokens[at].lower;
    let Some(stem) = genitive_stem(lower).filter(|stem| stem.chars().count() > 1) else { return false };
    let named = cue.lists.exactly(stem, page.language).is_some_and(|entry| entry.first >= 2);
    let certain = !FUNCTION_WORDS.has(lower) && !FUNCTION_WORDS.has(stem) && !NO_OWNERS.has(lower);
    named && certain && RELATIVES.has(page.word(at, 1)) && (!page.cased || page.tokens[at].is_capital())
}

/// «Marius A», «Sara B och …»: the letter after a name.
pub(super) fn is_initial(page: &Page, at: usize) -> bool {
    let token = &page.tokens[at];
    let word = match page.language {
        Language::English => matches!(token.lower.as_str(), "a" | "i"),
        _ => matches!(token.lower.as_str(), "i" | "å" | "ö" | "o" | "e" | "æ" | "ø"),
    };
    let letter = token.kind == Kind::Word && token.end - token.start == 1 && !word;
    letter && page.near(at, -1).is_some() && (ends(page, at) || page.cased && token.is_capital())
}

/// Whether a clause ends after the word at `at`.
fn ends(page: &Page, at: usize) -> bool {
    page.near(at, 1).is_none_or(|t| t.kind == Kind::Mark || CLOSING.has(&t.lower))
}

/// Genitives that are no person's though somebody is called so.
static NO_OWNERS: Words = Words::new("hans vars dags mors fars allas ens kvinnans mans");
/// Words after the end of a clause.
static CLOSING: Words = Words::new(
    "och og and så so men but det den då da nu nå now tack takk thanks eller or jag jeg i for för här her det's liksom typ
     like kort short like",
);
/// Who calls somebody something.
static EVERYBODY: Words = Words::new(
    "alla alle folk dom de dei they everyone everybody people mamma pappa kompisarna vännerna gutta jentene all friends kids",
);
/// What one does on the telephone or in a talk.
static SPEAKING: Words =
    Words::new("ringer ringde ringte pratar pratade snakker talar talade sa säger sier called calls is said rang");
/// What one does on the telephone.
static PHONING: Words = Words::new("ringer ringde ringte pratar snakker talar calling calls called");
/// How words begin that speak of a name as a word.
static PRONOUNCING: Words = Words::new("uttal stava stave bokstav pronounc spell säger sier");
/// Words that make a name the subject.
static ASKED: Words = Words::new("heter heiter hette namn namnet navn navnet name name's är er is it's kallas");
/// Relatives, also in the definite form.
static RELATIVES: Words = Words::new(
    "mamma pappa mor far bror syster syrra brorsa son dotter man fru sambo kille tjej pojkvän flickvän farmor farfar mormor
     morfar moster faster farbror morbror kusin svärmor svärfar exman exfru barn søster sønn datter kone samboer kjæreste
     tante onkel mother father mum mom dad brother sister daughter wife husband partner boyfriend girlfriend cousin aunt uncle
     söstra søstera søstra broren sønnen datteren dattera mannen kona moren mora faren kusina kjæresten samboeren",
);
/// Animals near somebody.
static ANIMALS: Words =
    Words::new("hund hunden bikkja katt katten kisse valpen kattungen hamstern kaninen dog cat puppy kitten hamster");
/// Children by their age.
static RANKED: Words = Words::new(
    "äldsta yngsta mellersta minsta eldste yngste mellomste minste lillan lillen lillskiten minstingen eldstemann minstemann
     storasyster lillasyster lillebror storebror veslemor sladdisen",
);
/// Words of greeting and thanks.
static GREETING: Words = Words::new(
    "hej hejdå hejsan hallå tjena tack välkommen hei hallo takk velkommen hello hi hiya bye cheers thanks morrn",
);
