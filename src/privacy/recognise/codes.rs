//! Codes of letters and digits: case and journal numbers, door codes, plates of other countries.

use crate::privacy::dialogue::EntityType;
use crate::privacy::page::{Kind, Mention, Page, Token};
use crate::privacy::words::Words;

use super::cues::{Cue, cue, cue_of};
use super::digits::is_interim;

/// How many tokens before a code may say that it is one.
const CUE_REACH: isize = 9;

/// Every code.
pub(crate) fn find(page: &Page) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let last = glued(page, at).or_else(|| spelled(page, at)).or_else(|| rest(page, at, found.last()));
        match last {
            Some(last) => {
                found.push(Mention { kind: EntityType::OtherId, first: at, last });
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// «A8842GT», «J-204-881», «5000-K78»: letters and digits with no space between them.
fn glued(page: &Page, at: usize) -> Option<usize> {
    let tight = |last: usize| page.near(last, 1).is_some_and(|next| next.start == page.tokens[last].end);
    if page.tokens[at].kind == Kind::Mark || at > 0 && tight(at - 1) {
        return None;
    }
    let mut last = at;
    while tight(last) {
        let joint = matches!(page.word(last, 1), "-" | "/" | ":");
        let goes_on =
            if joint { tight(last + 1) && page.near(last, 2).is_some_and(|t| t.kind != Kind::Mark) } else { false };
        if !goes_on {
            break;
        }
        last += 2;
    }
    let text: Vec<char> = page.tokens[at..=last].iter().flat_map(|token| token.text.chars()).collect();
    let digits = text.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = text.iter().filter(|c| c.is_alphabetic()).count();
    // «250mg», «1980-talet» and «100-lapp» begin with digits and go on in small letters.
    let measured = text[0].is_ascii_digit() && text.iter().all(|c| !c.is_uppercase());
    (digits >= 3 && letters > 0 && letters <= 6 && digits + letters >= 5 && !measured && !is_interim_number(&text))
        .then_some(last)
}

/// A Swedish interim number («820403-T220») is an identity number, found elsewhere.
fn is_interim_number(text: &[char]) -> bool {
    let plain: Vec<char> = text.iter().copied().filter(|c| c.is_alphanumeric()).collect();
    let letter = plain.iter().position(|c| c.is_alphabetic());
    matches!(letter, Some(6 | 8))
        && letter.is_some_and(|at| plain.len() == at + 4 && is_interim(&plain[at].to_lowercase().to_string()))
}

/// What a token adds to a code that is spelled.
enum Piece {
    Letters,
    Digits,
    Joint,
}

fn piece(token: &Token) -> Option<Piece> {
    let length = token.end - token.start;
    let capitals = length <= 4 && token.text.chars().all(char::is_uppercase);
    match token.kind {
        _ if token.is_numeral() => Some(Piece::Digits),
        Kind::Word if length == 1 || capitals || is_unspeakable(token) || SPELLED.has(&token.lower) => {
            Some(Piece::Letters)
        }
        _ if JOINTS.has(&token.lower) => Some(Piece::Joint),
        _ => None,
    }
}

/// «Fr», «hvb»: consonants alone, which are letters and no word.
fn is_unspeakable(token: &Token) -> bool {
    let consonant = |c: char| c.is_alphabetic() && !"aeiouyåäöæøé".contains(c);
    token.end - token.start <= 4 && token.lower.chars().all(consonant) && !SHORT.has(&token.lower)
}

/// Short words of consonants that are words all the same.
static SHORT: Words =
    Words::new("mm hm hmm mhm st kr nr kl km kg mg ml cl dl cm mm pms tv tr sms dvs jfr ts dr mr mrs ms sms bh");

/// Letters as they are spelled over the telephone: Swedish, Norwegian, international.
static SPELLED: Words = Words::new(
    "adam bertil cesar caesar david erik filip gustav helge ivar johan kalle ludvig martin niklas olof petter qvintus
     rudolf sigurd tore urban viktor wilhelm xerxes yngve zäta anna bernhard edith fredrik harald karin nils olivia
     rikard sigrid teodor ulrik zakarias alfa alpha bravo charlie delta echo foxtrot hotel india juliett kilo lima
     november oscar papa quebec romeo sierra tango uniform victor whiskey yankee zulu",
);

/// Words and marks between the parts of a code.
static JOINTS: Words =
    Words::new("stroke slash kolon colon streck strek snedstreck skråstrek bindestreck dash hyphen - / : , .");
/// Keys of a telephone or door that begin or end a code.
static KEYS: Words = Words::new("stjärna stjerne star fyrkant firkant hash asterisk pound");
/// Letters that are words of their own.
static WORDS: Words = Words::new("i å ö a o e");
/// What is said between the parts of a code that is put right.
static PAUSES: Words = Words::new("nä nej nei no eh öh øh vänta vent wait um uh");

/// «Q Q, one two, three four», «b sju femtisex tjugotre», «stjerne tjueto nittito».
fn spelled(page: &Page, at: usize) -> Option<usize> {
    let key = KEYS.has(&page.tokens[at].lower);
    let begins = matches!(piece(&page.tokens[at]), Some(Piece::Letters | Piece::Digits));
    if !key && !begins || page.near(at, -1).is_some_and(|t| matches!(piece(t), Some(Piece::Letters | Piece::Digits))) {
        return None;
    }
    let (mut letters, mut words, mut digits) = (0, 0, 0);
    let mut last = at;
    let mut next = if key { at + 1 } else { at };
    while let Some(token) = page.near(at, (next - at) as isize) {
        // «W as in whiskey»
        let example = (token.lower.as_str(), page.word(next, 1));
        if matches!(example, ("as", "in") | ("som", "i")) && page.near(next, 2).is_some_and(|t| t.kind == Kind::Word) {
            next += 3;
            continue;
        }
        match piece(token) {
            Some(Piece::Letters) if token.is_numeral() => {}
            Some(Piece::Letters) => {
                letters += if SPELLED.has(&token.lower) { 1 } else { token.end - token.start };
                words += usize::from(WORDS.has(&token.lower));
                last = next;
            }
            Some(Piece::Digits) => {
                digits += token.atoms.len().max(if token.kind == Kind::Number { token.end - token.start } else { 1 });
                last = next;
            }
            Some(Piece::Joint) => {}
            None if PAUSES.has(&token.lower) && letters > 0 => {}
            None if KEYS.has(&token.lower) && digits > 0 => last = next,
            None => break,
        }
        next += 1;
    }
    let opens = page.near(at, -3).is_none();
    let cued = (1..=CUE_REACH).any(|d| is_code_word(page.word(at, -d)))
        || opens && matches!(cue(page, at), Some(Cue::Account | Cue::Identity));
    // «Mål T 4512»: a capital that no sentence explains.
    let capital = page.cased && page.has_inner_capital(at) && page.tokens[at].end - page.tokens[at].start == 1;
    let cued = cued || capital && digits >= 4;
    let code = letters > 0
        && (digits >= 3 && cued && letters > words
            || letters - words >= 2 && digits >= 2
            || cued && letters >= 3 && digits > 0);
    (key && digits >= 2 || code).then_some(last)
}

fn is_code_word(word: &str) -> bool {
    matches!(word, "mål" | "målet" | "reg" | "bilen" | "plåten" | "nummer" | "number" | "numret" | "ref")
        || cue_of(word) == Some(Cue::Account)
}

/// Letters that go on a code from the turn before: «m k six two» … «v o e».
fn rest(page: &Page, at: usize, before: Option<&Mention>) -> Option<usize> {
    let letter = |d: isize| page.near(at, d).is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1);
    let open =
        before.is_some_and(|code| page.tokens[code.last].turn + 2 >= page.tokens[at].turn && at - code.last <= 12);
    if page.near(at, -1).is_some() || !open || !(0..2).all(letter) {
        return None;
    }
    Some(at + (0..).take_while(|d| letter(*d)).count() - 1)
}
