//! What the page shows, put into words of one language: everything the templates need, no markup.

mod about;
mod counts;
mod course;
mod develop;
mod example;
mod globals;
mod heading;
mod measures;
mod session;
mod strengths;
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
    strengths: strengths::Strengths,
    measures: Vec<measures::Measure>,
    globals: Option<globals::Indicative>,
    groups: Vec<counts::Group>,
    talk_time: Option<course::TalkTime>,
    course: course::Course,
    develop: Option<Vec<develop::Suggestion>>,
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
            strengths: strengths::strengths(session),
            measures: measures::measures(session),
            globals: globals::indicative(session),
            groups: counts::groups(session),
            talk_time: course::talk_time(session),
            course: course::course(session),
            develop: session.full().then(|| develop::develop(session)),
            transcript: transcript::entries(session),
            masked: heading::masked(session),
            about: about::about(session),
        }
    }
}
