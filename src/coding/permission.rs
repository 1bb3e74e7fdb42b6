//! Whether advice was permitted: asked leave for by the counsellor, or asked for by the client (manual, section F,
//! Persuade with Permission). The permission lasts for a while.

use crate::coding::utterances::{plain_words, says_something};
use crate::privacy::dialogue::{Role, Turn};

/// Over this many volleys after the question the answer to it is still at work.
const AT_ONCE: usize = 1;

/// How likely persuasion is to be permitted then. A choice: in the invented corpus (`models/miti/corpus`) 76 of 82 cases
/// of persuasion in that place were coded as with permission, counted with a shorter list of words than these.
const AT_ONCE_PERMITTED: f32 = 0.9;

/// The manual lets a permission last for minutes, as long as the topic does; a topic lasts some five volleys.
const A_WHILE: usize = 5;

/// How likely it is until then: 20 of 48 cases by the same count. The network's own reading decides.
const A_WHILE_PERMITTED: f32 = 0.4;

/// Words by which a counsellor asks for leave.
const ASKS: [&str; 46] = [
    "får jag",
    "kan jag få",
    "skulle jag få",
    "kan jag berätta",
    "kan jag föreslå",
    "kan jag säga",
    "kan jag dela",
    "kan jag nämna",
    "kan jag ge",
    "ska jag berätta",
    "är det okej",
    "är det ok",
    "vore det okej",
    "okej om jag",
    "vill du höra",
    "vill du veta",
    "vill du att jag",
    "får jeg",
    "kan jeg få",
    "kan jeg si",
    "kan jeg fortelle",
    "kan jeg dele",
    "kan jeg foreslå",
    "kan jeg nevne",
    "skal jeg fortelle",
    "er det ok",
    "er det okei",
    "er det greit",
    "er det i orden",
    "vil du høre",
    "vil du vite",
    "vil du at jeg",
    "may i",
    "can i share",
    "can i tell",
    "can i suggest",
    "can i offer",
    "could i share",
    "could i suggest",
    "would it be okay",
    "would it be ok",
    "would it be alright",
    "mind if i",
    "okay if i",
    "do you want to hear",
    "would you like to hear",
];

/// Words by which a client asks for advice.
const REQUESTS: [&str; 25] = [
    "vad tycker du",
    "vad skulle du",
    "vad föreslår du",
    "vad ska jag göra",
    "hur ska jag göra",
    "hur gör man",
    "något tips",
    "nåt tips",
    "några tips",
    "hva synes du",
    "hva syns du",
    "hva foreslår du",
    "hva ville du",
    "hva skal jeg gjøre",
    "hva bør jeg",
    "noen tips",
    "noen råd",
    "what should i",
    "what would you",
    "what do you think i",
    "what do you suggest",
    "what do you recommend",
    "any tips",
    "any advice",
    "any suggestions",
];

/// Words by which an answer to the question for leave begins when it is no.
const REFUSALS: [&str; 8] = ["nej", "nä", "nei", "no", "nope", "helst inte", "helst ikke", "inte nu"];

/// What is known of permission as a conversation goes on.
#[derive(Default)]
pub(crate) struct Permission {
    /// Volleys that have begun since leave was asked or advice asked for.
    since: Option<usize>,
    /// Whether the counsellor has just asked for leave.
    pending: bool,
    /// Whether the client has said something since the counsellor last spoke.
    answered: bool,
}

impl Permission {
    /// Whether advice in the counsellor's `turn` that comes now is permitted: the least probability of it.
    pub(crate) fn before(&mut self, turn: &Turn) -> f32 {
        if turn.role == Role::Counsellor && std::mem::take(&mut self.answered) {
            self.since = self.since.map(|volleys| volleys + 1);
        }
        match self.since {
            Some(volleys) if volleys <= AT_ONCE => AT_ONCE_PERMITTED,
            Some(volleys) if volleys <= A_WHILE => A_WHILE_PERMITTED,
            _ => 0.0,
        }
    }

    /// Takes in what was said.
    pub(crate) fn after(&mut self, turn: &Turn) {
        let said = format!(" {} ", plain_words(&turn.text).join(" "));
        let has = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(&format!(" {phrase} ")));
        if turn.role == Role::Counsellor {
            self.pending |= has(&ASKS);
            self.since = if self.pending { Some(0) } else { self.since };
            return;
        }
        if std::mem::take(&mut self.pending) && REFUSALS.iter().any(|no| said.starts_with(&format!(" {no} "))) {
            self.since = None;
        } else if has(&REQUESTS) {
            self.since = Some(0);
        }
        self.answered |= says_something(&turn.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How likely advice is to be permitted at the last of these turns.
    fn at_last(said: &[(Role, &str)]) -> f32 {
        let mut permission = Permission::default();
        let mut permitted = 0.0;
        for &(role, text) in said {
            let turn = Turn { role, span: None, text: text.to_owned() };
            permitted = permission.before(&turn);
            permission.after(&turn);
        }
        permitted
    }

    const C: Role = Role::Counsellor;
    const K: Role = Role::Client;

    #[test]
    fn leave_that_was_asked_for_and_not_refused_permits_advice() {
        // Section F, Persuade with Permission: the clinician asks permission before the advice.
        let asked = (C, "Får jag berätta vad andra har gjort?");
        assert_eq!(at_last(&[asked, (K, "Ja, gärna det."), (C, "Många börjar i liten skala.")]), AT_ONCE_PERMITTED);
        assert_eq!(at_last(&[asked, (K, "Nej, helst inte."), (C, "Många börjar i liten skala.")]), 0.0);
        assert_eq!(at_last(&[(K, "Jag vet inte."), (C, "Du borde börja i liten skala.")]), 0.0);
    }

    #[test]
    fn a_client_who_asks_for_advice_permits_it() {
        // Section F, Persuade with Permission: the client asks directly for the clinician's opinion.
        assert_eq!(
            at_last(&[(K, "Jaha, men hva synes du jeg skal gjøre?"), (C, "Jeg ville ha ringt.")]),
            AT_ONCE_PERMITTED
        );
        assert_eq!(at_last(&[(K, "So what would you do?"), (C, "I'd call them.")]), AT_ONCE_PERMITTED);
    }

    #[test]
    fn the_permission_carries_on_for_a_while() {
        // Section F, Persuade with Permission: the condition of permission may last for some minutes.
        let go_on = [(K, "Det låter som något för mig."), (C, "Vad mer tänker du?")];
        let asked = [(C, "Är det okej om jag säger en sak?")];
        let after = |times: usize| at_last(&[&asked[..], &vec![go_on; times].concat()].concat());
        assert_eq!([1, 2, 5, 6].map(after), [AT_ONCE_PERMITTED, A_WHILE_PERMITTED, A_WHILE_PERMITTED, 0.0]);
    }

    #[test]
    fn hums_between_do_not_use_the_permission_up() {
        let said =
            [(C, "Vill du höra hur andra gör?"), (K, "Ja, gärna det du."), (C, "Några skriver ner allt."), (K, "Mm.")];
        assert_eq!(at_last(&[&said[..], &[(C, "Och andra ringer en vän.")]].concat()), AT_ONCE_PERMITTED);
    }
}
