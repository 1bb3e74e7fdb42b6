//! One report and the words to tell it in: what every part of the page starts from.

use serde::Serialize;

use crate::coding::coded::{CodedDialogue, CodedTurn};
use crate::coding::miti::Code;
use crate::privacy::dialogue::Role;
use crate::report::catalogue::Catalogue;
use crate::report::evidence::Place;
use crate::report::model::{Feedback, Notice, SessionReport};

/// A name and its value.
#[derive(Serialize)]
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
}

/// A link to a place in the transcript.
#[derive(Serialize)]
pub(super) struct Link {
    pub(super) anchor: String,
    /// The time at which the turn begins, or its number where there are no times.
    pub(super) label: String,
    /// Whether the code there is more likely wrong than right.
    pub(super) unsure: bool,
}

/// One report and the words to tell it in: what every part of the page starts from.
#[derive(Clone, Copy)]
pub(super) struct Session<'a> {
    pub(super) report: &'a SessionReport,
    pub(super) text: &'a Catalogue,
}

impl<'a> Session<'a> {
    pub(super) fn dialogue(self) -> &'a CodedDialogue {
        &self.report.dialogue
    }

    /// Whether what to develop is shown too.
    pub(super) fn full(self) -> bool {
        self.report.feedback == Feedback::Full
    }

    /// Whether `code` is shown: the strengths form leaves MI-non-adherent codes out.
    pub(super) fn shows(self, code: Code) -> bool {
        self.full() || !non_adherent(code)
    }

    /// The time on the recording at which turn `index` begins, or its number where there are no
    /// times.
    pub(super) fn label(self, index: usize) -> String {
        match self.dialogue().turns[index].turn.span {
            Some(span) => (span.start() + self.report.offset()).to_string(),
            None => format!("#{}", index + 1),
        }
    }

    pub(super) fn link(self, place: Place) -> Link {
        Link { anchor: place.anchor(), label: self.label(place.turn), unsure: place.unsure(self.dialogue()) }
    }

    /// How often `code` was counted; `None` when it is not estimated.
    pub(super) fn count(self, code: Code) -> Option<usize> {
        self.report.score.counts.iter().find(|(of, _)| *of == code).and_then(|(_, count)| *count)
    }

    /// Whether a count of Persuade may hold persuasion that the client had permitted: the classifier
    /// does not tell the two apart.
    pub(super) fn permission_unknown(self) -> bool {
        self.count(Code::PersuadeWithPermission).is_none()
    }

    /// The client's share of the talking time of both, 0-1; `None` where it is not known.
    pub(super) fn client_share(self) -> Option<f64> {
        let time = &self.report.score.talk_time;
        let both = time.counsellor + time.client;
        let told_apart = !self.report.notices.contains(&Notice::OneSpeaker);
        (told_apart && both.0 > 0).then(|| time.client.seconds() / both.seconds())
    }

    /// The turn before `index`.
    pub(super) fn before(self, index: usize) -> Option<&'a CodedTurn> {
        self.dialogue().turns.get(index.checked_sub(1)?)
    }
}

/// MI-non-adherent codes (MITI 4.2.1, section H).
pub(super) fn non_adherent(code: Code) -> bool {
    matches!(code, Code::Persuade | Code::Confront)
}

/// A code's class in the page's style.
pub(super) fn code_class(code: Code) -> &'static str {
    if non_adherent(code) { "care" } else { "code" }
}

/// A role's class in the page's style.
pub(super) fn role_class(role: Role) -> &'static str {
    match role {
        Role::Counsellor => "counsellor",
        Role::Client => "client",
        Role::Other => "other",
    }
}
