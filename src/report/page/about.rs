//! How far the figures can be trusted, and how the report was made.

use serde::Serialize;

use crate::coding::miti::Code;
use crate::phrases::fill;
use crate::report::fate;
use crate::report::model::{ModelFacts, SpeakerFacts};
use crate::report::page::session::{Fact, Session};
use crate::report::reliability::{Reliability, of_client_talk, of_code};

/// The page's last part.
#[derive(Serialize)]
pub(super) struct About {
    reliability: Vec<Row>,
    program: String,
    speakers: Option<String>,
    recording: Option<String>,
    models: Vec<Fact>,
    version: String,
}

/// The reliability of one code.
#[derive(Serialize)]
struct Row {
    name: String,
    humans: String,
    program: String,
}

/// What there is to say about the report itself.
pub(super) fn about(session: Session) -> About {
    let (words, report) = (&session.text.about, session.report);
    let mut reliability: Vec<Row> = Code::ALL
        .into_iter()
        .filter(|code| session.shows(*code))
        .map(|code| row(session, session.text.code(code), &of_code(code, report.language)))
        .collect();
    reliability.push(row(session, &words.client_talk, &of_client_talk(report.language)));
    let model = |model: &ModelFacts| {
        let called = match model.sessions {
            None => model.name.clone(),
            Some(sessions) => fill(&session.text.tasks.calibration_rests_on, &[("n", &sessions.to_string())]),
        };
        Fact { name: session.text.task(&model.task).to_owned(), value: format!("{called} ({})", model.sha256) }
    };
    About {
        reliability,
        program: fill(&words.reliability_program, &[("not_measured", &words.not_measured)]),
        speakers: report.speakers.map(|speakers| told_apart(session, &speakers)),
        recording: report.recording.map(|fate| fate::sentence(session.text, fate, report.recording_gone_at.as_deref())),
        models: report.models.iter().map(model).collect(),
        version: fill(&words.version, &[("version", &report.version), ("session", &report.session)]),
    }
}

/// How the speakers were told apart, and how sure it is who is who.
fn told_apart(session: Session, speakers: &SpeakerFacts) -> String {
    let words = &session.text.about;
    let how = match session.report.recording {
        None => &words.by_text,
        Some(_) if speakers.by_channel => &words.by_channel,
        Some(_) => &words.by_voice,
    };
    match speakers.role_confidence {
        Some(share) => format!("{how} {}", fill(&words.roles, &[("share", &session.text.percent(f64::from(share)))])),
        None => how.clone(),
    }
}

fn row(session: Session, name: &str, reliability: &Reliability) -> Row {
    let kappa = |kappa: Option<f64>| match kappa {
        Some(kappa) => session.text.number(kappa, 2),
        None => session.text.about.not_measured.clone(),
    };
    Row { name: name.to_owned(), humans: kappa(reliability.humans), program: kappa(reliability.program) }
}
