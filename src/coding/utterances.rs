//! The units that MITI counts in: utterances (complete thoughts) and volleys (manual, section D).

use unicode_segmentation::UnicodeSegmentation;

use crate::coding::openings::openings;
use crate::privacy::dialogue::{Role, Turn};

/// A recogniser that writes no full stops must still give units that a person can read and a model
/// can code: AnnoMI's turns have 40 words or fewer in nine cases of ten.
const LONGEST_WORDS: usize = 40;

/// No cut is made before this many words, so that no crumb is coded as a thought.
const SHORTEST_WORDS: usize = 12;

/// Words that open a new thought in running speech.
const OPENERS: [&str; 9] = ["men", "så", "och", "eller", "för", "fordi", "but", "so", "and"];

/// Hums: they ask the counsellor to go on.
const HUMS: [&str; 14] =
    ["m", "mm", "mmm", "mhm", "mmhm", "mhmm", "mmhmm", "hm", "hmm", "aha", "åh", "uh", "huh", "uhhuh"];

/// Words of assent and of listening: facilitative, unless they answer.
const ASSENTS: [&str; 50] = [
    "ja",
    "jaa",
    "jo",
    "jaha",
    "javisst",
    "japp",
    "jepp",
    "jajamän",
    "nej",
    "nä",
    "nej",
    "nehej",
    "okej",
    "okay",
    "ok",
    "precis",
    "exakt",
    "absolut",
    "visst",
    "just",
    "det",
    "då",
    "så",
    "klart",
    "jag",
    "förstår",
    "nei",
    "nja",
    "joda",
    "jada",
    "akkurat",
    "nettopp",
    "riktig",
    "riktigt",
    "jeg",
    "skjønner",
    "forstår",
    "yes",
    "yeah",
    "yep",
    "yup",
    "no",
    "right",
    "sure",
    "i",
    "see",
    "exactly",
    "aa",
    "a",
    "oh",
];

/// More words than this say something of their own.
const FACILITATIVE_WORDS: usize = 3;

/// Questions that check a reflection: an utterance of their own, coded besides it (manual, section F, Reflections).
const CHECKS: [&str; 10] = [
    "stämmer det",
    "är det så",
    "är det rätt",
    "har jag förstått rätt",
    "har jag förstått dig rätt",
    "stemmer det",
    "er det riktig",
    "har jeg forstått deg riktig",
    "is that right",
    "did i get that right",
];

/// Splits what somebody said into utterances: complete thoughts, at the ends of sentences, and where nothing is
/// punctuated, where a thought opens, or else at sensible length. Every word of `text` is in exactly one of them.
pub fn split(text: &str) -> Vec<String> {
    text.split_sentence_bounds()
        .flat_map(|sentence| parts(sentence.split_whitespace().collect()))
        .flat_map(thoughts)
        .filter(|utterance| !utterance.is_empty())
        .collect()
}

/// A sentence cut before the question that checks it, and, without any comma, where a thought opens.
fn parts(words: Vec<&str>) -> Vec<Vec<&str>> {
    let plain: Vec<String> = words.iter().map(|word| plain_word(word)).collect();
    let mut cuts = if words.iter().any(|word| word.ends_with([',', ';', ':'])) { Vec::new() } else { openings(&plain) };
    cuts.extend(check_question(&plain));
    cuts.sort_unstable();
    let mut rest = words;
    let mut parts: Vec<Vec<&str>> = cuts.into_iter().rev().map(|cut| rest.split_off(cut)).collect();
    parts.push(rest);
    parts.reverse();
    parts
}

/// Where the question begins that checks what was said before it.
fn check_question(words: &[String]) -> Option<usize> {
    let begins = |check: &&str| {
        let check: Vec<&str> = check.split(' ').collect();
        let at = words.len().checked_sub(check.len())?;
        (at > 1 && words.iter().skip(at).eq(&check)).then_some(at)
    };
    CHECKS.iter().find_map(begins)
}

/// A sentence in pieces of at most [`LONGEST_WORDS`], cut after a comma or before a word that opens a thought.
fn thoughts(mut words: Vec<&str>) -> Vec<String> {
    let mut found = Vec::new();
    while words.len() > LONGEST_WORDS {
        let cut = (SHORTEST_WORDS..=LONGEST_WORDS)
            .rev()
            .find(|&at| words[at - 1].ends_with(',') || OPENERS.contains(&words[at].to_lowercase().as_str()))
            .unwrap_or(LONGEST_WORDS);
        let rest = words.split_off(cut);
        found.push(words.join(" "));
        words = rest;
    }
    found.push(words.join(" "));
    found
}

/// How a listener's short reply bears on the volley of the one who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    /// "mm": never an answer to a statement.
    Hum,
    /// "ja", "okej", "precis": an answer when something was asked or reflected.
    Assent,
    /// Says something.
    Speech,
}

/// The words of `text` in lower case, without punctuation.
pub(crate) fn plain_words(text: &str) -> Vec<String> {
    text.split_whitespace().map(plain_word).filter(|word| !word.is_empty()).collect()
}

/// A word in lower case without punctuation.
fn plain_word(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Whether somebody says more than a listener's word.
pub(crate) fn says_something(text: &str) -> bool {
    reply(text) == Reply::Speech
}

fn reply(text: &str) -> Reply {
    let words = plain_words(text);
    if text.contains('?') || words.len() > FACILITATIVE_WORDS {
        Reply::Speech
    } else if words.iter().all(|word| HUMS.contains(&word.as_str())) {
        Reply::Hum
    } else if words.iter().all(|word| HUMS.contains(&word.as_str()) || ASSENTS.contains(&word.as_str())) {
        Reply::Assent
    } else {
        Reply::Speech
    }
}

/// What a counsellor's turn leaves open for the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Invites {
    /// Nothing: "mm" and "ja" only say *go on*.
    #[default]
    Listening,
    /// A reflection: "ja" confirms it, "mm" does not.
    Confirmation,
    /// A question: whatever is said answers it.
    Answer,
}

/// The volley of each turn, numbered from 0; `None` where the counsellor does not speak.
///
/// A volley is the counsellor's uninterrupted speech; it ends when somebody else says more than a
/// facilitative word, or when such a word answers a question or a reflection (manual, section D).
/// `invites` has one entry for each turn; those of other speakers are not looked at.
pub fn volleys(turns: &[Turn], invites: &[Invites]) -> Vec<Option<usize>> {
    let mut next = 0;
    let mut open: Option<Invites> = None;
    turns
        .iter()
        .zip(invites)
        .map(|(turn, &invites)| {
            if turn.role == Role::Counsellor {
                next += usize::from(open.is_none());
                open = Some(invites);
                return Some(next - 1);
            }
            open = open.filter(|&before| match reply(&turn.text) {
                Reply::Hum => before != Invites::Answer,
                Reply::Assent => before == Invites::Listening,
                Reply::Speech => false,
            });
            None
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(said: &[(Role, &str, Invites)]) -> Vec<Option<usize>> {
        let turns: Vec<Turn> =
            said.iter().map(|&(role, text, _)| Turn { role, span: None, text: text.to_owned() }).collect();
        volleys(&turns, &said.iter().map(|&(_, _, invites)| invites).collect::<Vec<_>>())
    }

    const C: Role = Role::Counsellor;
    const K: Role = Role::Client;
    const L: Invites = Invites::Listening;

    #[test]
    fn sentences_are_utterances() {
        let text = "Du är trött. Vad vill du göra åt det? Kl. 8 i morgon, t.ex. här";
        assert_eq!(split(text)[..2], ["Du är trött.", "Vad vill du göra åt det?"]);
        assert_eq!(split(text).join(" "), text);
        assert!(split("  ").is_empty());
    }

    #[test]
    fn a_question_that_checks_is_an_utterance_of_its_own() {
        // Section F, Reflections: a reflection and the question that checks it are coded both.
        assert_eq!(
            split("Du är rädd för att börja om, stämmer det?"),
            ["Du är rädd för att börja om,", "stämmer det?"]
        );
        assert_eq!(split("Stämmer det?"), ["Stämmer det?"]);
    }

    #[test]
    fn questions_open_thoughts_in_unpunctuated_speech() {
        let said = "mm du har fått in dina kontoutdrag hur har det gått med spelen";
        assert_eq!(split(said), ["mm", "du har fått in dina kontoutdrag", "hur har det gått med spelen"]);
        // A question word inside a clause opens nothing.
        assert_eq!(split("jag vill veta hur du har haft det i veckan").len(), 1);
        assert_eq!(split("du undrar vad som händer nu").len(), 1);
    }

    #[test]
    fn unpunctuated_speech_is_cut_where_a_thought_opens() {
        let text = ["jag tänker på det du sa om jobbet"; 3].join(" ") + " men " + &["det går bra"; 10].join(" ");
        let utterances = split(&text);
        assert_eq!(utterances.len(), 2);
        assert!(utterances[1].starts_with("men det går"));
        assert_eq!(utterances.join(" "), text);
    }

    #[test]
    fn a_hum_does_not_end_a_volley_and_speech_does() {
        // Section D: a volley is uninterrupted by client speech other than facilitative remarks.
        let said = [(C, "Så här är det.", L), (K, "Mm.", L), (C, "Och så här.", L), (K, "Det visste jag inte.", L)];
        assert_eq!(numbers(&said), [Some(0), None, Some(0), None]);
        assert_eq!(numbers(&[&said[..], &[(C, "Nej.", L)]].concat())[4], Some(1));
    }

    #[test]
    fn a_yes_that_answers_ends_the_volley() {
        // Section D: "yeah" in answer to a question or a reflection ends the volley.
        let asked = |invites, answer| numbers(&[(C, "…", invites), (K, answer, L), (C, "…", L)])[2] == Some(1);
        assert!(asked(Invites::Answer, "Ja."));
        assert!(asked(Invites::Answer, "Mm."));
        assert!(asked(Invites::Confirmation, "Ja, precis."));
        assert!(!asked(Invites::Confirmation, "Mm-hm."));
        assert!(!asked(Invites::Listening, "Okej."));
        assert!(asked(Invites::Listening, "Ja?"));
    }
}
