//! Runs of digits: numbers said or written one after the other, with what people put between them.

use crate::language::Language;
use crate::privacy::numerals::{Atom, Reader};
use crate::privacy::page::{Kind, Page, Token};
use crate::privacy::words::Words;

/// A group of digits said or written as one number.
pub(crate) struct Group {
    /// Its digits.
    pub digits: String,
    /// Whether it was written in digits.
    pub written: bool,
    /// The mark before it, a space when there is none.
    pub joint: char,
    /// The turn in which it was said.
    pub turn: usize,
}

/// Numbers that follow each other.
pub(crate) struct Run {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// The numbers.
    pub groups: Vec<Group>,
}

impl Run {
    /// Its digits; of a number that the other speaker repeats, the first telling.
    pub(crate) fn digits(&self) -> String {
        let first_turn = self.groups[0].turn;
        let digits = |of: &mut dyn Iterator<Item = &Group>| of.map(|group| group.digits.as_str()).collect::<String>();
        let first = digits(&mut self.groups.iter().filter(|group| group.turn == first_turn));
        if first.len() >= WHOLE { first } else { digits(&mut self.groups.iter()) }
    }

    /// The length of each group.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.digits.len()).collect()
    }
}

/// Words between the numbers of one run; by language where they mean something else elsewhere.
fn is_filler(word: &str, language: Language) -> bool {
    match word {
        "eh" | "öh" | "äh" | "øh" | "ehm" | "hm" | "hmm" | "mm" | "mhm" | "uh" | "um" | "er" | "sen" | "sedan"
        | "streck" | "bindestreck" | "bindestrek" | "strek" | "dash" | "hyphen" | "mellanslag" | "mellomrom"
        | "plus" | "pluss" | "minus" | "snedstreck" | "skråstrek" | "slash" | "kolon" | "colon" => true,
        "och" | "å" | "o" => language == Language::Swedish,
        "så" | "ja" => language != Language::English,
        "og" => matches!(language, Language::Bokmal | Language::Nynorsk),
        "and" | "then" => language == Language::English,
        _ => false,
    }
}

/// Words that a listener says without taking the turn.
static BACKCHANNELS: Words = Words::new(
    "mm mhm hm hmm ja jo jaa okej ok okei okay aha precis just det jag jeg skriver nettopp yes yeah right uh huh
     vänta vent wait",
);

/// With this many digits a number said in one turn is whole; what follows is an echo.
const WHOLE: usize = 8;
/// How many fillers and marks may stand between two numbers.
const WIDEST_GAP: usize = 4;
/// How many words an interrupting turn may have.
const LONGEST_INTERRUPTION: usize = 4;

/// Every run of the page, in order.
pub(crate) fn runs(page: &Page) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        if page.tokens[at].is_numeral() && !announces(page, at) {
            let mut members = vec![at];
            while let Some(next) = next_number(page, members[members.len() - 1]) {
                members.push(next);
            }
            at = members[members.len() - 1] + 1;
            trim(page, &mut members);
            // Articles alone are no digits, nor is «dubbel» with nothing after it.
            found.extend(read(page, &members).filter(|run| !run.groups.is_empty()));
        } else {
            at += 1;
        }
    }
    found
}

/// «De fyra sista», «de sista fyra»: it announces digits and is none of them.
fn announces(page: &Page, at: usize) -> bool {
    let last = |offset: isize| matches!(page.word(at, offset), "sista" | "siste" | "last");
    last(1) || last(-1) && matches!(page.word(at, 0), "fyra" | "fire" | "four")
}

/// The number that goes on the run after `from`, if one does.
fn next_number(page: &Page, from: usize) -> Option<usize> {
    let written = page.tokens[from].kind == Kind::Number;
    let mut at = from + 1;
    let mut gap = 0;
    let mut turn = page.tokens[from].turn;
    while let Some(token) = page.tokens.get(at) {
        if token.turn != turn {
            at = after_interruption(page, at)?;
            turn = page.tokens[at].turn;
            gap = 0;
            continue;
        }
        if token.is_numeral() {
            return (!announces(page, at)).then_some(at);
        }
        // Amounts are listed with «och»: «mellan 100 och 200».
        let lists = written && matches!(token.lower.as_str(), "och" | "og" | "and");
        let between =
            is_joint(token) || is_filler(&token.lower, page.language) && !lists || is_interim_letter(page, at);
        if !between || gap == WIDEST_GAP {
            return None;
        }
        gap += 1;
        at += 1;
    }
    None
}

/// Marks that people or recognisers put between digits; a colon stands in times of day.
fn is_joint(token: &Token) -> bool {
    matches!(token.text.as_str(), "-" | "–" | "—" | "." | "," | "/" | "+" | "(" | ")" | "…" | "?" | "!")
}

/// The letter of a Swedish interim number (T-nummer), among digits.
fn is_interim_letter(page: &Page, at: usize) -> bool {
    let token = &page.tokens[at];
    token.end - token.start == 1 && is_interim(&token.lower) && page.near(at, 1).is_some_and(Token::is_numeral)
}

/// The letters that stand for the first of the last four digits in an interim number.
pub(crate) fn is_interim(letter: &str) -> bool {
    INTERIM_WORDS.contains(&letter)
}

const INTERIM_WORDS: &[&str] = &["t", "r", "s", "u", "w", "x", "j", "k", "l", "m", "n"];

/// Where the digits go on after a turn that begins at `start`: in that turn when it begins with a
/// number, or after it when it only acknowledges.
fn after_interruption(page: &Page, start: usize) -> Option<usize> {
    let turn = page.tokens[start].turn;
    let length = page.tokens.iter().skip(start).take_while(|token| token.turn == turn).count();
    let words = &page.tokens[start..start + length];
    if words.iter().any(Token::is_numeral) {
        // An echo of the digits, or the rest of them after a word like «ja».
        let lead = words.iter().take_while(|t| !t.is_numeral()).count();
        let light =
            words[..lead].iter().all(|t| t.kind == Kind::Mark || BACKCHANNELS.has(&t.lower) || t.lower == "och");
        return (light && lead <= LONGEST_INTERRUPTION).then_some(start + lead);
    }
    let light = words.iter().all(|t| t.kind == Kind::Mark || BACKCHANNELS.has(&t.lower));
    let spoken = words.iter().filter(|t| t.kind == Kind::Word).count();
    let next = start + length;
    (light && spoken <= LONGEST_INTERRUPTION && next < page.tokens.len()).then_some(next)
}

/// Takes articles off the ends: «en» and «ett» are digits only among digits.
fn trim(page: &Page, members: &mut Vec<usize>) {
    let article = |at: &usize| page.tokens[*at].atoms == [Atom::Article];
    let digit_words = members.iter().filter(|at| !article(at)).count();
    let zero = members.iter().any(|&at| page.tokens[at].atoms == [Atom::Unit(0)]);
    let together = members.last().zip(members.first()).is_some_and(|(last, first)| last - first + 1 == members.len());
    let among_digits = members.len() >= 4 && (digit_words >= 2 || digit_words == 1 && together)
        || members.len() == 3 && digit_words == 2 && zero;
    let is_digit = |at: &usize| among_digits && !(page.language == Language::Swedish && page.tokens[*at].lower == "en");
    while members.last().is_some_and(|at| article(at) && !is_digit(at)) {
        members.pop();
    }
    let lead = members.iter().take_while(|at| article(at) && !is_digit(at)).count();
    members.drain(..lead);
}

/// Reads the numbers of a run.
fn read(page: &Page, members: &[usize]) -> Option<Run> {
    let (&start, &last) = (members.first()?, members.last()?);
    let mut groups: Vec<Group> = Vec::new();
    // Words that follow each other directly may be one number; anything between them parts it.
    for stretch in members.chunk_by(|&one, &next| is_one_number(page, one, next)) {
        let mut reader = Reader::default();
        stretch.iter().for_each(|&at| reader.read(&page.tokens[at].atoms));
        let first = stretch[0];
        let written = is_written(page, first);
        let follows = start < first && !members.contains(&(first - 1));
        let mut joint = if follows { page.tokens[first - 1].text.chars().next().unwrap_or(' ') } else { ' ' };
        for digits in reader.finish() {
            groups.push(Group { digits, written, joint, turn: page.tokens[first].turn });
            joint = ' ';
        }
    }
    Some(Run { first: start, last, groups })
}

/// Whether the words at `one` and `next` may be one number: they follow each other, or «and» stands after a hundred.
fn is_one_number(page: &Page, one: usize, next: usize) -> bool {
    let hundred = matches!(page.tokens[one].atoms.last(), Some(Atom::Power(_)));
    let joined = next == one + 2 && hundred && matches!(page.word(one, 1), "and" | "og" | "och");
    let turn = page.tokens[one].turn == page.tokens[next].turn;
    turn && (next == one + 1 || joined) && !is_written(page, one) && !is_written(page, next)
}

fn is_written(page: &Page, at: usize) -> bool {
    page.tokens[at].kind == Kind::Number
}
