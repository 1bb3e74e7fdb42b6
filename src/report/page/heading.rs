//! Who, when and which part; what the reader must know first; what was masked.

use serde::Serialize;

use crate::phrases::fill;
use crate::privacy::dialogue::EntityType;
use crate::report::model::{Notice, SegmentChoice};
use crate::report::page::session::{Fact, Session};

/// A notice in words.
#[derive(Serialize)]
pub(super) struct NoticeBox {
    title: String,
    body: String,
    /// Whether it takes all trust from what follows.
    grave: bool,
}

/// The facts under the title.
pub(super) fn facts(session: Session) -> Vec<Fact> {
    let words = &session.text.heading;
    let report = session.report;
    let fact = |name: &String, value: String| Fact { name: name.clone(), value };
    vec![
        fact(&words.practitioner, report.practitioner.clone()),
        fact(&words.date, report.date.clone()),
        fact(&words.part, part(session)),
        fact(&words.goal, report.goal.clone().unwrap_or_else(|| words.no_goal.clone())),
    ]
}

/// Which part of the recording was coded, and who chose it.
fn part(session: Session) -> String {
    let words = &session.text.heading;
    let Some(segment) = session.report.segment else { return words.part_untimed.clone() };
    let phrase = match segment.choice {
        SegmentChoice::Whole => &words.part_whole,
        SegmentChoice::Given => &words.part_given,
        SegmentChoice::GivenShortened => &words.part_given_shortened,
        SegmentChoice::Drawn => &words.part_drawn,
    };
    let (from, to) = (segment.span.start().to_string(), segment.span.end().to_string());
    fill(phrase, &[("from", &from), ("to", &to), ("length", &segment.recording_length.to_string())])
}

/// The notices, the gravest first.
pub(super) fn notices(session: Session) -> Vec<NoticeBox> {
    let mut boxes: Vec<_> = session.report.notices.iter().map(|notice| notice_box(session, notice)).collect();
    boxes.sort_by_key(|notice| !notice.grave);
    boxes
}

fn notice_box(session: Session, notice: &Notice) -> NoticeBox {
    let words = &session.text.notices;
    let (title, body) = match notice {
        Notice::DemoSpeechModel => (&words.demo_title, words.demo.clone()),
        Notice::NoGoal => (&words.no_goal_title, words.no_goal.clone()),
        Notice::Short => (&words.short_title, words.short.clone()),
        Notice::OneSpeaker => (&words.one_speaker_title, words.one_speaker.clone()),
        Notice::UnsureRoles => (&words.unsure_roles_title, words.unsure_roles.clone()),
        Notice::UnreadableSpeech(stretches) => {
            (&words.unreadable_title, fill(&words.unreadable, &[("n", &stretches.to_string())]))
        }
        Notice::MayRemain(places) => (&words.may_remain_title, fill(&words.may_remain, &[("n", &places.to_string())])),
        Notice::SkippedStage(stage) => (&words.skipped_title, fill(&words.skipped, &[("stage", stage)])),
    };
    let grave =
        matches!(notice, Notice::DemoSpeechModel | Notice::OneSpeaker | Notice::UnsureRoles | Notice::MayRemain(_));
    NoticeBox { title: title.clone(), body, grave }
}

/// How many mentions of each type of personal data were masked, in the order of reports.
pub(super) fn masked(session: Session) -> Vec<Fact> {
    let count = |entity: EntityType| {
        let of_type = session.dialogue().masked.iter().filter(|(masked, _)| *masked == entity);
        of_type.map(|(_, count)| count).sum::<usize>()
    };
    let counted = EntityType::ALL.into_iter().map(|entity| (entity, count(entity))).filter(|(_, count)| *count > 0);
    counted
        .map(|(entity, count)| Fact { name: session.text.entity(entity).to_owned(), value: count.to_string() })
        .collect()
}
