//! Conversations in which every mention of personal data is marked: `{NAME|Moa} ringde`, by which de-identification
//! is measured. Invented or not, the text is sealed as soon as it is read.

use crate::language::Language;
use crate::privacy::deidentify::Entity;
use crate::privacy::dialogue::{EntityType, Role};
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};

/// A marked conversation.
pub struct Gold {
    /// Whether it is written without capitals and punctuation.
    pub lower: bool,
    /// Whether it holds personal data at all.
    pub personal: bool,
    /// What is said, without the marks.
    pub dialogue: RawDialogue,
    /// What is marked, in order.
    pub marks: Vec<Entity>,
}

/// A file is no marked conversation. Says where, never what stands there.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum GoldError {
    /// The lines before `---`.
    #[error(
        "it must begin with `language: sv`, `casing: cased` or `lower`, `kind: with` or `without`, and a line `---`"
    )]
    Heading,
    /// A turn.
    #[error("line {0}: a turn is written `T: …`, `C: …` or `O: …`, with marks such as {{NAME|Moa}}")]
    Turn(usize),
}

impl Gold {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// When heading, a turn or a mark is not as it should be.
    pub fn parse(text: &str) -> Result<Self, GoldError> {
        let (heading, body) = text.split_once("\n---\n").ok_or(GoldError::Heading)?;
        let field = |key: &str| {
            heading
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
                .map(str::trim)
                .ok_or(GoldError::Heading)
        };
        let language: Language = field("language")?.parse().map_err(|_| GoldError::Heading)?;
        let lower = choice(field("casing")?, "lower", "cased")?;
        let personal = choice(field("kind")?, "with", "without")?;
        let (mut turns, mut marks) = (Vec::new(), Vec::new());
        let first = heading.lines().count() + 2;
        for (number, line) in body.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let turn = read_turn(line, turns.len(), &mut marks).ok_or(GoldError::Turn(first + number))?;
            turns.push(turn);
        }
        Ok(Self { lower, personal, dialogue: RawDialogue { turns, language, named: Vec::new() }, marks })
    }
}

fn choice(value: &str, yes: &str, no: &str) -> Result<bool, GoldError> {
    if value == yes || value == no { Ok(value == yes) } else { Err(GoldError::Heading) }
}

/// One turn; its marks go to `marks`.
fn read_turn(line: &str, turn: usize, marks: &mut Vec<Entity>) -> Option<RawTurn> {
    let (speaker, said) = line.split_once(": ")?;
    let role = match speaker {
        "T" => Role::Counsellor,
        "C" => Role::Client,
        "O" => Role::Other,
        _ => return None,
    };
    let mut text = String::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once('{') {
        let (mark, left) = after.split_once('}')?;
        let (kind, marked) = mark.split_once('|')?;
        text.push_str(before);
        let start = text.chars().count();
        text.push_str(marked);
        marks.push(Entity { turn, start, end: text.chars().count(), kind: kind_of(kind)? });
        rest = left;
    }
    text.push_str(rest);
    Some(RawTurn { role, span: None, text: IdentifiedText::new(text) })
}

fn kind_of(name: &str) -> Option<EntityType> {
    EntityType::ALL.into_iter().find(|kind| serde_json::to_value(kind).is_ok_and(|value| value == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADING: &str = "id: x\nlanguage: sv\ncasing: lower\nkind: with\n---\n";

    #[test]
    fn marks_count_characters_of_the_text_without_them() {
        let gold = Gold::parse(&format!("{HEADING}T: åh {{NAME|moa}} är {{AGE|sju}}\n")).unwrap();
        assert!(gold.lower && gold.personal);
        let places: Vec<_> = gold.marks.iter().map(|mark| (mark.start, mark.end, mark.kind)).collect();
        assert_eq!(places, [(3, 6, EntityType::Name), (10, 13, EntityType::Age)]);
        assert_eq!(gold.dialogue.turns[0].text.reveal(), "åh moa är sju");
    }

    #[test]
    fn a_mistake_is_named_by_its_line_and_never_repeated() {
        let refused = |body: &str| Gold::parse(&format!("{HEADING}{body}")).err().unwrap();
        assert_eq!(refused("T: ja\nC: {NOISE|hemligt}"), GoldError::Turn(7));
        assert_eq!(refused("X: ja"), GoldError::Turn(6));
        assert_eq!(Gold::parse("T: ja").err(), Some(GoldError::Heading));
    }
}
