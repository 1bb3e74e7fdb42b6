//! Everything a report shows, before any language or format is chosen.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::coding::coded::CodedDialogue;
use crate::coding::score::SessionScore;
use crate::language::Language;
use crate::units::{Millis, Span};

/// Version of `session.json` and of every `--json` output; raised when a field changes meaning.
pub const SCHEMA: u32 = 1;

/// How much feedback the person wants: the ladder of SiS and FoU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Feedback {
    /// What went well.
    Strengths,
    /// That, and what to develop.
    Full,
}

impl fmt::Display for Feedback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Strengths => "strengths",
            Self::Full => "full",
        })
    }
}

/// Which part of the recording was coded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CodedSegment {
    /// Where in the recording.
    pub span: Span,
    /// How the part was chosen.
    pub choice: SegmentChoice,
    /// Length of the whole recording.
    pub recording_length: Millis,
}

/// How the coded part was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentChoice {
    /// Everything was coded.
    Whole,
    /// The person named it.
    Given,
    /// The first 20 minutes of a longer part that the person named: no more is coded.
    #[serde(rename = "given-shortened")]
    GivenShortened,
    /// Drawn at random, reproducibly (manual, section B).
    Drawn,
}

/// How the speakers were told apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SpeakerFacts {
    /// Whether each channel held one person.
    pub by_channel: bool,
    /// How sure the program is of who is the counsellor, 0-1; `None` when it was told.
    pub role_confidence: Option<f32>,
}

/// A model that took part, as its card names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModelFacts {
    /// Its name in `models/manifest.toml`.
    pub name: String,
    /// What it did: `speech`, `speech-regions`, `speakers`, `names`, `codes`, `calibration`.
    pub task: String,
    /// The first 12 hexadecimal digits of its sha256.
    pub sha256: String,
    /// Whether it was made for the demonstration only and knows nothing of real voices.
    pub demo_only: bool,
    /// A group's own calibration: how many sessions coded by people it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<usize>,
}

/// What becomes of the recording. The report is on the disk before anything is done to the recording, so it first
/// says what will be done, and is told afterwards that it was ([`crate::report::fate`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordingFate {
    /// It stays where it is.
    Kept,
    /// It is to be deleted once the report is on the disk.
    ToBeDeleted,
    /// It was deleted.
    Deleted,
    /// It is to be moved to the folder for recordings that are done.
    ToBeMoved,
    /// It was moved.
    Moved,
}

/// Something that the reader must know before trusting the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "detail")]
pub enum Notice {
    /// The demo speech model was used: it knows synthetic voices only.
    DemoSpeechModel,
    /// No change goal was named, so change talk cannot be read.
    NoGoal,
    /// Under ten minutes: behaviour counts only (manual, section B).
    Short,
    /// Only one speaker was found.
    OneSpeaker,
    /// It is unsure who is the counsellor.
    UnsureRoles,
    /// Stretches (number of them) that the recogniser repeated or could not read were left out.
    UnreadableSpeech(usize),
    /// Places (number of them) where personal data may remain after masking.
    MayRemain(usize),
    /// A stage was skipped, by its name.
    SkippedStage(String),
}

/// One session's report.
#[derive(Clone, Debug, Serialize)]
pub struct SessionReport {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Who recorded it: a pseudonymous id.
    pub practitioner: String,
    /// The day of the conversation, ISO 8601.
    pub date: String,
    /// First 8 hexadecimal digits of a hash that names the session; says nothing about the content.
    pub session: String,
    /// Names the recording, the wishes and the models by a hash: a report with the same fingerprint need not
    /// be made again.
    pub fingerprint: Option<String>,
    /// The change goal, masked.
    pub goal: Option<String>,
    /// The language spoken.
    pub language: Language,
    /// Which part was coded.
    pub segment: Option<CodedSegment>,
    /// What becomes of the recording; `None` for a transcript.
    pub recording: Option<RecordingFate>,
    /// When it was deleted or moved, UTC.
    pub recording_gone_at: Option<String>,
    /// How speakers were told apart; `None` for a transcript that named them.
    pub speakers: Option<SpeakerFacts>,
    /// How much feedback to show.
    pub feedback: Feedback,
    /// The figures.
    pub score: SessionScore,
    /// The conversation with its codes.
    pub dialogue: CodedDialogue,
    /// What the reader must know.
    pub notices: Vec<Notice>,
    /// The models that took part.
    pub models: Vec<ModelFacts>,
    /// Version of gensvar.
    pub version: String,
}

impl SessionReport {
    /// Whether the coded part is too short for anything but counts.
    pub fn counts_only(&self) -> bool {
        self.notices.contains(&Notice::Short)
    }

    /// Whether the client's talk can be read: change talk is change talk towards a named goal.
    pub fn reads_client_talk(&self) -> bool {
        self.goal.is_some()
    }

    /// The place in the recording where the coded part begins; transcripts begin at zero.
    pub fn offset(&self) -> Millis {
        self.segment.map_or(Millis::default(), |segment| segment.span.start())
    }
}
