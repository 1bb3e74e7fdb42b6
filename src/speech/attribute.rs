//! From words to a conversation: whose words they are, and who that is.
//!
//! | the recording | whose words |
//! |---|---|
//! | a person a channel | the channel's; utterances that bled over from the other are dropped |
//! | voices in one channel | for each word, the speaker of most of its time |

use super::diarize::Diarization;
use super::roles::{self, Cues};
use crate::language::Language;
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTranscript, RawTurn, RawWord};
use crate::units::{Millis, Span};

pub use super::roles::{RolesHint, UnknownRoles};

/// Silence inside a channel after which the other person may have spoken: utterances end here.
const UTTERANCE_PAUSE: Millis = Millis(700);
/// A single word by somebody else inside a speaker's words is an error of the speaker's boundaries
/// when it is shorter than this and no backchannel.
const SHORT_FLIP: Millis = Millis(400);
/// An utterance of so many words, so much of which is in an overlapping utterance of the other
/// channel, bled over (after Avskrift).
const BLEED_WORDS: usize = 4;
const BLEED_SHARE: f32 = 0.7;

/// A conversation with its speakers.
#[derive(Debug)]
pub struct Attributed {
    /// The conversation.
    pub dialogue: RawDialogue,
    /// How sure it is who is the counsellor: 0.5 is a guess, 1 is certain, 0 for a single speaker;
    /// `None` when it was told.
    pub confidence: Option<f32>,
    /// How many people speak.
    pub speakers: usize,
}

/// What one speaker says in one go.
struct Utterance {
    speaker: usize,
    span: Span,
    words: usize,
    /// Sum of the recogniser's probabilities of its words.
    sureness: f32,
    text: IdentifiedText,
}

impl Utterance {
    fn of(word: RawWord, speaker: usize) -> Self {
        Self { speaker, span: word.span, words: 1, sureness: word.probability, text: word.text }
    }

    fn join(self, next: Self) -> Self {
        Self {
            speaker: self.speaker,
            span: self.span.join(next.span),
            words: self.words + next.words,
            sureness: self.sureness + next.sureness,
            text: self.text.join(next.text),
        }
    }

    fn mean_sureness(&self) -> f32 {
        self.sureness / self.words as f32
    }
}

/// The conversation of two people with a channel each, left before right; its language is that of
/// the channel with more words.
pub fn by_channel(channels: [RawTranscript; 2], hint: RolesHint) -> Attributed {
    let [left, right] = channels;
    let language = if right.words.len() > left.words.len() { right.language } else { left.language };
    let apart = |channel: RawTranscript, speaker| {
        let words = channel.words.into_iter().map(|word| Utterance::of(word, speaker)).collect();
        joined(words, |a, b| a.span.gap(b.span) < UTTERANCE_PAUSE)
    };
    let (left, right) = without_bleed(apart(left, 0), apart(right, 1));
    let mut utterances: Vec<Utterance> = left.into_iter().chain(right).collect();
    utterances.sort_by_key(|utterance| (utterance.span, utterance.speaker));
    let told = match hint {
        RolesHint::LeftIsCounsellor => Some(0),
        RolesHint::RightIsCounsellor => Some(1),
        other => first_told(other, &utterances, 2),
    };
    conversation(utterances, 2, told, language)
}

/// The conversation of voices that share a channel.
pub fn by_voice(transcript: RawTranscript, diarization: &Diarization, hint: RolesHint) -> Attributed {
    let RawTranscript { words, language } = transcript;
    let speak = |word: RawWord| {
        let speaker = speaker_of(word.span, diarization);
        Utterance::of(word, speaker)
    };
    let mut words: Vec<Utterance> = words.into_iter().map(speak).collect();
    smooth(&mut words);
    let speakers = diarization.speakers.max(1);
    let told = first_told(hint, &words, speakers);
    conversation(words, speakers, told, language)
}

/// The speaker of most of the word's time, else of the nearest turn.
fn speaker_of(word: Span, diarization: &Diarization) -> usize {
    let closeness = |(turn, _): &&(Span, usize)| (turn.overlap(word), std::cmp::Reverse(turn.gap(word)));
    // Of equals the first: max_by_key alone would take the last.
    diarization.turns.iter().rev().max_by_key(closeness).map_or(0, |(_, speaker)| *speaker)
}

/// Gives single short words inside another speaker's words to that speaker, backchannels excepted.
fn smooth(words: &mut [Utterance]) {
    for at in 1..words.len().saturating_sub(1) {
        let (before, after) = (words[at - 1].speaker, words[at + 1].speaker);
        let word = &mut words[at];
        if before == after && word.span.length() < SHORT_FLIP && !word.text.is_backchannel() {
            word.speaker = before;
        }
    }
}

/// The counsellor as told by who speaks first; in a crowd the first client leaves that open.
fn first_told(hint: RolesHint, utterances: &[Utterance], speakers: usize) -> Option<usize> {
    let first = utterances.first()?.speaker;
    match hint {
        RolesHint::FirstIsCounsellor => Some(first),
        RolesHint::FirstIsClient if speakers == 2 => Some(1 - first),
        _ => None,
    }
}

/// Joins neighbours while `same` holds.
fn joined(utterances: Vec<Utterance>, same: impl Fn(&Utterance, &Utterance) -> bool) -> Vec<Utterance> {
    let mut joined: Vec<Utterance> = Vec::new();
    for next in utterances {
        match joined.pop() {
            Some(last) if same(&last, &next) => joined.push(last.join(next)),
            last => joined.extend(last.into_iter().chain([next])),
        }
    }
    joined
}

/// Both channels without what bled over. Of two that say the same the softer one goes; recognisers
/// are less sure of soft speech, which is how that is known here.
fn without_bleed(left: Vec<Utterance>, right: Vec<Utterance>) -> (Vec<Utterance>, Vec<Utterance>) {
    let bled = |one: &Utterance, others: &[Utterance]| {
        one.words >= BLEED_WORDS
            && others.iter().any(|other| {
                other.span.overlap(one.span) > Millis(0)
                    && one.text.shared_words(&other.text) >= BLEED_SHARE
                    && one.mean_sureness() < other.mean_sureness()
            })
    };
    let keep = |side: &[Utterance], others: &[Utterance]| -> Vec<bool> {
        side.iter().map(|utterance| !bled(utterance, others)).collect()
    };
    let (keep_left, keep_right) = (keep(&left, &right), keep(&right, &left));
    let kept = |side: Vec<Utterance>, keep: Vec<bool>| {
        side.into_iter().zip(keep).filter_map(|(utterance, keep)| keep.then_some(utterance)).collect()
    };
    (kept(left, keep_left), kept(right, keep_right))
}

/// Turns with roles. A pause does not end a turn, a change of speaker does.
fn conversation(utterances: Vec<Utterance>, speakers: usize, told: Option<usize>, language: Language) -> Attributed {
    let turns = joined(utterances, |a, b| a.speaker == b.speaker);
    let (roles, confidence) = roles::decide(&cues(&turns, speakers), told);
    let heard = (0..speakers).filter(|&speaker| turns.iter().any(|turn| turn.speaker == speaker)).count();
    let raw = |turn: Utterance| RawTurn { role: roles[turn.speaker], span: Some(turn.span), text: turn.text };
    let dialogue = RawDialogue { turns: turns.into_iter().map(raw).collect(), language, named: Vec::new() };
    Attributed { dialogue, confidence: if heard < 2 { Some(0.0) } else { confidence }, speakers: heard }
}

fn cues(turns: &[Utterance], speakers: usize) -> Vec<Cues> {
    let mut cues = vec![Cues::default(); speakers];
    for (number, turn) in turns.iter().enumerate() {
        let speaker = &mut cues[turn.speaker];
        speaker.turns += 1;
        speaker.questions += usize::from(turn.text.is_question());
        speaker.words += turn.words;
        speaker.opens |= number == 0;
    }
    cues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::dialogue::Role;

    /// Words evenly over a stretch.
    fn words(text: &str, start: u64, end: u64, probability: f32) -> Vec<RawWord> {
        let all: Vec<&str> = text.split(' ').collect();
        let step = (end - start) / all.len() as u64;
        let word = |(i, word): (usize, &&str)| RawWord {
            text: IdentifiedText::new((*word).to_owned()),
            span: Span::new(Millis(start + step * i as u64), Millis(start + step * (i as u64 + 1))).unwrap(),
            probability,
        };
        all.iter().enumerate().map(word).collect()
    }

    fn transcript(words: Vec<RawWord>) -> RawTranscript {
        RawTranscript { words, language: Language::Swedish }
    }

    fn turns(found: &Attributed) -> Vec<(Role, usize)> {
        found.dialogue.turns.iter().map(|turn| (turn.role, turn.text.word_count())).collect()
    }

    fn diarization(turns: &[(u64, u64, usize)]) -> Diarization {
        let turn =
            |&(start, end, speaker): &(u64, u64, usize)| (Span::new(Millis(start), Millis(end)).unwrap(), speaker);
        let speakers = turns.iter().map(|turn| turn.2 + 1).max().unwrap_or(0);
        Diarization { turns: turns.iter().map(turn).collect(), speakers }
    }

    #[test]
    fn channels_become_turns_in_order_of_time() {
        let left = [words("Hur har veckan varit?", 0, 2_000, 0.9), words("Berätta mer?", 7_000, 8_000, 0.9)];
        let right = words("Den har varit ganska tung", 2_500, 6_000, 0.9);
        let channels = [transcript(left.into_iter().flatten().collect()), transcript(right)];
        let found = by_channel(channels, RolesHint::Auto);
        assert_eq!(turns(&found), [(Role::Counsellor, 4), (Role::Client, 5), (Role::Counsellor, 2)]);
        assert_eq!(found.speakers, 2);
    }

    #[test]
    fn a_pause_inside_a_turn_does_not_end_it() {
        let left = [words("Jag tror", 0, 1_000, 0.9), words("att det går", 5_000, 6_000, 0.9)];
        let channels = [transcript(left.into_iter().flatten().collect()), transcript(words("Bra!", 9_000, 9_500, 0.9))];
        let found = by_channel(channels, RolesHint::RightIsCounsellor);
        assert_eq!(turns(&found), [(Role::Client, 5), (Role::Counsellor, 1)]);
        assert_eq!(found.confidence, None);
    }

    #[test]
    fn what_bled_over_is_dropped_and_agreement_is_kept() {
        let left = words("Jag dricker nog för mycket", 0, 3_000, 0.9);
        let right = [words("jag dricker nog mycket", 100, 3_000, 0.4), words("för mycket", 3_900, 4_400, 0.9)];
        let channels = [transcript(left), transcript(right.into_iter().flatten().collect())];
        let found = by_channel(channels, RolesHint::RightIsCounsellor);
        assert_eq!(turns(&found), [(Role::Client, 5), (Role::Counsellor, 2)]);
    }

    #[test]
    fn words_go_to_the_speaker_of_most_of_their_time_else_to_the_nearest() {
        let heard = transcript(words("ett två tre fyra", 0, 4_000, 0.9));
        let found = by_voice(heard, &diarization(&[(0, 1_700, 0), (1_800, 2_400, 1)]), RolesHint::FirstIsClient);
        assert_eq!(turns(&found), [(Role::Client, 2), (Role::Counsellor, 2)]);
    }

    #[test]
    fn stray_words_are_smoothed_and_backchannels_stay() {
        let who = diarization(&[(0, 900, 0), (900, 1_200, 1), (1_200, 3_000, 0)]);
        let stray = transcript(words("vi har provat det en gång till sen dess också", 0, 3_000, 0.9));
        assert_eq!(turns(&by_voice(stray, &who, RolesHint::FirstIsCounsellor)), [(Role::Counsellor, 10)]);
        let listening = transcript(words("vi har provat mm. en gång till sen dess också", 0, 3_000, 0.9));
        let found = by_voice(listening, &who, RolesHint::FirstIsCounsellor);
        assert_eq!(turns(&found), [(Role::Counsellor, 3), (Role::Client, 1), (Role::Counsellor, 6)]);
    }

    #[test]
    fn one_speaker_is_unsure_even_when_told() {
        let found =
            by_voice(transcript(words("hej och hå", 0, 900, 0.9)), &diarization(&[(0, 900, 0)]), RolesHint::Auto);
        assert_eq!((found.confidence, found.speakers), (Some(0.0), 1));
        let nobody = by_voice(transcript(vec![]), &Diarization::default(), RolesHint::FirstIsCounsellor);
        assert_eq!((nobody.dialogue.turns.len(), nobody.speakers), (0, 0));
    }
}
