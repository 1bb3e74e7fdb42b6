//! Which attention heads of a Whisper model follow time, so that words get times.
//!
//! whisper.cpp finds word times by dynamic time warping over those heads. OpenAI published them for
//! each size; models fine-tuned from a size (KB-Whisper, NB-Whisper) keep that size's heads.

use std::str::FromStr;

use whisper_rs::{DtwAhead, DtwMode, DtwModelPreset, DtwParameters};

/// The heads of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// Those of a published size: `tiny`, `base`, `small`, `medium`, `large-v1` to `large-v3-turbo`.
    Preset(String),
    /// Named one by one as (decoder layer, head).
    Heads(Vec<(i32, i32)>),
}

/// The manifest names heads that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` names no alignment heads: write a size such as `small`, or `LAYER.HEAD` pairs such as `1.0 1.2`")]
pub struct UnknownAlignment(String);

impl FromStr for Alignment {
    type Err = UnknownAlignment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if preset(text).is_some() {
            return Ok(Self::Preset(text.to_owned()));
        }
        let head = |pair: &str| {
            let (layer, head) = pair.split_once('.')?;
            Some((layer.parse().ok()?, head.parse().ok()?))
        };
        let heads: Option<Vec<_>> = text.split_whitespace().map(head).collect();
        match heads {
            Some(heads) if !heads.is_empty() => Ok(Self::Heads(heads)),
            _ => Err(UnknownAlignment(text.to_owned())),
        }
    }
}

impl Alignment {
    /// What whisper.cpp wants to know.
    pub(super) fn parameters(&self) -> DtwParameters<'static> {
        let mode = match self {
            Self::Preset(name) => {
                preset(name).map_or(DtwMode::None, |model_preset| DtwMode::ModelPreset { model_preset })
            }
            Self::Heads(heads) => {
                let heads: Vec<DtwAhead> =
                    heads.iter().map(|&(n_text_layer, n_head)| DtwAhead { n_text_layer, n_head }).collect();
                // whisper.cpp keeps the pointer for as long as the model lives, which is as long as the program.
                DtwMode::Custom { aheads: Box::leak(heads.into_boxed_slice()) }
            }
        };
        DtwParameters { mode, ..DtwParameters::default() }
    }
}

fn preset(name: &str) -> Option<DtwModelPreset> {
    Some(match name {
        "tiny" => DtwModelPreset::Tiny,
        "base" => DtwModelPreset::Base,
        "small" => DtwModelPreset::Small,
        "medium" => DtwModelPreset::Medium,
        "large-v1" => DtwModelPreset::LargeV1,
        "large-v2" => DtwModelPreset::LargeV2,
        "large-v3" => DtwModelPreset::LargeV3,
        "large-v3-turbo" => DtwModelPreset::LargeV3Turbo,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_named_by_size_or_one_by_one() {
        assert_eq!("small".parse(), Ok(Alignment::Preset("small".to_owned())));
        assert_eq!("1.0 1.2".parse(), Ok(Alignment::Heads(vec![(1, 0), (1, 2)])));
        assert!("huge".parse::<Alignment>().is_err());
        assert!("".parse::<Alignment>().is_err());
    }
}
