//! The same affirmation again and again is no longer one: «three strikes» (MITI 4.2.1, section F, Affirm).

use std::collections::HashSet;

use crate::coding::coded::CodedTurn;
use crate::coding::miti::Code;
use crate::coding::utterances::plain_words;

/// As often the same affirmation counts; the manual leaves it between two and three repeats.
const STRIKES: usize = 3;

/// Two affirmations are the same when they share this much of their words (shared of all, Jaccard). A choice: «du är så
/// stark» and «du är verkligen så stark» are the same, «du är stark» and «du är envis» are not.
const SAME: f32 = 0.6;

/// Takes the code from each affirmation that was given [`STRIKES`] times before in the session. Volleys are not settled
/// yet.
pub(crate) fn strike_repeats(turns: &mut [CodedTurn]) {
    let mut given: Vec<HashSet<String>> = Vec::new();
    for turn in turns {
        for utterance in turn.utterances.iter_mut().filter(|utterance| utterance.code == Some(Code::Affirm)) {
            let words: HashSet<String> = plain_words(&utterance.text).into_iter().collect();
            if given.iter().filter(|before| share(before, &words) >= SAME).count() >= STRIKES {
                utterance.code = None;
                utterance.confidence = 0.0;
                turn.probabilities.codes[Code::Affirm as usize] = Some(0.0);
            }
            given.push(words);
        }
    }
}

/// The share of both texts' words that both have, 0-1.
fn share(one: &HashSet<String>, other: &HashSet<String>) -> f32 {
    let shared = one.intersection(other).count();
    shared as f32 / (one.len() + other.len() - shared).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::coded::{CodedUtterance, Probabilities};
    use crate::privacy::dialogue::{Role, Turn};

    fn affirmed(text: &str) -> CodedTurn {
        let utterance = CodedUtterance { text: text.to_owned(), code: Some(Code::Affirm), confidence: 0.8 };
        CodedTurn {
            turn: Turn { role: Role::Counsellor, text: text.to_owned(), span: None },
            volley: None,
            utterances: vec![utterance],
            codes: Vec::new(),
            main: None,
            client_talk: None,
            probabilities: Probabilities::default(),
        }
    }

    /// Section F, Affirm: the same affirmation is not coded more than two or three times («three strikes»).
    #[test]
    fn the_same_affirmation_counts_three_times() {
        let said = [
            "Du är så stark.",
            "Du är verkligen så stark",
            "du är så stark",
            "Du kämpar på för dina barn.",
            "Du är så stark!",
        ];
        let mut turns = said.map(affirmed);
        strike_repeats(&mut turns);
        let counted = turns.each_ref().map(|turn| turn.utterances[0].code.is_some());
        assert_eq!(counted, [true, true, true, true, false]);
    }

    #[test]
    fn different_affirmations_all_count() {
        let mut turns = ["Du är stark.", "Du är envis.", "Du är modig.", "Du är ärlig.", "Du är klok."].map(affirmed);
        strike_repeats(&mut turns);
        assert!(turns.iter().all(|turn| turn.utterances[0].code.is_some()));
    }
}
