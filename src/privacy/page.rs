//! The whole dialogue as one row of tokens, which every recogniser reads.

use crate::language::Language;
use crate::privacy::dialogue::EntityType;
use crate::privacy::numerals::{self, Atom};

/// What a token is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, perhaps with digits among them, or joined by a hyphen or an apostrophe.
    Word,
    /// Digits only.
    Number,
    /// One punctuation mark or symbol.
    Mark,
}

/// A word, number or mark, with its place in the turn. It holds identified text, hence no `Debug`.
pub(crate) struct Token {
    /// Number of the turn.
    pub turn: usize,
    /// First character in the turn's text.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// As written.
    pub text: String,
    /// In lower case.
    pub lower: String,
    /// What it is made of.
    pub kind: Kind,
    /// What it says as a number; empty when it says none.
    pub atoms: Vec<Atom>,
}

impl Token {
    /// Whether it begins with a capital.
    pub(crate) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it says a number.
    pub(crate) fn is_numeral(&self) -> bool {
        !self.atoms.is_empty()
    }
}

/// Personal data found: tokens `first` to `last`, both included.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mention {
    /// What it is.
    pub kind: EntityType,
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
}

/// The dialogue's tokens in order.
pub(crate) struct Page {
    /// The tokens of all turns.
    pub tokens: Vec<Token>,
    /// The language spoken.
    pub language: Language,
    /// Whether the text has capitals to go by: some recognisers write none.
    pub cased: bool,
}

impl Page {
    /// Splits the turns into tokens.
    pub(crate) fn read<'a>(turns: impl Iterator<Item = &'a str>, language: Language) -> Self {
        let mut tokens = Vec::new();
        for (turn, text) in turns.enumerate() {
            split(text, turn, language, &mut tokens);
        }
        let words = tokens.iter().filter(|t| t.kind == Kind::Word).count();
        let capitals = tokens.iter().filter(|t| t.is_capital()).count();
        Self { tokens, language, cased: capitals * 50 >= words }
    }

    /// The token `offset` places from `at`, when it lies in the same turn.
    pub(crate) fn near(&self, at: usize, offset: isize) -> Option<&Token> {
        let here = self.tokens.get(at)?;
        self.tokens.get(at.checked_add_signed(offset)?).filter(|there| there.turn == here.turn)
    }

    /// The same in lower case; empty outside the turn.
    pub(crate) fn word(&self, at: usize, offset: isize) -> &str {
        self.near(at, offset).map_or("", |token| token.lower.as_str())
    }

    /// Whether the token has a capital that no sentence start explains.
    pub(crate) fn has_inner_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_capital) && !self.opens_sentence(at)
    }

    /// Whether the token is the first of its turn or sentence.
    pub(crate) fn opens_sentence(&self, at: usize) -> bool {
        matches!(self.word(at, -1), "" | "." | "?" | "!" | ":" | "…" | "\"" | "”" | "»" | "«" | "–" | "-")
    }

    /// The whole number that begins at `at`, with the index after it.
    pub(crate) fn cardinal(&self, at: usize) -> Option<(u64, usize)> {
        let here = self.tokens.get(at).filter(|token| token.is_numeral())?;
        let mut reader = numerals::Reader::default();
        let mut next = at;
        loop {
            // «Hundre og tolv», «two thousand and nine»
            let hundred = next > at && matches!(self.tokens[next - 1].atoms.last(), Some(Atom::Power(_)));
            let and = usize::from(hundred && matches!(self.word(next - 1, 1), "og" | "and"));
            let said = self.tokens.get(next + and).filter(|token| token.turn == here.turn && token.is_numeral());
            let Some(token) = said.filter(|token| next == at || reader.continues(&token.atoms)) else { break };
            reader.read(&token.atoms);
            next += and + 1;
        }
        let groups = reader.finish();
        match groups.as_slice() {
            [only] => only.parse().ok().map(|value| (value, next)),
            _ => None,
        }
    }
}

/// Adds the tokens of one turn.
fn split(text: &str, turn: usize, language: Language, tokens: &mut Vec<Token>) {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let end = end_of_token(&chars, at);
        let text: String = chars[at..end].iter().collect();
        let lower = text.to_lowercase();
        let kind = match chars[at] {
            c if !c.is_alphanumeric() => Kind::Mark,
            _ if text.chars().all(|c| c.is_ascii_digit()) => Kind::Number,
            _ => Kind::Word,
        };
        let atoms = match kind {
            Kind::Number => vec![Atom::Written(text.clone())],
            Kind::Word => numerals::atoms(&lower, language),
            Kind::Mark => Vec::new(),
        };
        tokens.push(Token { turn, start: at, end, text, lower, kind, atoms });
        at = end;
    }
}

/// Where the token that begins at `start` ends: a mark stands alone, letters joined by a hyphen or
/// an apostrophe are one word («Anna-Karin», «snabel-a», «I'm»).
fn end_of_token(chars: &[char], start: usize) -> usize {
    if !chars[start].is_alphanumeric() {
        return start + 1;
    }
    let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphabetic());
    let mut end = start + 1;
    while end < chars.len() {
        let joins = matches!(chars[end], '-' | '\'' | '’') && letter(end - 1) && letter(end + 1);
        if !chars[end].is_alphanumeric() && !joins {
            break;
        }
        end += 1;
    }
    end
}
