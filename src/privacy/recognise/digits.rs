//! Runs of digits: numbers said or written one after the other, with what people put between them.

use crate::language::Language;
use crate::privacy::numerals::{Atom, Reader};
use crate::privacy::page::{Kind, Page, Token};

/// A group of digits said or written as one number.
pub(crate) struct Group {
    /// Its digits.
    pub digits: String,
    /// Whether it was written in digits.
    pub written: bool,
    /// The mark before it, a space when there is none.
    pub joint: char,
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
    /// All its digits.
    pub(crate) fn digits(&self) -> String {
        self.groups.iter().map(|group| group.digits.as_str()).collect()
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
        | "plus" | "pluss" | "minus" | "snedstreck" => true,
        "och" | "så" => language == Language::Swedish,
        "og" => matches!(language, Language::Bokmal | Language::Nynorsk),
        "and" | "then" => language == Language::English,
        _ => false,
    }
}

/// Words that a listener says without taking the turn.
fn is_backchannel(word: &str) -> bool {
    matches!(
        word,
        "mm" | "mhm"
            | "hm"
            | "hmm"
            | "ja"
            | "jo"
            | "jaa"
            | "okej"
            | "ok"
            | "okei"
            | "okay"
            | "aha"
            | "precis"
            | "just"
            | "det"
            | "jag"
            | "jeg"
            | "skriver"
            | "nettopp"
            | "yes"
            | "yeah"
            | "right"
            | "uh"
            | "huh"
            | "vänta"
            | "vent"
            | "wait"
    )
}

/// How many fillers and marks may stand between two numbers.
const WIDEST_GAP: usize = 4;
/// How many words an interrupting turn may have.
const LONGEST_INTERRUPTION: usize = 4;

/// Every run of the page, in order.
pub(crate) fn runs(page: &Page) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        if page.tokens[at].is_numeral() {
            let mut members = vec![at];
            while let Some(next) = next_number(page, members[members.len() - 1]) {
                members.push(next);
            }
            at = members[members.len() - 1] + 1;
            trim(page, &mut members);
            if !members.is_empty() {
                found.push(read(page, &members));
            }
        } else {
            at += 1;
        }
    }
    found
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
            return Some(at);
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
    matches!(letter, "t" | "r" | "s" | "u" | "w" | "x" | "j" | "k" | "l" | "m" | "n")
}

/// Where the digits go on after a turn that begins at `start`: in that turn when it begins with a
/// number, or after it when it only acknowledges.
fn after_interruption(page: &Page, start: usize) -> Option<usize> {
    let turn = page.tokens[start].turn;
    let length = page.tokens.iter().skip(start).take_while(|token| token.turn == turn).count();
    let words = &page.tokens[start..start + length];
    if words.iter().any(Token::is_numeral) {
        // An echo of the digits, or the rest of them after a word like «ja».
        let lead = words.iter().take_while(|t| !t.is_numeral()).count();
        let light = words[..lead].iter().all(|t| t.kind == Kind::Mark || is_backchannel(&t.lower) || t.lower == "och");
        return (light && lead <= LONGEST_INTERRUPTION).then_some(start + lead);
    }
    let light = words.iter().all(|t| t.kind == Kind::Mark || is_backchannel(&t.lower));
    let spoken = words.iter().filter(|t| t.kind == Kind::Word).count();
    let next = start + length;
    (light && spoken <= LONGEST_INTERRUPTION && next < page.tokens.len()).then_some(next)
}

/// Takes articles off the ends: «en» and «ett» are digits only among digits.
fn trim(page: &Page, members: &mut Vec<usize>) {
    let article = |at: &usize| page.tokens[*at].atoms == [Atom::Article];
    let digit_words = members.iter().filter(|at| !article(at)).count();
    let is_digit =
        |at: &usize| digit_words >= 4 && !(page.language == Language::Swedish && page.tokens[*at].lower == "en");
    while members.last().is_some_and(|at| article(at) && !is_digit(at)) {
        members.pop();
    }
    let lead = members.iter().take_while(|at| article(at) && !is_digit(at)).count();
    members.drain(..lead);
}

/// Reads the numbers of a run.
fn read(page: &Page, members: &[usize]) -> Run {
    let mut groups: Vec<Group> = Vec::new();
    let mut reader = Reader::default();
    let mut joint = ' ';
    let mut before = None;
    for &at in members {
        let token = &page.tokens[at];
        let apart = before.is_some_and(|last| at != last + 1);
        if apart
            || token.kind == Kind::Number
            || before.is_some_and(|last: usize| page.tokens[last].kind == Kind::Number)
        {
            flush(&mut reader, &mut groups, joint, before.is_some_and(|l: usize| page.tokens[l].kind == Kind::Number));
            joint = if apart { page.tokens[at - 1].text.chars().next().unwrap_or(' ') } else { ' ' };
        }
        reader.read(&token.atoms);
        before = Some(at);
    }
    let written = before.is_some_and(|last| page.tokens[last].kind == Kind::Number);
    flush(&mut reader, &mut groups, joint, written);
    Run { first: members[0], last: members[members.len() - 1], groups }
}

/// Moves what the reader holds into groups.
fn flush(reader: &mut Reader, groups: &mut Vec<Group>, joint: char, written: bool) {
    for (i, digits) in std::mem::take(reader).finish().into_iter().enumerate() {
        groups.push(Group { digits, written, joint: if i == 0 { joint } else { ' ' } });
    }
}
