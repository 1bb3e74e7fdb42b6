//! One recording from file to report: the stages in their order, each taking what the last one gave.

use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::unbounded;

use crate::audio::bleed;
use crate::audio::chunks::{self, Chunk};
use crate::audio::excerpt;
use crate::audio::limits::Limits;
use crate::audio::recording::RecordingFile;
use crate::audio::regions::SpeechDetector;
use crate::audio::segment::SegmentChosen;
use crate::audio::sound::{Excerpt, Mono16k, Sound, SpeechMap};
use crate::coding::classify::Classifier;
use crate::coding::score;
use crate::language::Language;
use crate::privacy::deidentify::Deidentifier;
use crate::privacy::identified::{RawDialogue, RawTranscript};
use crate::report::model::{
    CodedSegment, ModelFacts, Notice, RecordingFate, SCHEMA, SegmentChoice, SessionReport, SpeakerFacts,
};
use crate::schedule::error::SessionError;
use crate::schedule::identity::Identity;
use crate::schedule::inputs;
use crate::schedule::lanes::{Heard, SpeechLanes};
use crate::schedule::request::Request;
use crate::schedule::told;
use crate::speech::assemble::assemble;
use crate::speech::attribute::{self, Attributed};
use crate::speech::diarize::Diarizer;
use crate::speech::transcribe::{HeardChunk, SpeechError};
use crate::speech::transcripts::Format;
use crate::units::{Millis, Span};

/// Below this nobody can be said to have spoken: a click, a cough.
const LEAST_SPEECH: Millis = Millis(1_000);
/// Below this much speech, no words is no error: a «mm» may have none.
const SPEECH_WITHOUT_WORDS: Millis = Millis(3_000);
/// The manual gives behaviour counts only under ten minutes (MITI 4.2.1, section B).
const SHORT: Millis = Millis::from_minutes(10);
/// Below this confidence the report asks the reader to check who is who.
const SURE_OF_ROLES: f32 = 0.7;

/// What all recordings of a run share.
pub struct Engine {
    /// The speech model's lanes.
    pub lanes: SpeechLanes,
    /// The privacy door.
    pub deidentifier: Deidentifier,
    /// The models that take part.
    pub models: Vec<ModelFacts>,
    /// What is refused.
    pub limits: Limits,
}

impl Engine {
    /// The models that work on `file`: a transcript is neither heard nor are its speakers told apart by ear.
    pub fn models_of(&self, file: &RecordingFile) -> Vec<ModelFacts> {
        let told = inputs::is_transcript(file.path());
        let takes_part = |model: &&ModelFacts| !told || matches!(model.task.as_str(), "names" | "codes");
        self.models.iter().filter(takes_part).cloned().collect()
    }
}

/// What one worker owns: models that work on one recording at a time.
pub struct Desk {
    /// Finds speech.
    pub detector: SpeechDetector,
    /// Tells voices apart.
    pub diarizer: Diarizer,
    /// Estimates codes.
    pub classifier: Classifier,
}

/// How far a recording has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Chunks of speech that have been heard.
    pub heard: usize,
    /// Chunks of speech in all.
    pub chunks: usize,
}

/// Works on one recording. `stop` is looked at between chunks.
///
/// # Errors
/// Whatever stage gives up; nothing has been written then.
pub fn work(
    engine: &Engine,
    desk: &mut Desk,
    file: &RecordingFile,
    request: &Request,
    stop: &AtomicBool,
    progress: &dyn Fn(Progress),
) -> Result<SessionReport, SessionError> {
    let conversation = match Format::of(file.path()) {
        Some(format) => told::read(file, format, request)?,
        None => listen(engine, desk, file, request, stop, progress)?,
    };
    let models = engine.models_of(file);
    let mut notices = notices(&models, request, &conversation);
    let Conversation { dialogue, segment, recording, speakers, .. } = conversation;
    let language = dialogue.language;
    let names: Vec<String> = request.known_names.iter().map(|name| name.0.clone()).collect();
    let goal = request.goal.as_ref();
    let goal = goal.map(|goal| engine.deidentifier.mask_text(&goal.0, &dialogue, &names, request.report_language));
    let dialogue = engine.deidentifier.deidentify(dialogue, &names, request.report_language);
    let may_remain = dialogue.may_remain.len();
    if request.strict && may_remain > 0 {
        return Err(SessionError::MayRemain(may_remain));
    }
    if may_remain > 0 {
        notices.push(Notice::MayRemain(may_remain));
    }
    let coded_dialogue = desk.classifier.classify(dialogue)?;
    let length = segment.map(|segment| segment.span.length());
    let score = score::score(&coded_dialogue, desk.classifier.session_model(), length);
    let identity = Identity::of(&models, file, request);
    Ok(SessionReport {
        schema: SCHEMA,
        practitioner: request.practitioner.clone(),
        date: request.date.clone(),
        session: identity.short(),
        fingerprint: Some(identity.fingerprint),
        goal,
        language,
        segment,
        recording,
        recording_gone_at: None,
        speakers,
        feedback: request.feedback,
        score,
        dialogue: coded_dialogue,
        notices,
        models,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// A conversation before personal data are gone, and what is known of how it came here.
pub(super) struct Conversation {
    pub(super) dialogue: RawDialogue,
    /// Which part it is, where there are times.
    pub(super) segment: Option<CodedSegment>,
    /// `None` for a transcript.
    pub(super) recording: Option<RecordingFate>,
    /// `None` for a transcript that says who is who.
    pub(super) speakers: Option<SpeakerFacts>,
    /// How many people speak.
    pub(super) heard: usize,
    /// Stretches that the recogniser could not read.
    pub(super) unreadable: usize,
}

/// The conversation in a recording.
fn listen(
    engine: &Engine,
    desk: &mut Desk,
    file: &RecordingFile,
    request: &Request,
    stop: &AtomicBool,
    progress: &dyn Fn(Progress),
) -> Result<Conversation, SessionError> {
    let (excerpt, chosen) = excerpt::read_excerpt(file, &request.segment, &engine.limits)?;
    let segment = Some(coded_segment(excerpt.window, chosen, excerpt.recording_length));
    let heard = hear(engine, desk, &excerpt, request.language, stop, progress)?;
    let (told, by_channel) = attribute_speakers(desk, excerpt, heard.channels, request)?;
    let speakers = Some(SpeakerFacts { by_channel, role_confidence: told.confidence });
    let (recording, unreadable) = (Some(RecordingFate::Kept), heard.unreadable);
    Ok(Conversation { dialogue: told.dialogue, segment, recording, speakers, heard: told.speakers, unreadable })
}

/// What is said in a recording and nothing after that, for measuring speech recognition: the words of both
/// channels in order of time.
///
/// # Errors
/// Whatever stage gives up.
pub fn transcribe_only(
    engine: &Engine,
    desk: &mut Desk,
    file: &RecordingFile,
    request: &Request,
    stop: &AtomicBool,
) -> Result<RawTranscript, SessionError> {
    let (excerpt, _) = excerpt::read_excerpt(file, &request.segment, &engine.limits)?;
    let heard = hear(engine, desk, &excerpt, request.language, stop, &|_| {})?;
    let mut words: Vec<_> = heard.channels.into_iter().flat_map(|channel| channel.transcript.words).collect();
    words.sort_by_key(|word| word.span.start());
    Ok(RawTranscript { words, language: heard.language })
}

pub(super) fn coded_segment(span: Span, chosen: SegmentChosen, recording_length: Millis) -> CodedSegment {
    let choice = match chosen {
        SegmentChosen::Whole => SegmentChoice::Whole,
        SegmentChosen::Drawn => SegmentChoice::Drawn,
        SegmentChosen::Named | SegmentChosen::NamedToEnd => SegmentChoice::Given,
        SegmentChosen::NamedShortened => SegmentChoice::GivenShortened,
    };
    CodedSegment { span, choice, recording_length }
}

/// One channel as heard.
struct HeardChannel {
    speech: SpeechMap,
    transcript: RawTranscript,
}

struct HeardExcerpt {
    channels: Vec<HeardChannel>,
    language: Language,
    unreadable: usize,
}

/// Finds speech in every channel, packs it, and has it transcribed by the lanes.
fn hear(
    engine: &Engine,
    desk: &mut Desk,
    excerpt: &Excerpt,
    language: Option<Language>,
    stop: &AtomicBool,
    progress: &dyn Fn(Progress),
) -> Result<HeardExcerpt, SessionError> {
    let channels = excerpt.sound.channels();
    let maps = find_speech(&mut desk.detector, &excerpt.sound)?;
    let speech = maps.iter().fold(Millis(0), |sum, map| sum + map.speech());
    if speech < LEAST_SPEECH {
        return Err(SessionError::NoSpeech);
    }
    let chunks: Vec<Vec<Chunk>> = maps.iter().zip(channels).map(|(map, channel)| chunks::pack(map, channel)).collect();
    let language = match language {
        Some(language) => language,
        None => detect_language(engine, channels, &chunks)?,
    };
    let mut heard = Vec::new();
    let mut unreadable = 0;
    let total = chunks.iter().map(Vec::len).sum();
    let mut done = 0;
    for ((map, channel), chunks) in maps.into_iter().zip(channels).zip(&chunks) {
        let words = transcribe(engine, channel, chunks, language, stop, &mut |count| {
            progress(Progress { heard: done + count, chunks: total });
        })?;
        done += chunks.len();
        let (transcript, cut) = assemble(words, language, |index, start, end| chunks[index].place(start, end));
        unreadable += cut;
        heard.push(HeardChannel { speech: map, transcript });
    }
    let words: usize = heard.iter().map(|channel| channel.transcript.words.len()).sum();
    if words == 0 && speech >= SPEECH_WITHOUT_WORDS {
        return Err(SpeechError::NoWords { seconds: speech.seconds() }.into());
    }
    Ok(HeardExcerpt { channels: heard, language, unreadable })
}

/// Where somebody speaks, a map a channel; in stereo each channel's own person only.
fn find_speech(detector: &mut SpeechDetector, sound: &Sound) -> Result<Vec<SpeechMap>, SessionError> {
    Ok(match sound {
        Sound::Mono(channel) => vec![detector.detect(channel)?],
        Sound::Split(channels) => {
            let [left, right] = channels;
            bleed::without([detector.detect(left)?, detector.detect(right)?], channels).into()
        }
    })
}

/// Listens to the chunk with most speech in it: a greeting or a cough at the start tells little.
fn detect_language(engine: &Engine, channels: &[Mono16k], chunks: &[Vec<Chunk>]) -> Result<Language, SessionError> {
    let longest = channels.iter().zip(chunks).flat_map(|(channel, chunks)| chunks.iter().map(move |c| (channel, c)));
    let Some((channel, chunk)) = longest.max_by_key(|(_, chunk)| chunk.length()) else {
        return Err(SessionError::NoSpeech);
    };
    Ok(engine.lanes.detect_language(chunk.audio(channel))?.0)
}

/// Hands the chunks of a channel to the lanes and collects the words in the chunks' order.
fn transcribe(
    engine: &Engine,
    channel: &Mono16k,
    chunks: &[Chunk],
    language: Language,
    stop: &AtomicBool,
    heard: &mut dyn FnMut(usize),
) -> Result<Vec<HeardChunk>, SessionError> {
    let (reply, replies) = unbounded();
    let mut words: Vec<Option<_>> = chunks.iter().map(|_| None).collect();
    let mut count = 0;
    let mut collect = |(index, result): Heard| -> Result<(), SessionError> {
        words[index] = Some(result?);
        count += 1;
        heard(count);
        Ok(())
    };
    for (index, chunk) in chunks.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return Err(SessionError::Stopped);
        }
        engine.lanes.transcribe(index, chunk.audio(channel), language, &reply);
        replies.try_iter().try_for_each(&mut collect)?;
    }
    drop(reply);
    replies.iter().try_for_each(&mut collect)?;
    let lost = || SpeechError::Failed("a speech lane stopped".to_owned());
    words.into_iter().map(|chunk| chunk.ok_or_else(|| lost().into())).collect()
}

/// Who spoke: a person a channel where the channels differ, else voices told apart. Also whether it was by channel.
fn attribute_speakers(
    desk: &mut Desk,
    excerpt: Excerpt,
    channels: Vec<HeardChannel>,
    request: &Request,
) -> Result<(Attributed, bool), SessionError> {
    let mut channels = channels.into_iter();
    match (excerpt.sound, channels.next(), channels.next()) {
        (Sound::Split(_), Some(left), Some(right)) => {
            Ok((attribute::by_channel([left.transcript, right.transcript], request.roles), true))
        }
        (sound, Some(heard), _) => {
            let diarization = desk.diarizer.diarize(&sound.channels()[0], &heard.speech, request.speakers)?;
            Ok((attribute::by_voice(heard.transcript, &diarization, request.roles), false))
        }
        (_, None, _) => Err(SessionError::NoSpeech),
    }
}

fn notices(models: &[ModelFacts], request: &Request, conversation: &Conversation) -> Vec<Notice> {
    let Conversation { segment, speakers, heard, unreadable, .. } = conversation;
    let confidence = speakers.and_then(|facts| facts.role_confidence);
    let all = [
        (models.iter().any(|model| model.demo_only), Notice::DemoSpeechModel),
        (request.goal.is_none(), Notice::NoGoal),
        (segment.is_some_and(|segment| segment.span.length() < SHORT), Notice::Short),
        (*heard < 2, Notice::OneSpeaker),
        (confidence.is_some_and(|confidence| confidence < SURE_OF_ROLES), Notice::UnsureRoles),
        (*unreadable > 0, Notice::UnreadableSpeech(*unreadable)),
    ];
    all.into_iter().filter_map(|(holds, notice)| holds.then_some(notice)).collect()
}
