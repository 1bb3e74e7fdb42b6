//! Word error rate of a transcript that nobody may read: computed in memory, only counts come out.

use serde::Serialize;

use crate::privacy::identified::RawTranscript;

/// Edits that turn the reference into the transcript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WordErrors {
    /// Words of the reference.
    pub reference_words: usize,
    /// Words heard as another.
    pub substitutions: usize,
    /// Words not heard.
    pub deletions: usize,
    /// Words that were not said.
    pub insertions: usize,
}

impl WordErrors {
    /// Errors a word of the reference; `None` when the reference is empty.
    pub fn rate(self) -> Option<f64> {
        let errors = self.substitutions + self.deletions + self.insertions;
        (self.reference_words > 0).then(|| errors as f64 / self.reference_words as f64)
    }
}

/// Counts the fewest edits between `reference` and the transcript. Both are lower-cased and lose their
/// punctuation first, as is the custom for word error rates.
pub fn word_errors(transcript: &RawTranscript, reference: &str) -> WordErrors {
    let heard: Vec<String> = transcript.words.iter().flat_map(|word| normal_words(word.text.reveal())).collect();
    count(&normal_words(reference), &heard)
}

fn normal_words(text: &str) -> Vec<String> {
    let plain = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    text.to_lowercase().chars().map(plain).collect::<String>().split_whitespace().map(str::to_owned).collect()
}

/// Levenshtein distance over words, one row at a time, with the kinds of edits carried along.
fn count(reference: &[String], heard: &[String]) -> WordErrors {
    let edits = |e: &WordErrors| e.substitutions + e.deletions + e.insertions;
    let mut row: Vec<WordErrors> =
        (0..=heard.len()).map(|insertions| WordErrors { insertions, ..WordErrors::default() }).collect();
    for word in reference {
        let mut diagonal = row[0];
        row[0].deletions += 1;
        for (index, other) in heard.iter().enumerate() {
            let kept = WordErrors { substitutions: diagonal.substitutions + usize::from(word != other), ..diagonal };
            let deleted = WordErrors { deletions: row[index + 1].deletions + 1, ..row[index + 1] };
            let inserted = WordErrors { insertions: row[index].insertions + 1, ..row[index] };
            diagonal = row[index + 1];
            row[index + 1] = [kept, deleted, inserted].into_iter().min_by_key(edits).unwrap_or(kept);
        }
    }
    let last = row.last().copied().unwrap_or_default();
    WordErrors { reference_words: reference.len(), ..last }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(reference: &str, heard: &str) -> (usize, usize, usize) {
        let found = count(&normal_words(reference), &normal_words(heard));
        (found.substitutions, found.deletions, found.insertions)
    }

    #[test]
    fn edits_are_counted_by_kind() {
        assert_eq!(errors("Ja, det vill jag.", "ja det vill jag"), (0, 0, 0));
        assert_eq!(errors("det vill jag", "det ville jag nog"), (1, 0, 1));
        assert_eq!(errors("jag vet inte alls", "jag vet"), (0, 2, 0));
        assert_eq!(errors("ja", ""), (0, 1, 0));
    }

    #[test]
    fn an_empty_reference_has_no_rate() {
        assert_eq!(WordErrors::default().rate(), None);
    }
}
