//! Where thoughts open in running speech that nobody punctuated, as some recognisers write it.
//!
//! Only what is safe to tell by the words: after the listener's words with which a turn begins, and before a question
//! that is asked in a main clause (in all three languages the verb follows the question word at once; in a subordinate
//! clause the subject does). Before *and*, *but*, *so* a thought mostly goes on: in the invented corpus
//! (`models/miti/corpus`) one such word in eight opens an utterance.

/// The listener's words with which a turn may begin.
const LISTENING: [&str; 36] = [
    "m", "mm", "mmm", "mhm", "hm", "aha", "ja", "jaa", "jo", "jaha", "nej", "nä", "nei", "nja", "okej", "okay", "ok",
    "oj", "oi", "usch", "uff", "yes", "yeah", "no", "haha", "hehe", "precis", "exakt", "absolut", "visst", "akkurat",
    "nettopp", "riktig", "jepp", "yep", "nope",
];

/// Words that ask.
const ASKING: [&str; 29] = [
    "vad", "hur", "vem", "vilken", "vilket", "vilka", "varför", "när", "hva", "hvordan", "hvem", "hvilken", "hvilket",
    "hvilke", "hvorfor", "hvor", "når", "what", "how", "who", "which", "why", "where", "when", "whats", "hows",
    "whens", "wheres", "whos",
];

/// Words that may stand between a question word and its verb.
const ASKED_OF: [&str; 26] = [
    "viktigt",
    "viktig",
    "mycket",
    "ofta",
    "länge",
    "många",
    "säker",
    "sikker",
    "redo",
    "klar",
    "mye",
    "mange",
    "ofte",
    "lenge",
    "important",
    "much",
    "many",
    "often",
    "long",
    "confident",
    "ready",
    "sure",
    "sort",
    "då",
    "da",
    "about",
];

/// Words before a question word that make it a part of their clause.
const GOVERNING: [&str; 47] = [
    "veta",
    "vet",
    "undrar",
    "fråga",
    "frågar",
    "om",
    "på",
    "med",
    "av",
    "till",
    "för",
    "att",
    "berätta",
    "förstå",
    "se",
    "hört",
    "vite",
    "lurer",
    "spør",
    "fortelle",
    "høre",
    "tell",
    "know",
    "see",
    "wonder",
    "wondering",
    "about",
    "of",
    "to",
    "and",
    "och",
    "og",
    "men",
    "but",
    "så",
    "so",
    "exakt",
    "precis",
    "ungefär",
    "that",
    "is",
    "just",
    "eller",
    "or",
    "ikke",
    "inte",
    "not",
];

/// Words that join a question to what was said before it.
const JOINING: [&str; 12] = ["men", "och", "så", "då", "fast", "og", "da", "but", "and", "so", "well", "å"];

/// Finite verbs that the endings below do not tell.
const VERBS: [&str; 46] = [
    "hade", "ville", "kunde", "ska", "skulle", "fick", "blev", "vill", "kan", "måste", "finns", "sa", "e", "kunne",
    "skal", "får", "fikk", "ble", "må", "vil", "vet", "tar", "er", "is", "are", "was", "were", "do", "does", "did",
    "have", "has", "would", "will", "can", "could", "should", "might", "sounds", "seems", "feels", "made", "makes",
    "helps", "går", "har",
];

/// Words with a verb's ending that are none.
const NO_VERBS: [&str; 15] = [
    "eller", "hur", "mer", "fler", "efter", "under", "över", "inte", "ikke", "your", "their", "other", "over", "never",
    "after",
];

/// Neither half of a cut has fewer words.
const SHORTEST: usize = 3;

/// Where `words` (in lower case, without punctuation) are to be cut: the places of the first word after each cut.
pub(super) fn openings(words: &[String]) -> Vec<usize> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let mut cuts = Vec::new();
    let listened = words.iter().take_while(|word| LISTENING.contains(&word.as_str())).count();
    if listened > 0 && words.len() > listened + SHORTEST {
        cuts.push(listened);
    }
    for at in 1..words.len() {
        let before = cuts.last().map_or(at, |cut| at.saturating_sub(*cut));
        if before >= SHORTEST && words.len() - at >= SHORTEST && opens(&word, at) {
            cuts.push(at);
        }
    }
    cuts
}

/// Whether a question opens at a place.
fn opens<'w>(word: &impl Fn(usize) -> &'w str, at: usize) -> bool {
    let asks = |at: usize| ASKING.contains(&word(at));
    let asked_of = |at: usize| ASKED_OF.contains(&word(at));
    if asks(at) {
        let contracted = word(at).ends_with('s');
        let governed = GOVERNING.contains(&word(at - 1));
        return !governed && (contracted || is_verb(word(at + 1)) || asked_of(at + 1) && is_verb(word(at + 2)));
    }
    JOINING.contains(&word(at)) && asks(at + 1) && (is_verb(word(at + 2)) || asked_of(at + 2))
}

/// Whether a word may be a finite verb: by its Swedish or Norwegian ending, or by name.
fn is_verb(word: &str) -> bool {
    let ending = ["r", "de", "te"].iter().any(|ending| word.ends_with(ending));
    VERBS.contains(&word) || ending && word.chars().count() > 3 && !NO_VERBS.contains(&word)
}
