//! Indicative global scores: a range for each of MITI's four, from the counts of a session that is long enough.
//!
//! A person gives globals by listening to the whole (manual, section C); what is told here is only where such a score
//! mostly lies when the counts look like these.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::coding::miti::Code;
use crate::units::Millis;

/// Under ten minutes there is too little for globals (manual, section B).
pub const SHORTEST: Millis = Millis(600_000);

/// Without times: ten minutes have some 40 volleys in the conversations of AnnoMI and CASAA.
pub const FEWEST_VOLLEYS: usize = 40;

/// One of MITI's global scores (manual, section C).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Global {
    /// Cultivating Change Talk.
    #[serde(rename = "CCT")]
    ChangeTalk,
    /// Softening Sustain Talk.
    #[serde(rename = "SST")]
    SustainTalk,
    /// Partnership.
    Partnership,
    /// Empathy.
    Empathy,
}

/// Where a person's score mostly lies, in half steps from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The indicative globals of a session, or why there are none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "ranges")]
pub enum Globals {
    /// The model gives none: on held-out sessions they were no better than the mean.
    #[default]
    NotLearnt,
    /// The part is shorter than [`SHORTEST`].
    TooShort,
    /// A transcript without times has fewer than [`FEWEST_VOLLEYS`] volleys.
    TooFewVolleys,
    /// A range for each.
    Ranges(Vec<(Global, Range)>),
}

/// What the recipe learnt: each score is an intercept and a weighted sum of figures.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlobalModel {
    features: Vec<Feature>,
    coefficients: BTreeMap<Global, Vec<f64>>,
    /// Half the width of the range that holds nine scores of ten.
    interval: BTreeMap<Global, f64>,
}

/// A figure of the session; shares are of volleys unless they say otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Feature {
    Share(Code),
    Reflections,
    /// Of reflections, drawn towards one half.
    Complex,
    LogReflectionsToQuestions,
    Adherent,
    NonAdherent,
    /// Of change and sustain talk, drawn towards one half.
    Change,
}

impl<'de> Deserialize<'de> for Feature {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let share = |code: &Code| name.strip_suffix("_share") == Some(code.abbreviation());
        Ok(match name.as_str() {
            "reflection_share" => Self::Reflections,
            "complex_share" => Self::Complex,
            "log_reflections_to_questions" => Self::LogReflectionsToQuestions,
            "adherent_share" => Self::Adherent,
            "non_adherent_share" => Self::NonAdherent,
            "change_share" => Self::Change,
            _ => {
                let unknown = || serde::de::Error::custom(format!("{name} is no figure of a session"));
                Self::Share(Code::ALL.into_iter().find(share).ok_or_else(unknown)?)
            }
        })
    }
}

/// The counts that globals are told from.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Of each of [`Code::ALL`]; none of a code that is not estimated.
    pub codes: [usize; 10],
    /// Change talk.
    pub change: usize,
    /// Sustain talk.
    pub sustain: usize,
    /// Volleys.
    pub volleys: usize,
}

impl GlobalModel {
    /// What is wrong with it, if anything.
    pub(crate) fn fault(&self) -> Option<String> {
        let wanted = self.features.len() + 1;
        let wrong = |(global, numbers): (&Global, &Vec<f64>)| {
            numbers.len() != wanted || !self.interval.get(global).is_some_and(|width| *width >= 0.0)
        };
        let any = self.coefficients.iter().any(wrong);
        any.then(|| format!("a global has not {wanted} coefficients and the width of an interval"))
    }

    /// The ranges of a session.
    fn ranges(&self, counted: &Counted) -> Vec<(Global, Range)> {
        let features: Vec<f64> = self.features.iter().map(|feature| feature.of(counted)).collect();
        let range = |(global, numbers): (&Global, &Vec<f64>)| {
            let (intercept, weights) = numbers.split_first()?;
            let score = intercept + weights.iter().zip(&features).map(|(weight, figure)| weight * figure).sum::<f64>();
            Some((*global, Range::around(score, *self.interval.get(global)?)))
        };
        self.coefficients.iter().filter_map(range).collect()
    }
}

impl Range {
    /// `score` and `width` to each side, rounded outwards to half steps, on the scale from 1 to 5.
    fn around(score: f64, width: f64) -> Self {
        let on_scale = |end: f64| end.clamp(1.0, 5.0);
        let score = on_scale(score);
        let (low, high) = (on_scale(score - width), on_scale(score + width));
        Self { low: (low * 2.0).floor() / 2.0, high: (high * 2.0).ceil() / 2.0 }
    }
}

impl Feature {
    fn of(self, counted: &Counted) -> f64 {
        let sum = |codes: &[Code]| codes.iter().map(|code| counted.codes[*code as usize]).sum::<usize>() as f64;
        let volleys = counted.volleys.max(1) as f64;
        let reflections = sum(&[Code::SimpleReflection, Code::ComplexReflection]);
        match self {
            Self::Share(code) => sum(&[code]) / volleys,
            Self::Reflections => reflections / volleys,
            Self::Complex => (sum(&[Code::ComplexReflection]) + 1.0) / (reflections + 2.0),
            Self::LogReflectionsToQuestions => ((reflections + 1.0) / (sum(&[Code::Question]) + 1.0)).ln(),
            Self::Adherent => sum(&[Code::Affirm, Code::Seek, Code::Emphasize]) / volleys,
            Self::NonAdherent => sum(&[Code::Persuade, Code::Confront]) / volleys,
            Self::Change => (counted.change as f64 + 1.0) / ((counted.change + counted.sustain) as f64 + 2.0),
        }
    }
}

/// The indicative globals of a session of this `length` (unknown for a transcript without times).
pub fn globals(model: Option<&GlobalModel>, counted: &Counted, length: Option<Millis>) -> Globals {
    match (model, length) {
        (None, _) => Globals::NotLearnt,
        (_, Some(length)) if length < SHORTEST => Globals::TooShort,
        (_, None) if counted.volleys < FEWEST_VOLLEYS => Globals::TooFewVolleys,
        (Some(model), _) => Globals::Ranges(model.ranges(counted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> GlobalModel {
        let json = r#"{"features":["Q_share","log_reflections_to_questions"],
            "coefficients":{"Empathy":[3.0,-1.0,1.0],"CCT":[9.0,0.0,0.0]},"interval":{"Empathy":0.6,"CCT":0.8}}"#;
        serde_json::from_str(json).unwrap()
    }

    /// Ten questions and as many simple reflections in this many volleys.
    fn counted(volleys: usize) -> Counted {
        let mut codes = [0; 10];
        codes[Code::Question as usize] = 10;
        codes[Code::SimpleReflection as usize] = 10;
        Counted { codes, change: 0, sustain: 0, volleys }
    }

    #[test]
    fn a_range_is_rounded_outwards_and_stays_on_the_scale() {
        // 3 − 10/50 + ln(11/11) = 2.8; 2.2 to 3.4, outwards 2 to 3.5. CCT: 9 is off the scale, so 5; 4.2 to 5.
        let Globals::Ranges(ranges) = globals(Some(&model()), &counted(50), None) else { panic!("no ranges") };
        assert_eq!(ranges[0], (Global::ChangeTalk, Range { low: 4.0, high: 5.0 }));
        assert_eq!(ranges[1], (Global::Empathy, Range { low: 2.0, high: 3.5 }));
    }

    #[test]
    fn none_under_ten_minutes_and_none_that_were_not_learnt() {
        // Section B: under ten minutes there is too little for globals.
        let found = |length| globals(Some(&model()), &counted(50), Some(Millis(length)));
        assert_eq!(found(599_999), Globals::TooShort);
        assert!(matches!(found(600_000), Globals::Ranges(_)));
        assert_eq!(globals(Some(&model()), &counted(39), None), Globals::TooFewVolleys);
        assert_eq!(globals(None, &counted(50), Some(Millis(900_000))), Globals::NotLearnt);
    }

    #[test]
    fn a_model_that_does_not_fit_is_found_out() {
        assert_eq!(model().fault(), None);
        let short = r#"{"features":["Q_share"],"coefficients":{"CCT":[1.0]},"interval":{"CCT":0.5}}"#;
        assert!(serde_json::from_str::<GlobalModel>(short).unwrap().fault().is_some());
        assert!(
            serde_json::from_str::<GlobalModel>(r#"{"features":["mood"],"coefficients":{},"interval":{}}"#).is_err()
        );
    }
}
