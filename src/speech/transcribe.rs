//! Whisper: one set of weights, a state a lane, words with times out of a chunk of at most 30 s.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperSegment, WhisperState,
    WhisperTokenId, get_lang_id, install_logging_hooks,
};

use crate::audio::sound::SAMPLE_RATE;
use crate::language::Language;
use crate::severity::{Severe, Severity};
use crate::speech::alignment::Alignment;
use crate::speech::guards::{self, HeardWord};
use crate::units::Millis;

/// Sound at the end of a chunk without words, in samples: up to this (1 s) it is the padding of the last
/// region or a breath, beyond it something was skipped.
const UNHEARD: usize = SAMPLE_RATE as usize;
/// A pass that gives less than this (0.3 s, in samples) of text ends the chunk: what follows is no speech.
const LEAST_PROGRESS: usize = 3 * SAMPLE_RATE as usize / 10;

/// Speech recognition failed.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The model file does not load; the batch ends.
    #[error("the speech model {path} cannot be loaded; `gensvar models verify` tells whether the file is whole")]
    BadModel {
        /// The file.
        path: PathBuf,
    },
    /// There is no memory for another lane; the batch ends.
    #[error("not enough memory for the speech model; choose a smaller one with --speech-model, or fewer --jobs")]
    NoMemory,
    /// whisper.cpp gave up on a chunk; the recording has no report.
    #[error("speech recognition failed ({0}); try again, and if it fails again convert the recording to WAV")]
    Failed(String),
    /// There is speech in the recording and not one word came out (invariant 4).
    #[error(
        "{seconds:.0} s of speech and not one word recognised: check that the recording is in the language given with --language, and that the speech model fits it"
    )]
    NoWords {
        /// How much speech was found.
        seconds: f64,
    },
}

impl Severe for SpeechError {
    fn severity(&self) -> Severity {
        match self {
            Self::BadModel { .. } | Self::NoMemory => Severity::Batch,
            Self::Failed(_) | Self::NoWords { .. } => Severity::Recording,
        }
    }
}

/// How Whisper decodes. The defaults are those of whisper.cpp except where a field says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decoding {
    /// Beam width, 1 for greedy; at most 8.
    pub beam: u8,
    /// A text whose tokens vary less than this (nats) is decoded again at a higher temperature;
    /// 2.8 rather than 2.4 against loops (whisper.cpp issue 1507).
    pub entropy_threshold: f32,
    /// A text less probable than this (mean log probability a token) is decoded again.
    pub log_probability_threshold: f32,
    /// Above this probability of no speech, an improbable text is dropped.
    pub no_speech_threshold: f32,
}

impl Default for Decoding {
    fn default() -> Self {
        Self { beam: 1, entropy_threshold: 2.8, log_probability_threshold: -1.0, no_speech_threshold: 0.6 }
    }
}

/// The weights of a speech model, shared by its lanes.
pub struct SpeechModel {
    context: Arc<WhisperContext>,
    decoding: Decoding,
}

impl SpeechModel {
    /// Loads the weights.
    ///
    /// # Errors
    /// [`SpeechError::BadModel`].
    pub fn open(path: &Path, alignment: Option<&Alignment>, decoding: Decoding) -> Result<Self, SpeechError> {
        // Without hooks whisper.cpp writes to standard error, which belongs to the user.
        install_logging_hooks();
        let mut parameters = WhisperContextParameters::default();
        if let Some(alignment) = alignment {
            parameters.dtw_parameters(alignment.parameters());
        }
        let context = WhisperContext::new_with_params(path, parameters)
            .map_err(|_| SpeechError::BadModel { path: path.to_owned() })?;
        Ok(Self { context: Arc::new(context), decoding })
    }

    /// A lane on `threads` threads.
    pub fn lane(&self, threads: usize) -> SpeechLane {
        let end_of_text = self.context.token_eot();
        SpeechLane { context: Arc::clone(&self.context), threads: threads.max(1), decoding: self.decoding, end_of_text }
    }
}

/// What was heard in one chunk, times from the chunk's start; sealed by [`super::assemble`].
#[derive(Default)]
pub struct HeardChunk {
    pub(super) words: Vec<HeardWord>,
    /// Stretches that were loops or credits and were cut.
    pub unreadable: usize,
}

/// Works on one chunk at a time, each with a state of its own: a state remembers how far its random numbers have
/// come (beams are sampled, and so are second attempts), and a chunk must not depend on those before it.
pub struct SpeechLane {
    context: Arc<WhisperContext>,
    threads: usize,
    decoding: Decoding,
    end_of_text: WhisperTokenId,
}

impl SpeechLane {
    /// The words of `audio` (16 kHz, at most 30 s): the same on every lane, whatever came before.
    ///
    /// # Errors
    /// [`SpeechError::Failed`], [`SpeechError::NoMemory`].
    pub fn transcribe(&self, audio: &[f32], language: Language) -> Result<HeardChunk, SpeechError> {
        let mut state = self.state()?;
        let mut heard = HeardChunk::default();
        let mut words = Vec::new();
        let mut from = 0;
        // A text that ends before the sound does makes whisper.cpp skip the rest, although a chunk is packed with
        // speech to its end: what was skipped is heard on its own.
        while audio.len() - from > UNHEARD {
            let end = self.pass(&mut state, &audio[from..], language, from, &mut words, &mut heard.unreadable)?;
            if end <= from + LEAST_PROGRESS {
                break;
            }
            from = end.min(audio.len());
        }
        close_words(&mut words, milliseconds(audio.len()));
        let (words, loops) = guards::without_loops(words);
        heard.unreadable += loops;
        heard.words = words;
        Ok(heard)
    }

    /// One run of whisper.cpp over `audio`, which begins at sample `from` of the chunk. Adds its words, and
    /// gives the sample of the chunk at which its text ends; `from` when there is none.
    fn pass(
        &self,
        state: &mut WhisperState,
        audio: &[f32],
        language: Language,
        from: usize,
        words: &mut Vec<HeardWord>,
        unreadable: &mut usize,
    ) -> Result<usize, SpeechError> {
        state.full(self.parameters(language), audio).map_err(|e| SpeechError::Failed(e.to_string()))?;
        let mut end = from;
        for segment in state.as_iter() {
            let of_segment = segment_words(&segment, self.end_of_text, milliseconds(from));
            if guards::is_credit(&of_segment.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")) {
                *unreadable += 1;
            } else if let Some(last) = of_segment.last() {
                end = end.max(samples(last.end));
                words.extend(of_segment);
            }
        }
        Ok(end)
    }

    /// The most probable of gensvar's languages in `audio`, with its share of the probability of them all.
    ///
    /// # Errors
    /// [`SpeechError::Failed`], [`SpeechError::NoMemory`].
    pub fn detect_language(&self, audio: &[f32]) -> Result<(Language, f32), SpeechError> {
        let failed = |e: whisper_rs::WhisperError| SpeechError::Failed(e.to_string());
        let mut state = self.state()?;
        state.pcm_to_mel(audio, self.threads).map_err(failed)?;
        let (_, probabilities) = state.lang_detect(0, self.threads).map_err(failed)?;
        let of = |language: Language| {
            let id = get_lang_id(language.whisper_code()).and_then(|id| usize::try_from(id).ok());
            id.and_then(|id| probabilities.get(id)).copied().unwrap_or(0.0)
        };
        let all: f32 = Language::ALL.iter().map(|&language| of(language)).sum();
        let best = Language::ALL.into_iter().max_by(|&a, &b| of(a).total_cmp(&of(b))).unwrap_or(Language::Swedish);
        Ok((best, if all > 0.0 { of(best) / all } else { 0.0 }))
    }

    fn state(&self) -> Result<WhisperState, SpeechError> {
        self.context.create_state().map_err(|_| SpeechError::NoMemory)
    }

    fn parameters(&self, language: Language) -> FullParams<'static, 'static> {
        let strategy = match self.decoding.beam {
            0 | 1 => SamplingStrategy::Greedy { best_of: 1 },
            beam => SamplingStrategy::BeamSearch { beam_size: i32::from(beam.min(8)), patience: -1.0 },
        };
        let mut parameters = FullParams::new(strategy);
        parameters.set_n_threads(i32::try_from(self.threads).unwrap_or(1));
        parameters.set_language(Some(language.whisper_code()));
        parameters.set_no_context(true);
        // Timestamps must stay on: without them whisper.cpp skips what follows the last token (speech after a pause).
        parameters.set_token_timestamps(true);
        parameters.set_suppress_nst(true);
        parameters.set_entropy_thold(self.decoding.entropy_threshold);
        parameters.set_logprob_thold(self.decoding.log_probability_threshold);
        parameters.set_no_speech_thold(self.decoding.no_speech_threshold);
        for quiet in [
            FullParams::set_print_special,
            FullParams::set_print_progress,
            FullParams::set_print_realtime,
            FullParams::set_print_timestamps,
        ] {
            quiet(&mut parameters, false);
        }
        parameters
    }
}

/// The words of one segment, `from` milliseconds later. A word begins at a token that begins with a space; a character may be
/// split over tokens, so bytes are joined before they are read.
fn segment_words(segment: &WhisperSegment<'_>, end_of_text: WhisperTokenId, from: u64) -> Vec<HeardWord> {
    let segment_start = centiseconds(segment.start_timestamp());
    let mut words: Vec<(Vec<u8>, u64, f32)> = Vec::new();
    for token in (0..segment.n_tokens()).filter_map(|index| segment.get_token(index)) {
        if token.token_id() >= end_of_text {
            continue;
        }
        let Ok(bytes) = token.to_bytes() else { continue };
        let data = token.token_data();
        let at = if data.t_dtw >= 0 { data.t_dtw } else { data.t0 };
        match words.last_mut() {
            Some((word, _, probability)) if !bytes.starts_with(b" ") => {
                word.extend_from_slice(bytes);
                *probability = probability.min(token.token_probability());
            }
            _ => words.push((bytes.to_vec(), centiseconds(at).max(segment_start), token.token_probability())),
        }
    }
    let segment_end = centiseconds(segment.end_timestamp());
    words
        .into_iter()
        .map(|(bytes, start, probability)| HeardWord {
            text: String::from_utf8_lossy(&bytes).trim().to_owned(),
            start: from + start,
            end: from + segment_end,
            probability,
        })
        .filter(|word| !word.text.is_empty())
        .collect()
}

/// The milliseconds that so many samples last.
fn milliseconds(samples: usize) -> u64 {
    Millis::of_samples(samples as u64, SAMPLE_RATE).0
}

/// The sample at this millisecond.
fn samples(milliseconds: u64) -> usize {
    usize::try_from(Millis(milliseconds).to_samples(SAMPLE_RATE)).unwrap_or(usize::MAX)
}

/// Whisper counts in hundredths of a second.
fn centiseconds(time: i64) -> u64 {
    u64::try_from(time).unwrap_or(0) * 10
}

/// Gives each word an end: where the next begins, but no later than speech of that many letters can last.
fn close_words(words: &mut [HeardWord], chunk_end: u64) {
    /// Slow speech: a letter in 150 ms, and a drawn-out end.
    const LETTER_MS: u64 = 150;
    const DRAWN_OUT_MS: u64 = 300;
    let mut next_start = chunk_end;
    for word in words.iter_mut().rev() {
        word.start = word.start.min(next_start.saturating_sub(1));
        let longest = word.start + LETTER_MS * word.text.chars().count() as u64 + DRAWN_OUT_MS;
        word.end = word.end.max(word.start + 1).min(next_start.max(word.start + 1)).min(longest);
        next_start = word.start;
    }
}
