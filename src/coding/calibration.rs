//! A group's own calibration: how the probabilities and thresholds of the classifier's decisions are adjusted, where
//! somebody asked for it. This is the only place where it acts; without one nothing changes.

use serde::{Deserialize, Serialize};

use crate::coding::miti::Code;

/// A yes or no that the classifier gives about a volley. Codes that share a place in a volley (manual, section D) are
/// two decisions: whether there is any of them, and, if so, whether it is the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Head {
    /// Giving Information.
    #[serde(rename = "GI")]
    Information,
    /// Question.
    #[serde(rename = "Q")]
    Question,
    /// Simple or Complex Reflection.
    #[serde(rename = "SR|CR")]
    Reflection,
    /// Complex, given that it is a reflection.
    #[serde(rename = "CR/(SR|CR)")]
    Complex,
    /// Persuade, with or without permission.
    #[serde(rename = "Persuade|PwP")]
    Persuasion,
    /// With permission, given that it persuades.
    #[serde(rename = "PwP/(Persuade|PwP)")]
    Permitted,
    /// Affirm.
    #[serde(rename = "AF")]
    Affirm,
    /// Seeking Collaboration.
    Seek,
    /// Emphasizing Autonomy.
    Emphasize,
    /// Confront.
    Confront,
}

/// The probabilities of each code of [`Code::ALL`]; `None` for a code that the model does not know.
pub type ByCode = [Option<f32>; 10];

impl Head {
    /// Every decision; [`Head`] as a number is its place here.
    pub const ALL: [Self; 10] = [
        Self::Information,
        Self::Question,
        Self::Reflection,
        Self::Complex,
        Self::Persuasion,
        Self::Permitted,
        Self::Affirm,
        Self::Seek,
        Self::Emphasize,
        Self::Confront,
    ];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Information => "GI",
            Self::Question => "Q",
            Self::Reflection => "SR|CR",
            Self::Complex => "CR/(SR|CR)",
            Self::Persuasion => "Persuade|PwP",
            Self::Permitted => "PwP/(Persuade|PwP)",
            Self::Affirm => "AF",
            Self::Seek => "Seek",
            Self::Emphasize => "Emphasize",
            Self::Confront => "Confront",
        }
    }

    /// The codes of which one is a yes.
    fn yes(self) -> &'static [Code] {
        match self {
            Self::Information => &[Code::GivingInformation],
            Self::Question => &[Code::Question],
            Self::Reflection => &[Code::SimpleReflection, Code::ComplexReflection],
            Self::Complex => &[Code::ComplexReflection],
            Self::Persuasion => &[Code::Persuade, Code::PersuadeWithPermission],
            Self::Permitted => &[Code::PersuadeWithPermission],
            Self::Affirm => &[Code::Affirm],
            Self::Seek => &[Code::Seek],
            Self::Emphasize => &[Code::Emphasize],
            Self::Confront => &[Code::Confront],
        }
    }

    /// The decision that must have been a yes before this one is asked.
    pub fn given(self) -> Option<Self> {
        match self {
            Self::Complex => Some(Self::Reflection),
            Self::Permitted => Some(Self::Persuasion),
            _ => None,
        }
    }

    /// The code that the decision is about; of two that share a place, the second is its own decision.
    pub(crate) fn code(self) -> Code {
        self.yes()[0]
    }

    /// The decision whether there is `code` or the one that shares its place.
    pub(crate) fn of(code: Code) -> Self {
        let about = |head: &Self| head.given().is_none() && head.yes().contains(&code);
        Self::ALL.into_iter().find(about).expect("a decision about every code")
    }

    /// Whether there is nothing to decide because none of its codes is estimated.
    pub(crate) fn is_moot(self, not_estimated: &[Code]) -> bool {
        self.yes().iter().all(|code| not_estimated.contains(code))
    }

    /// A person's decision, by the codes that `has` says a volley has; `None` where it was not asked.
    pub fn answer(self, has: impl Fn(Code) -> bool) -> Option<bool> {
        let any = |head: Self| head.yes().iter().any(|&code| has(code));
        self.given().is_none_or(any).then(|| any(self))
    }

    /// The model's probability of a yes, from the probabilities by code; `None` for a code that it does not know.
    pub fn probability(self, codes: &ByCode) -> Option<f64> {
        let sum = |head: Self| head.yes().iter().map(|&code| codes[code as usize].map(f64::from)).sum::<Option<f64>>();
        let yes = sum(self)?;
        match self.given() {
            None => Some(yes.min(1.0)),
            Some(before) => Some(sum(before)?).filter(|of| *of > 0.0).map(|of| (yes / of).min(1.0)),
        }
    }
}

/// How one decision is adjusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "choice", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Adjustment {
    /// Not at all.
    #[default]
    AsIs,
    /// The probability stays; a yes needs another one than the model's own.
    Threshold {
        /// The least probability of a yes, between 0 and 1.
        threshold: f64,
    },
    /// The probability p becomes 1 / (1 + exp(−(a·logit p + b))) (Platt 1999, on log odds); the threshold stays.
    Platt {
        /// The slope, above 0: what was likelier stays likelier.
        a: f64,
        /// The shift.
        b: f64,
    },
}

/// Files give probabilities with four decimals: beyond half of the last one nothing is known.
const EDGE: f64 = 0.000_05;

/// The log odds of a probability, finite for 0 and 1 too.
pub fn log_odds(probability: f64) -> f64 {
    let inside = probability.clamp(EDGE, 1.0 - EDGE);
    (inside / (1.0 - inside)).ln()
}

impl Adjustment {
    /// The adjusted probability: rising with `probability`, between 0 and 1.
    pub fn probability(self, probability: f64) -> f64 {
        match self {
            Self::Platt { a, b } => 1.0 / (1.0 + (-(a * log_odds(probability) + b)).exp()),
            Self::AsIs | Self::Threshold { .. } => probability,
        }
    }

    /// Whether the adjusted `probability` is a yes; `own` is the model's own threshold.
    pub fn is_yes(self, adjusted: f64, own: f64) -> bool {
        match self {
            Self::Threshold { threshold } => adjusted >= threshold,
            Self::AsIs | Self::Platt { .. } => adjusted >= own,
        }
    }

    /// Whether its numbers are such as can be reckoned with.
    pub fn is_sound(self) -> bool {
        match self {
            Self::AsIs => true,
            Self::Threshold { threshold } => threshold > 0.0 && threshold < 1.0,
            Self::Platt { a, b } => a > 0.0 && a.is_finite() && b.is_finite(),
        }
    }
}

/// The adjustments in use; by default none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    heads: [Adjustment; Head::ALL.len()],
}

impl Calibration {
    /// Of an adjustment for each decision; those that are not named stay as they are.
    pub fn of(adjustments: impl IntoIterator<Item = (Head, Adjustment)>) -> Self {
        let mut calibration = Self::default();
        adjustments.into_iter().for_each(|(head, adjustment)| calibration.heads[head as usize] = adjustment);
        calibration
    }

    /// The adjusted probability of a yes.
    pub(crate) fn probability(&self, head: Head, probability: f32) -> f32 {
        match self.heads[head as usize] {
            Adjustment::AsIs | Adjustment::Threshold { .. } => probability,
            platt @ Adjustment::Platt { .. } => platt.probability(f64::from(probability)) as f32,
        }
    }

    /// The least adjusted probability of a yes, where it is not the model's own.
    pub(crate) fn threshold(&self, head: Head) -> Option<f32> {
        match self.heads[head as usize] {
            Adjustment::Threshold { threshold } => Some(threshold as f32),
            Adjustment::AsIs | Adjustment::Platt { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn heads_stand_at_their_place_and_are_called_as_in_files() {
        for (place, head) in Head::ALL.into_iter().enumerate() {
            assert_eq!(head as usize, place);
            assert_eq!(serde_json::to_value(head).unwrap(), head.name());
        }
    }

    #[test]
    fn codes_that_share_a_place_are_asked_one_after_the_other() {
        let complex = |code| code == Code::ComplexReflection;
        assert_eq!((Head::Reflection.answer(complex), Head::Complex.answer(complex)), (Some(true), Some(true)));
        assert_eq!((Head::Persuasion.answer(complex), Head::Permitted.answer(complex)), (Some(false), None));
        let mut codes = ByCode::default();
        codes[Code::SimpleReflection as usize] = Some(0.6);
        codes[Code::ComplexReflection as usize] = Some(0.2);
        let read = |head: Head| head.probability(&codes).map(|p| (p * 1e6).round() / 1e6);
        assert_eq!((read(Head::Reflection), read(Head::Complex), read(Head::Seek)), (Some(0.8), Some(0.25), None));
    }

    #[test]
    fn nothing_is_adjusted_where_nothing_was_asked() {
        let none = Calibration::default();
        for head in Head::ALL {
            assert_eq!((none.probability(head, 0.123), none.threshold(head)), (0.123, None));
        }
    }

    proptest! {
        #[test]
        fn adjusted_probabilities_rise_and_stay_probabilities(
            a in 0.001..50.0, b in -50.0..50.0, p in 0.0..=1.0, q in 0.0..=1.0,
        ) {
            let platt = Adjustment::Platt { a, b };
            let (low, high) = (platt.probability(f64::min(p, q)), platt.probability(f64::max(p, q)));
            prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high) && low <= high);
            let one = Adjustment::Platt { a: 1.0, b: 0.0 }.probability(p);
            prop_assert!((one - p).abs() <= EDGE + 1e-12);
        }
    }
}
