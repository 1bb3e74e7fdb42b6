//! `labels.json`: what the network's outputs are called, and how they are read as probabilities.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::coding::calibration::Head;
use crate::coding::classify::MODEL;
use crate::coding::estimate::Estimate;
use crate::coding::globals::GlobalModel;
use crate::coding::miti::Code;
use crate::coding::uncertainty::SessionErrors;
use crate::models::store::{Store, StoreError};

/// The file that names the network's outputs cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the labels {path} cannot be used: {reason}; `gensvar models verify` tells whether the file is whole")]
pub struct LabelsError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

/// Version of the file's form.
const SCHEMA: u32 = 3;

/// A yes is at least as likely as not, where the file names no other threshold.
pub const GIVEN: f32 = 0.5;

const MAIN: [&str; 4] = ["question", "reflection", "input", "other"];
const CLIENT: [&str; 3] = ["change", "sustain", "neutral"];

/// The output of each decision of [`Head::ALL`].
const HEADS: [&str; Head::ALL.len()] = [
    "shows_information",
    "shows_question",
    "shows_reflection",
    "reflection_is_complex",
    "shows_persuasion",
    "persuasion_is_permitted",
    "shows_affirm",
    "shows_seek",
    "shows_emphasize",
    "shows_confront",
];

/// The file as it is written.
#[derive(Deserialize)]
struct File {
    schema: u32,
    text_tokens: usize,
    before: Window,
    after: Window,
    outputs: Vec<String>,
    #[serde(default)]
    not_estimated: Vec<Code>,
    #[serde(default)]
    calibration: BTreeMap<String, Softening>,
    #[serde(default)]
    thresholds: BTreeMap<String, f32>,
    #[serde(default)]
    session_error: SessionErrors,
    #[serde(default)]
    globals: Option<GlobalModel>,
}

/// How much of what stands to one side of a text the network reads.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    /// From how many turns.
    pub(crate) turns: usize,
    /// How many pieces.
    pub(crate) tokens: usize,
}

/// What was learnt about whole sessions.
#[derive(Clone, Debug, Default)]
pub struct SessionModel {
    /// How far counts go wrong together.
    pub errors: SessionErrors,
    /// What tells global scores from counts; `None` where nothing does better than their mean.
    pub globals: Option<GlobalModel>,
}

/// How logits become probabilities: a softmax of `logits / temperature + bias`, a sigmoid of `scale · logit + offset`.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Softening {
    temperature: Option<f32>,
    bias: Option<Vec<f32>>,
    scale: Option<f32>,
    offset: Option<f32>,
}

/// Several outputs of which one is true.
struct Choice<const N: usize> {
    places: [usize; N],
    temperature: f32,
    bias: [f32; N],
}

/// One output that is true or not.
struct YesNo {
    place: usize,
    scale: f32,
    offset: f32,
}

/// What `labels.json` says of the network.
pub(crate) struct Labels {
    /// Pieces of a text that the network reads.
    pub(crate) text_tokens: usize,
    /// How much of what was said before it.
    pub(crate) before: Window,
    /// How much of what was said next.
    pub(crate) after: Window,
    /// Codes that are not to be had from this network.
    pub(crate) not_estimated: Vec<Code>,
    /// The least probability of a yes for each decision of [`Head::ALL`].
    pub(crate) thresholds: [f32; Head::ALL.len()],
    /// What was learnt about whole sessions.
    pub(crate) session: SessionModel,
    main: Choice<4>,
    client: Choice<3>,
    heads: [Option<YesNo>; Head::ALL.len()],
    single: Option<Choice<11>>,
}

/// The least probability of a yes to each decision of [`Head::ALL`] with the model in `store`.
///
/// # Errors
/// When the model is not there, or its labels cannot be used.
pub fn thresholds(store: &Store) -> Result<[f64; Head::ALL.len()], LabelsError> {
    Ok(in_store(store)?.thresholds.map(f64::from))
}

/// What the model in `store` has learnt about whole sessions.
///
/// # Errors
/// As [`thresholds`].
pub fn session_model(store: &Store) -> Result<SessionModel, LabelsError> {
    Ok(in_store(store)?.session)
}

fn in_store(store: &Store) -> Result<Labels, LabelsError> {
    let missing = |e: StoreError| LabelsError { path: PathBuf::from("labels.json"), reason: e.to_string() };
    Labels::open(&store.find(MODEL, "labels.json").map_err(missing)?)
}

impl Labels {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it is no such file, or lacks an output that a code needs which it does not name as not estimated.
    pub(crate) fn open(path: &Path) -> Result<Self, LabelsError> {
        let bad = |reason: String| LabelsError { path: path.to_owned(), reason };
        let text = fs_err::read_to_string(path).map_err(|e| bad(e.to_string()))?;
        Self::parse(&text).map_err(bad)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if file.schema != SCHEMA {
            return Err(format!("its schema is {}, and this version reads {SCHEMA}", file.schema));
        }
        let known = |name: &String| HEADS.iter().any(|head| threshold_name(head) == name);
        if let Some(name) = file.thresholds.keys().find(|name| !known(name)) {
            return Err(format!("it has a threshold for {name}, which is no decision"));
        }
        if let Some(fault) = file.globals.as_ref().and_then(GlobalModel::fault) {
            return Err(fault);
        }
        let single = Code::ALL.map(|code| format!("single_{}", code.abbreviation()));
        let single = std::array::from_fn(|at| if at == 0 { "single_NC" } else { &single[at - 1] });
        let mut heads = [const { None }; Head::ALL.len()];
        for head in Head::ALL.into_iter().filter(|head| !head.is_moot(&file.not_estimated)) {
            heads[head as usize] = Some(file.yes_no(HEADS[head as usize])?);
        }
        Ok(Self {
            main: file.choice("main", MAIN)?,
            client: file.choice("client", CLIENT)?,
            single: file.has(single[0]).then(|| file.choice("single", single)).transpose()?,
            heads,
            thresholds: HEADS.map(|head| file.thresholds.get(threshold_name(head)).copied().unwrap_or(GIVEN)),
            text_tokens: file.text_tokens,
            before: file.before,
            after: file.after,
            not_estimated: file.not_estimated,
            session: SessionModel { errors: file.session_error, globals: file.globals },
        })
    }

    /// The network's `logits` as probabilities.
    pub(crate) fn estimate(&self, logits: &[f32]) -> Estimate {
        Estimate {
            main: self.main.probabilities(logits),
            client: self.client.probabilities(logits),
            heads: self.heads.each_ref().map(|head| head.as_ref().map(|head| head.probability(logits))),
            single: self.single.as_ref().map(|single| single.probabilities(logits)),
        }
    }
}

/// What a decision's threshold is called: its output's name without `shows_`.
fn threshold_name(output: &str) -> &str {
    output.strip_prefix("shows_").unwrap_or(output)
}

impl File {
    fn has(&self, output: &str) -> bool {
        self.outputs.iter().any(|of| of == output)
    }

    fn place(&self, output: &str) -> Result<usize, String> {
        self.outputs.iter().position(|of| of == output).ok_or_else(|| format!("it has no output {output}"))
    }

    fn softening(&self, name: &str) -> Softening {
        self.calibration.get(name).cloned().unwrap_or_default()
    }

    fn choice<const N: usize>(&self, name: &str, outputs: [&str; N]) -> Result<Choice<N>, String> {
        let Softening { temperature, bias, .. } = self.softening(name);
        let mut places = [0; N];
        for (place, output) in places.iter_mut().zip(outputs) {
            *place = self.place(output)?;
        }
        let bias = bias.unwrap_or_else(|| vec![0.0; N]);
        let bias = bias.try_into().map_err(|_| format!("the bias of {name} has not {N} numbers"))?;
        let temperature = temperature.unwrap_or(1.0);
        let sound = temperature > 0.0;
        sound.then_some(Choice { places, temperature, bias }).ok_or(format!("the temperature of {name} is not above 0"))
    }

    fn yes_no(&self, output: &str) -> Result<YesNo, String> {
        let Softening { scale, offset, .. } = self.softening(output);
        Ok(YesNo { place: self.place(output)?, scale: scale.unwrap_or(1.0), offset: offset.unwrap_or(0.0) })
    }
}

impl<const N: usize> Choice<N> {
    fn probabilities(&self, logits: &[f32]) -> [f32; N] {
        let soft: [f32; N] = std::array::from_fn(|at| logits[self.places[at]] / self.temperature + self.bias[at]);
        let most = soft.into_iter().fold(f32::NEG_INFINITY, f32::max);
        let powers = soft.map(|logit| (logit - most).exp());
        let sum: f32 = powers.iter().sum();
        powers.map(|power| power / sum)
    }
}

impl YesNo {
    fn probability(&self, logits: &[f32]) -> f32 {
        1.0 / (1.0 + (-(self.scale * logits[self.place] + self.offset)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with these outputs after the seven that every network has, and this in it besides.
    fn labels(outputs: &[&str], besides: &str) -> Result<Labels, String> {
        let outputs: Vec<&str> = MAIN.into_iter().chain(CLIENT).chain(outputs.iter().copied()).collect();
        let outputs = serde_json::to_string(&outputs).unwrap();
        Labels::parse(&format!(
            r#"{{"schema":3,"text_tokens":64,"before":{{"turns":2,"tokens":48}},"after":{{"turns":1,"tokens":24}},"outputs":{outputs}{besides}}}"#
        ))
    }

    const ONLY_QUESTIONS: &str =
        r#","not_estimated":["GI","Persuade","PwP","SR","CR","AF","Seek","Emphasize","Confront"]"#;

    #[test]
    fn what_a_code_needs_must_be_there_unless_the_code_is_named_as_not_estimated() {
        assert!(labels(&["shows_question"], "").is_err_and(|e| e.contains("shows_information")));
        let labels = labels(&["shows_question"], ONLY_QUESTIONS).unwrap();
        let estimate = labels.estimate(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0]);
        assert_eq!(estimate.heads.iter().flatten().count(), 1);
        assert_eq!((estimate.single, labels.thresholds[0]), (None, GIVEN));
    }

    #[test]
    fn logits_are_softened_as_the_file_says() {
        let besides = format!(
            r#"{ONLY_QUESTIONS},"calibration":{{"client":{{"temperature":2.0,"bias":[0.0,0.0,1.0]}},
            "shows_question":{{"scale":0.5,"offset":-1.0}}}},"thresholds":{{"question":0.4}}"#
        );
        let labels = labels(&["shows_question"], &besides).unwrap();
        let estimate = labels.estimate(&[0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 2.0]);
        // e^1, e^0 and e^1 of their sum; 1 / (1 + e^0).
        let e = std::f32::consts::E;
        for (got, wanted) in estimate.client.into_iter().zip([e, 1.0, e].map(|power| power / (2.0 * e + 1.0))) {
            assert!((got - wanted).abs() < 1e-6);
        }
        assert_eq!(estimate.heads[Head::Question as usize], Some(0.5));
        assert_eq!(labels.thresholds[Head::Question as usize], 0.4);
    }

    #[test]
    fn what_is_misspelt_is_an_error() {
        assert!(labels(&["shows_question"], &format!(r#"{ONLY_QUESTIONS},"thresholds":{{"Q":0.4}}"#)).is_err());
        assert!(Labels::parse(r#"{"schema":1}"#).is_err());
    }
}
