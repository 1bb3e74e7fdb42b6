//! `gensvar diarize`: who spoke when in a recording, as RTTM.

use std::path::PathBuf;

use clap::Args;

use crate::audio::bleed;
use crate::audio::error::AudioError;
use crate::audio::excerpt;
use crate::audio::limits::Limits;
use crate::audio::recording::RecordingFile;
use crate::audio::regions::{SpeechDetector, SpeechDetectorError};
use crate::audio::segment::Segment;
use crate::audio::sound::Sound;
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::files;
use crate::models::store::Store;
use crate::severity::{Severe, Severity};
use crate::speech::diarize::{Diarization, DiarizeError, Diarizer, SpeakerCount};
use crate::speech::rttm;

/// What may be typed after `gensvar diarize`.
#[derive(Args)]
pub(super) struct DiarizeArgs {
    /// The recording
    audio: PathBuf,
    /// Where the RTTM file goes
    #[arg(long, value_name = "RTTM")]
    rttm: PathBuf,
    /// How many people speak: auto, or 1 to 4; where each has a channel, the channels say it
    #[arg(long, default_value = "auto")]
    speakers: SpeakerCount,
}

/// Nobody could be told apart.
#[derive(Debug, thiserror::Error)]
enum DiarizeVerbError {
    #[error(transparent)]
    Audio(#[from] AudioError),
    #[error(transparent)]
    Detector(#[from] SpeechDetectorError),
    #[error(transparent)]
    Diarizer(#[from] DiarizeError),
    #[error("{0}; choose another place with --rttm")]
    Unwritable(std::io::Error),
}

impl Severe for DiarizeVerbError {
    fn severity(&self) -> Severity {
        match self {
            Self::Audio(error) => error.severity(),
            Self::Detector(error) => error.severity(),
            Self::Diarizer(error) => error.severity(),
            Self::Unwritable(_) => Severity::Batch,
        }
    }
}

/// Answers `gensvar diarize`.
pub(super) fn run(args: DiarizeArgs) -> Exit {
    match diarize(&args) {
        Ok(()) => Exit::Done,
        Err(error) => {
            Printer::new().error(&error);
            if error.severity() == Severity::Batch { Exit::NothingDone } else { Exit::SomeFailed }
        }
    }
}

fn diarize(args: &DiarizeArgs) -> Result<(), DiarizeVerbError> {
    let limits = Limits::default();
    let file = RecordingFile::open(&args.audio, &limits)?;
    let (excerpt, _) = excerpt::read_excerpt(&file, &Segment::Whole, &limits)?;
    let diarization = who_spoke(&excerpt.sound, args.speakers)?;
    let recording = args.audio.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let rttm = rttm::write(&recording, &diarization);
    files::write_atomic(&args.rttm, rttm.as_bytes()).map_err(DiarizeVerbError::Unwritable)
}

fn who_spoke(sound: &Sound, count: SpeakerCount) -> Result<Diarization, DiarizeVerbError> {
    let store = Store::standard();
    let mut detector = SpeechDetector::open(&store)?;
    match sound {
        Sound::Mono(channel) => {
            let speech = detector.detect(channel)?;
            Ok(Diarizer::open(&store, 1)?.diarize(channel, &speech, count)?)
        }
        Sound::Split(channels) => {
            let [left, right] = channels;
            let maps = bleed::without([detector.detect(left)?, detector.detect(right)?], channels);
            Ok(Diarization::by_channel(&maps))
        }
    }
}
