//! Speakers before a colon, as people and Zoom write them: `Anna Lind: Hej.`, `[SPEAKER_00]: Hej.`, `- T: Hej.`

use std::collections::HashMap;

use super::labels;
use super::markup::Piece;

/// The longest that stands for a speaker, in characters and in words.
const LONGEST: usize = 60;
const MOST_WORDS: usize = 5;

/// The labels of a file that stand for speakers. «Okej: vi gör så» looks like one too, so a label that names no
/// role must come twice, or stand in a file in which most cues begin with one.
pub(super) struct Prefixes {
    seen: HashMap<String, usize>,
    mostly: bool,
    any: bool,
}

impl Prefixes {
    /// For a file whose speakers are told otherwise: nothing before a colon is a label.
    pub(super) fn none() -> Self {
        Self { seen: HashMap::new(), mostly: false, any: false }
    }

    /// What the cues of a file begin with.
    pub(super) fn of<'a>(cues: impl Iterator<Item = &'a Vec<Piece>>) -> Self {
        let (mut seen, mut labelled, mut all) = (HashMap::new(), 0, 0);
        for cue in cues.filter(|cue| !cue.is_empty()) {
            let labels =
                cue.iter().flat_map(|piece| piece.text.lines()).map(|line| label(line).map(|(label, _)| label));
            for (place, label) in labels.enumerate() {
                labelled += usize::from(place == 0 && label.is_some());
                label.into_iter().for_each(|label| *seen.entry(label.to_lowercase()).or_default() += 1);
            }
            all += 1;
        }
        Self { seen, mostly: labelled * 2 >= all, any: true }
    }

    /// What is said, line by line, with its speaker where the line begins with one.
    pub(super) fn cut(&self, text: &str) -> Vec<(Option<String>, String)> {
        if !self.any {
            return vec![(None, text.to_owned())];
        }
        let cut = |line| match label(line).filter(|(label, _)| self.stands_for_a_speaker(label)) {
            Some((label, said)) => (Some(label.to_owned()), said.to_owned()),
            None => (None, line.to_owned()),
        };
        text.lines().map(cut).collect()
    }

    fn stands_for_a_speaker(&self, label: &str) -> bool {
        self.mostly || labels::role(label).is_some() || self.seen.get(&label.to_lowercase()).is_some_and(|&n| n > 1)
    }
}

/// What stands before the colon, if it may be a speaker, and what comes after it.
fn label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start().trim_start_matches(['-', '–', '>']).trim_start();
    let (label, said) = line.split_once(':')?;
    let label = label.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']).trim();
    let words: Vec<&str> = label.split_whitespace().collect();
    let capital = |word: &&str| word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase());
    let may_be = (1..=MOST_WORDS).contains(&words.len())
        && label.chars().count() <= LONGEST
        && !label.contains(['.', '!', '?', ',', ';', '"'])
        && label.chars().any(char::is_alphabetic)
        && (said.is_empty() || said.starts_with(char::is_whitespace))
        && (labels::role(label).is_some() && words.len() == 1 || words.iter().all(capital));
    may_be.then_some((label, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(cues: &[&str]) -> Vec<Vec<(Option<String>, String)>> {
        let pieces = |text: &&str| vec![Piece { voice: None, text: (*text).to_owned() }];
        let pieces: Vec<Vec<Piece>> = cues.iter().map(pieces).collect();
        let prefixes = Prefixes::of(pieces.iter());
        cues.iter().map(|cue| prefixes.cut(cue)).collect()
    }

    #[test]
    fn labels_are_names_roles_and_numbered_speakers() {
        for (line, found) in [
            ("Anna Lind: Hej", Some("Anna Lind")),
            ("- klient: hej", Some("klient")),
            (">> [SPEAKER_00]: Hej", Some("SPEAKER_00")),
            ("T:", Some("T")),
            ("Klockan 10:30 då", None),
            ("jag tänkte så här: vi ses", None),
            ("Nej, vet du: nej", None),
            ("12: Hej", None),
        ] {
            assert_eq!(label(line).map(|(label, _)| label), found, "{line}");
        }
    }

    #[test]
    fn a_word_before_a_colon_once_is_speech() {
        let said = cut(&["Hej och välkommen", "Okej: vi gör så", "Behandlare: Bra", "Ja", "Nej"]);
        assert_eq!(said[1], [(None, "Okej: vi gör så".to_owned())]);
        assert_eq!(said[2], [(Some("Behandlare".to_owned()), " Bra".to_owned())]);
        assert_eq!(cut(&["Eva: Hej", "Bo: Hej"])[1][0].0.as_deref(), Some("Bo"));
    }
}
