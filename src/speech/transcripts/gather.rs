//! Who says what in a transcript, sealed as it comes in, and who of them is who.

use super::error::TranscriptError;
use super::labels;
use crate::language::Language;
use crate::plain::plain;
use crate::privacy::dialogue::Role;
use crate::privacy::identified::{IdentifiedText, RawDialogue, RawTurn};
use crate::speech::attribute::{Attributed, RolesHint};
use crate::speech::roles::{self, Cues};
use crate::units::Span;

/// A conversation in the making. It holds names as they stand, so there is no way to print it.
#[derive(Default)]
pub(super) struct Gathered {
    speakers: Vec<Speaker>,
    said: Vec<Said>,
}

struct Speaker {
    /// In lower case; empty for whoever speaks before anybody is named.
    label: String,
    role: Option<Role>,
    name: IdentifiedText,
}

/// What one speaker says in one go.
struct Said {
    speaker: usize,
    span: Option<Span>,
    text: IdentifiedText,
}

impl Gathered {
    /// Adds what somebody says; without a label it is whoever spoke last. What holds no words is left out.
    pub(super) fn say(&mut self, label: Option<&str>, span: Option<Span>, text: &str) {
        let last = self.said.last().map(|said| said.speaker);
        let label = label.map(plain).filter(|label| !label.is_empty());
        let speaker = match (label, last) {
            (Some(label), _) => self.speaker(&label),
            (None, Some(last)) => last,
            (None, None) => self.speaker(""),
        };
        let text = plain(text);
        if text.chars().any(char::is_alphanumeric) {
            self.said.push(Said { speaker, span, text: IdentifiedText::new(text) });
        }
    }

    fn speaker(&mut self, label: &str) -> usize {
        let label = label.to_lowercase();
        self.speakers.iter().position(|speaker| speaker.label == label).unwrap_or_else(|| {
            let (role, name) = (labels::role(&label), IdentifiedText::new(labels::name(&label)));
            self.speakers.push(Speaker { label, role, name });
            self.speakers.len() - 1
        })
    }

    /// The conversation, in order of time where every turn has one.
    pub(super) fn told(mut self, language: Language, hint: RolesHint) -> Result<Attributed, TranscriptError> {
        if self.said.is_empty() {
            return Err(TranscriptError::Empty);
        }
        if self.speakers.iter().all(|speaker| speaker.label.is_empty()) {
            return Err(TranscriptError::NoSpeakers);
        }
        if self.said.iter().all(|said| said.span.is_some()) {
            self.said.sort_by_key(|said| said.span.map(Span::start));
        }
        let turns = joined(self.said);
        let cues = cues(&turns, self.speakers.len());
        let labelled: Vec<Option<Role>> = self.speakers.iter().map(|speaker| speaker.role).collect();
        let (roles, confidence) = who_is_who(&labelled, &cues, hint);
        let raw = |turn: Said| RawTurn { role: roles[turn.speaker], span: turn.span, text: turn.text };
        let named = self.speakers.into_iter().map(|speaker| speaker.name).filter(|name| !name.is_empty()).collect();
        let speakers = cues.iter().filter(|cues| cues.turns > 0).count();
        let dialogue = RawDialogue { turns: turns.into_iter().map(raw).collect(), language, named };
        Ok(Attributed { dialogue, confidence: if speakers < 2 { Some(0.0) } else { confidence }, speakers })
    }
}

/// A change of speaker ends a turn, nothing else does.
fn joined(said: Vec<Said>) -> Vec<Said> {
    let mut turns: Vec<Said> = Vec::new();
    for next in said {
        match turns.pop() {
            Some(last) if last.speaker == next.speaker => turns.push(Said {
                speaker: last.speaker,
                span: last.span.zip(next.span).map(|(one, other)| one.join(other)),
                text: last.text.join(next.text),
            }),
            last => turns.extend(last.into_iter().chain([next])),
        }
    }
    turns
}

fn cues(turns: &[Said], speakers: usize) -> Vec<Cues> {
    let mut cues = vec![Cues::default(); speakers];
    for (number, turn) in turns.iter().enumerate() {
        let speaker = &mut cues[turn.speaker];
        speaker.turns += 1;
        speaker.questions += usize::from(turn.text.is_question());
        speaker.words += turn.text.word_count();
        speaker.opens |= number == 0;
    }
    cues
}

/// Labels go first: where one role is labelled, whoever of the others says most has the other role. Where none
/// is, the user's word, else what each does; told roles have no confidence.
fn who_is_who(labelled: &[Option<Role>], cues: &[Cues], hint: RolesHint) -> (Vec<Role>, Option<f32>) {
    let is_labelled = |role| labelled.contains(&Some(role));
    if !is_labelled(Role::Counsellor) && !is_labelled(Role::Client) {
        let mut heard: Vec<usize> = (0..cues.len()).filter(|&speaker| cues[speaker].turns > 0).collect();
        heard.retain(|&speaker| labelled[speaker].is_none());
        return among(&heard, cues, hint);
    }
    let mut roles: Vec<Role> = labelled.iter().map(|role| role.unwrap_or(Role::Other)).collect();
    for missing in [Role::Counsellor, Role::Client] {
        let free = (0..cues.len()).filter(|&speaker| labelled[speaker].is_none() && roles[speaker] == Role::Other);
        if let Some(most) = free.max_by_key(|&speaker| cues[speaker].words).filter(|_| !is_labelled(missing)) {
            roles[most] = missing;
        }
    }
    (roles, None)
}

/// Roles among the speakers `heard`; everybody else is somebody else.
fn among(heard: &[usize], cues: &[Cues], hint: RolesHint) -> (Vec<Role>, Option<f32>) {
    let own: Vec<Cues> = heard.iter().map(|&speaker| cues[speaker]).collect();
    let first = own.iter().position(|cues| cues.opens);
    let told = match (hint, first) {
        (RolesHint::FirstIsCounsellor, first) => first,
        (RolesHint::FirstIsClient, Some(first)) if own.len() == 2 => Some(1 - first),
        _ => None,
    };
    let (decided, confidence) = roles::decide(&own, told);
    let mut all = vec![Role::Other; cues.len()];
    heard.iter().zip(decided).for_each(|(&speaker, role)| all[speaker] = role);
    (all, confidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(said: &[(&str, &str)], hint: RolesHint) -> Attributed {
        let mut gathered = Gathered::default();
        said.iter().for_each(|(label, text)| gathered.say(Some(*label).filter(|l| !l.is_empty()), None, text));
        gathered.told(Language::Swedish, hint).unwrap()
    }

    fn roles(found: &Attributed) -> Vec<Role> {
        found.dialogue.turns.iter().map(|turn| turn.role).collect()
    }

    #[test]
    fn labels_tell_roles_and_what_has_none_is_the_other() {
        let found =
            told(&[("Anna", "Hej"), ("BEHANDLARE", "Hej. Hur är det?"), ("anna", "Bra")], RolesHint::FirstIsCounsellor);
        assert_eq!(roles(&found), [Role::Client, Role::Counsellor, Role::Client]);
        assert_eq!((found.confidence, found.speakers, found.dialogue.named.len()), (None, 2, 1));
    }

    #[test]
    fn without_labels_the_user_tells_else_who_asks() {
        let said = [("Ebba", "Jag vill sluta röka nu i vår"), ("Bo", "Hur tänker du då?"), ("Ebba", "Jag vet inte")];
        let asked = told(&said, RolesHint::Auto);
        assert_eq!(roles(&asked), [Role::Client, Role::Counsellor, Role::Client]);
        assert!(asked.confidence.is_some());
        let first = told(&said, RolesHint::FirstIsCounsellor);
        assert_eq!((roles(&first)[0], first.confidence), (Role::Counsellor, None));
    }

    #[test]
    fn turns_end_where_the_speaker_changes() {
        let found =
            told(&[("T", "Hej."), ("", "Slå dig ned."), ("K", "♪"), ("T", "Nå?"), ("K", "Tack.")], RolesHint::Auto);
        assert_eq!(found.dialogue.turns.len(), 2);
        assert_eq!(found.dialogue.turns[0].text.word_count(), 5);
    }

    #[test]
    fn a_text_without_speakers_is_refused() {
        let mut gathered = Gathered::default();
        gathered.say(None, None, "Hej hej");
        assert_eq!(gathered.told(Language::Swedish, RolesHint::Auto).err(), Some(TranscriptError::NoSpeakers));
    }
}
