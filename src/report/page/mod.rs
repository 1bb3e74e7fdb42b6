//! What the page shows, put into words of one language: everything the templates need, no markup.

mod about;
mod course;
mod feedback;
mod figures;
mod heading;
mod transcript;
mod words;

use serde::Serialize;

use crate::coding::coded::{CodedDialogue, CodedTurn};
use crate::coding::miti::Code;
use crate::language::Language;
use crate::report::catalogue::Catalogue;
use crate::report::evidence::Place;
use crate::report::model::{Feedback, Notice, SessionReport};

/// The whole page.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    /// The page's language, for its `lang` attribute.
    lang: &'static str,
    /// The conversation's language, for the `lang` of what was said.
    spoken: &'static str,
    text: &'a Catalogue,
    full: bool,
    facts: Vec<Fact>,
    notices: Vec<heading::NoticeBox>,
    strengths: feedback::Strengths,
    figures: figures::Figures,
    course: course::Course,
    develop: Option<Vec<feedback::Suggestion>>,
    transcript: Vec<transcript::Entry>,
    masked: Vec<Fact>,
    about: about::About,
}

impl<'a> Page<'a> {
    /// The page of `report` in the words of `text`, which is in `language`.
    pub(super) fn new(report: &'a SessionReport, text: &'a Catalogue, language: Language) -> Self {
        let session = Session { report, text };
        Self {
            lang: if language == Language::Nynorsk { Language::Bokmal.code() } else { language.code() },
            spoken: report.language.code(),
            text,
            full: session.full(),
            facts: heading::facts(session),
            notices: heading::notices(session),
            strengths: feedback::strengths(session),
            figures: figures::figures(session),
            course: course::course(session),
            develop: session.full().then(|| feedback::develop(session)),
            transcript: transcript::entries(session),
            masked: heading::masked(session),
            about: about::about(session),
        }
    }
}

/// A name and its value.
#[derive(Serialize)]
struct Fact {
    name: String,
    value: String,
}

/// A link to a place in the transcript.
#[derive(Serialize)]
struct Link {
    anchor: String,
    /// The time at which the turn begins, or its number where there are no times.
    label: String,
    /// Whether the code there is more likely wrong than right.
    unsure: bool,
}

/// One report and the words to tell it in: what every part of the page starts from.
#[derive(Clone, Copy)]
struct Session<'a> {
    report: &'a SessionReport,
    text: &'a Catalogue,
}

impl<'a> Session<'a> {
    fn dialogue(self) -> &'a CodedDialogue {
        &self.report.dialogue
    }

    /// Whether what to develop is shown too.
    fn full(self) -> bool {
        self.report.feedback == Feedback::Full
    }

    /// Whether `code` is shown: the strengths form leaves MI-non-adherent codes out.
    fn shows(self, code: Code) -> bool {
        self.full() || !matches!(code, Code::Persuade | Code::Confront)
    }

    /// The time on the recording at which turn `index` begins, or its number where there are no
    /// times.
    fn label(self, index: usize) -> String {
        match self.dialogue().turns[index].turn.span {
            Some(span) => (span.start() + self.report.offset()).to_string(),
            None => format!("#{}", index + 1),
        }
    }

    fn link(self, place: Place) -> Link {
        Link { anchor: place.anchor(), label: self.label(place.turn), unsure: place.unsure(self.dialogue()) }
    }

    /// The client's share of the talking time of both, 0-1; `None` where it is not known.
    fn client_share(self) -> Option<f64> {
        let time = &self.report.score.talk_time;
        let both = time.counsellor + time.client;
        let told_apart = !self.report.notices.contains(&Notice::OneSpeaker);
        (told_apart && both.0 > 0).then(|| time.client.seconds() / both.seconds())
    }

    /// The turn before `index`.
    fn before(self, index: usize) -> Option<&'a CodedTurn> {
        self.dialogue().turns.get(index.checked_sub(1)?)
    }
}
