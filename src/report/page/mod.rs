//! What the page shows, put into words of one language: everything the templates need, no markup.

mod about;
mod course;
mod feedback;
mod figures;
mod heading;
mod session;
mod transcript;
mod words;

use serde::Serialize;

use crate::language::Language;
use crate::report::catalogue::Catalogue;
use crate::report::model::SessionReport;
use crate::report::page::session::{Fact, Session};

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
