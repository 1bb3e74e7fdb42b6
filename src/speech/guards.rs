//! Guards against what Whisper writes when it hears nothing: loops and subtitle credits.
//!
//! Whisper's own thresholds (entropy, log probability, no-speech) let loops through when the model
//! is confident in them; see whisper.cpp issue 1507. These guards look at the words alone.

/// A word as the recogniser gave it, with its time in the chunk (ms); still unsealed, inside this
/// module's callers only.
pub(super) struct HeardWord {
    /// Bytes as decoded; whole characters, since words are joined before decoding.
    pub(super) text: String,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) probability: f32,
}

/// Longest phrase, in words, that is looked at as one turn of a loop.
const LONGEST_LOOP: usize = 12;

/// How often a phrase of `length` words may stand in a row: people do say «ja ja ja» and «nej, nej, nej».
fn allowed_repeats(length: usize) -> usize {
    match length {
        1 => 4,
        2 | 3 => 3,
        _ => 2,
    }
}

/// Credits that subtitle-trained models write over silence, lower case; nobody says them to a client.
const SUBTITLE_CREDITS: [&str; 10] = [
    "undertexter från amara",
    "undertexter av",
    "undertextning.nu",
    "textning.nu",
    "svensktextning",
    "btistudios",
    "teksting av nicolai winther",
    "undertekster av",
    "thanks for watching",
    "subtitles by",
];

/// Cuts loops down to one occurrence. Returns the words and how many loops were cut.
pub(super) fn without_loops(words: Vec<HeardWord>) -> (Vec<HeardWord>, usize) {
    let mut kept: Vec<HeardWord> = Vec::with_capacity(words.len());
    let keys: Vec<String> = words.iter().map(|w| key(&w.text)).collect();
    let mut loops = 0;
    let mut index = 0;
    let mut words = words.into_iter();
    while index < keys.len() {
        let (length, repeats) = longest_loop(&keys, index);
        if repeats > allowed_repeats(length) {
            loops += 1;
            kept.extend(words.by_ref().take(length));
            words.by_ref().take(length * (repeats - 1)).for_each(drop);
            index += length * repeats;
        } else {
            kept.extend(words.next());
            index += 1;
        }
    }
    (kept, loops)
}

/// Whether the text is a subtitle credit and not speech.
pub(super) fn is_credit(text: &str) -> bool {
    let text = text.to_lowercase();
    SUBTITLE_CREDITS.iter().any(|credit| text.contains(credit))
}

/// The phrase that repeats most often from `start` on: its length in words, and how often it stands in a row.
fn longest_loop(keys: &[String], start: usize) -> (usize, usize) {
    (1..=LONGEST_LOOP)
        .map(|length| (length, repeats(&keys[start..], length)))
        .find(|&(length, repeats)| repeats > allowed_repeats(length))
        .unwrap_or((1, 1))
}

fn repeats(keys: &[String], length: usize) -> usize {
    let mut blocks = keys.chunks_exact(length);
    let Some(first) = blocks.next() else { return 0 };
    1 + blocks.take_while(|block| *block == first).count()
}

fn key(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (String, usize) {
        let words = text
            .split_whitespace()
            .map(|word| HeardWord { text: word.to_owned(), start: 0, end: 1, probability: 1.0 })
            .collect();
        let (words, loops) = without_loops(words);
        (words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "), loops)
    }

    #[test]
    fn a_loop_is_cut_to_one_occurrence() {
        let said = "vi ses på fredag. Vi ses på fredag, vi ses på fredag vi ses på fredag hej";
        assert_eq!(cut(said), ("vi ses på fredag. hej".to_owned(), 1));
        assert_eq!(cut("och och och och och och och så"), ("och så".to_owned(), 1));
    }

    #[test]
    fn what_people_repeat_stays() {
        for said in ["ja ja ja", "nej, nej, nej, det vill jag inte", "jag vet inte, jag vet inte"] {
            assert_eq!(cut(said), (said.to_owned(), 0));
        }
    }

    #[test]
    fn credits_are_known() {
        assert!(is_credit(" Undertexter från Amara.org-gemenskapen"));
        assert!(!is_credit("jag läste texten"));
    }
}
