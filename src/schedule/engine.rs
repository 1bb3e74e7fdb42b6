//! Opens everything that a run needs, once: speech lanes, the privacy door, a desk for every worker.

use crate::audio::limits::Limits;
use crate::audio::regions::{self, SpeechDetector, SpeechDetectorError};
use crate::coding::calibration::Calibration;
use crate::coding::calibration_file::{self, CalibrationError, Opened};
use crate::coding::classify::{self, Classifier, ClassifyError};
use crate::models::manifest::{Kind, Manifest, Model};
use crate::models::store::{Store, StoreError};
use crate::privacy::deidentify::{self, Deidentifier, ModelError};
use crate::report::model::ModelFacts;
use crate::schedule::budget::{self, Budget};
use crate::schedule::lanes::SpeechLanes;
use crate::schedule::pipeline::{Pipeline, SpeechChoices};
use crate::schedule::session::{Desk, Engine};
use crate::severity::{Severe, Severity};
use crate::speech::alignment::{Alignment, UnknownAlignment};
use crate::speech::diarize::{self, DiarizeError, Diarizer};
use crate::speech::transcribe::{Decoding, SpeechError, SpeechModel};
use crate::units::Millis;

/// A run cannot start.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The pipeline names a model that is not in the manifest.
    #[error("there is no speech model `{0}`; `gensvar models list` shows which there are")]
    UnknownModel(String),
    /// A model is not on this computer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The manifest names alignment heads that cannot be read.
    #[error(transparent)]
    Alignment(#[from] UnknownAlignment),
    /// The speech model cannot be used.
    #[error(transparent)]
    Speech(#[from] SpeechError),
    /// The model of speech regions cannot be used.
    #[error(transparent)]
    Regions(#[from] SpeechDetectorError),
    /// The speaker encoder cannot be used.
    #[error(transparent)]
    Speakers(#[from] DiarizeError),
    /// The model of names cannot be used.
    #[error(transparent)]
    Privacy(#[from] ModelError),
    /// The classifier cannot be used.
    #[error(transparent)]
    Coding(#[from] ClassifyError),
    /// The calibration that was asked for cannot be used.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
}

impl Severe for EngineError {
    fn severity(&self) -> Severity {
        Severity::Batch
    }
}

/// Opens the models of `pipeline` for `jobs` cores and `recordings` recordings.
///
/// # Errors
/// A model that is missing or broken, with the remedy; no memory.
pub fn open(
    pipeline: &Pipeline,
    store: &Store,
    jobs: usize,
    recordings: usize,
) -> Result<(Engine, Vec<Desk>), EngineError> {
    let speech = speech_model(&pipeline.speech.model)?;
    let budget = Budget::divide(jobs, recordings, speech.bytes().0, budget::free_memory());
    let lanes = open_lanes(&pipeline.speech, speech, store, budget)?;
    furnish(pipeline, store, lanes, facts(Some(speech)), budget.in_flight)
}

/// The same for `transcripts` transcripts and no recording: no speech model is needed.
///
/// # Errors
/// As [`open`].
pub fn open_without_speech(
    pipeline: &Pipeline,
    store: &Store,
    jobs: usize,
    transcripts: usize,
) -> Result<(Engine, Vec<Desk>), EngineError> {
    furnish(pipeline, store, SpeechLanes::none(), facts(None), jobs.min(transcripts).max(1))
}

fn furnish(
    pipeline: &Pipeline,
    store: &Store,
    lanes: SpeechLanes,
    models: Vec<ModelFacts>,
    desks: usize,
) -> Result<(Engine, Vec<Desk>), EngineError> {
    let calibration = pipeline.coding.calibration().map(|path| calibration_file::open(path, store)).transpose()?;
    let desks = (0..desks).map(|_| open_desk(store, calibration.as_ref())).collect::<Result<Vec<_>, _>>()?;
    let engine = Engine {
        lanes,
        deidentifier: Deidentifier::open(store)?,
        models: models.into_iter().chain(calibration.as_ref().map(fact)).collect(),
        limits: Limits {
            max_length: Millis::from_minutes(60 * pipeline.limits.hours),
            max_bytes: pipeline.limits.mebibytes << 20,
            ..Limits::default()
        },
    };
    Ok((engine, desks))
}

/// The speech model of that name.
///
/// # Errors
/// [`EngineError::UnknownModel`].
pub fn speech_model(name: &str) -> Result<&'static Model, EngineError> {
    let model = Manifest::embedded().model(name).filter(|model| model.kind == Kind::Speech);
    model.ok_or_else(|| EngineError::UnknownModel(name.to_owned()))
}

fn open_lanes(
    choices: &SpeechChoices,
    model: &Model,
    store: &Store,
    budget: Budget,
) -> Result<SpeechLanes, EngineError> {
    let alignment = model.alignment.as_deref().map(str::parse::<Alignment>).transpose()?;
    let decoding = Decoding {
        beam: choices.beam,
        entropy_threshold: choices.entropy_threshold,
        log_probability_threshold: choices.log_probability_threshold,
        no_speech_threshold: choices.no_speech_threshold,
    };
    let path = store.folder_of(model)?.join(&model.files[0].name);
    let weights = SpeechModel::open(&path, alignment.as_ref(), decoding)?;
    Ok(SpeechLanes::start(&weights, budget))
}

fn open_desk(store: &Store, calibration: Option<&Opened>) -> Result<Desk, EngineError> {
    let calibration = calibration.map_or_else(Calibration::default, |opened| opened.calibration.clone());
    // One thread each: the desks and the lanes together are what fills the cores.
    Ok(Desk {
        detector: SpeechDetector::open(store)?,
        diarizer: Diarizer::open(store, 1)?,
        classifier: Classifier::open(store, 1)?.calibrated(calibration),
    })
}

/// The models that take part, in the order of the stages.
fn facts(speech: Option<&Model>) -> Vec<ModelFacts> {
    let manifest = Manifest::embedded();
    let bundled = [regions::MODEL, diarize::MODEL, deidentify::MODEL, classify::MODEL];
    let (before, after) = bundled.split_at(1);
    let named = |names: &[&str]| names.iter().filter_map(|name| manifest.model(name)).collect::<Vec<_>>();
    let models = named(before).into_iter().chain(speech).chain(named(after));
    models
        .map(|model| ModelFacts {
            name: model.name.clone(),
            task: task(model.kind).to_owned(),
            sha256: model.files[0].sha256.to_string().chars().take(12).collect(),
            demo_only: model.demo_only,
            sessions: None,
        })
        .collect()
}

/// A calibration as reports name it: by its hash, never by its path.
fn fact(opened: &Opened) -> ModelFacts {
    ModelFacts {
        name: "calibration".to_owned(),
        task: "calibration".to_owned(),
        sha256: opened.sha256.chars().take(12).collect(),
        demo_only: false,
        sessions: Some(opened.sessions),
    }
}

/// What a kind of model does, as reports name it.
fn task(kind: Kind) -> &'static str {
    match kind {
        Kind::VoiceActivity => "speech-regions",
        Kind::Speech => "speech",
        Kind::SpeakerEncoder => "speakers",
        Kind::Names => "names",
        Kind::Coding => "codes",
    }
}
