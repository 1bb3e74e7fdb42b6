//! Learning from a group's own coded sessions: for each decision of the classifier, whether a threshold or Platt
//! scaling brings it nearer to the human coders, measured on sessions that took no part.
//!
//! Nested cross-validation, leaving out whole sessions: the sessions fall into [`FOLDS`] groups; for each group the
//! others alone choose (by a cross-validation of their own) and fit, and the result is measured on the group. So the
//! figures are those of the procedure on sessions that it has never seen. What cannot be told from harm is not used.

mod choose;
mod evidence;
mod held_out;
mod platt;

use std::path::Path;

use self::choose::choose;
use self::evidence::{Case, Evidence};
use super::bootstrap::Plan;
use super::intervals::Method;
use super::problem::WrongInput;
use crate::coding::calibration::{Adjustment, Head};
use crate::coding::calibration_file::{CalibrationFile, Compared, FittedHead, HeldOut, RestsOn, SCHEMA};
use crate::severity::{Severe, Severity};

pub use self::choose::{best_threshold, kappa};
pub use self::platt::fit as fit_platt;

/// Groups of sessions; fewer where there are fewer sessions.
pub const FOLDS: usize = 10;
/// With fewer sessions nothing is learnt: neither folds nor intervals by session mean anything.
pub const FEWEST_SESSIONS: usize = 8;
/// The coverage of the intervals by which harm is ruled out: wider than 95 %, as up to ten decisions are tried at once.
pub const LEVEL: f64 = 0.99;
/// Draws behind each of them, at least.
pub const FEWEST_DRAWS: usize = 1000;
/// With fewer yes or no of a decision it stays as it is.
pub const FEWEST_OCCURRENCES: f64 = 20.0;

/// Why there is no calibration.
#[derive(Debug, thiserror::Error)]
pub enum CalibrateError {
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] WrongInput),
    /// No estimate with probabilities.
    #[error(
        "the estimate has no probabilities (columns p_GI … p_Confront); give what `gensvar code` wrote, with --estimate"
    )]
    NoProbabilities,
    /// Nothing in common.
    #[error(
        "no turn of the estimate's counsellor was coded by a human coder; a calibration needs the same session and turn \
         in both files"
    )]
    NothingShared,
    /// Too few sessions.
    #[error("{found} sessions were coded by people and estimated; a calibration needs {FEWEST_SESSIONS} at least")]
    TooFew {
        /// How many there are.
        found: usize,
    },
}

impl Severe for CalibrateError {
    fn severity(&self) -> Severity {
        Severity::Recording
    }
}

/// Derives a calibration from the files of human coders and what `gensvar code` wrote about the same sessions with the
/// model that `model` names. `own` are the model's own thresholds, in the order of
/// [`Head::ALL`]. Same files and seed, same result.
///
/// # Errors
/// When a file cannot be read, or there is too little in them.
pub fn calibrate<P: AsRef<Path>>(
    reference: &[P],
    estimate: &[P],
    model: String,
    own: &[f64; Head::ALL.len()],
    plan: &Plan,
) -> Result<CalibrationFile, CalibrateError> {
    let evidence = Evidence::read(reference, estimate)?;
    if evidence.sessions.len() < FEWEST_SESSIONS {
        return Err(CalibrateError::TooFew { found: evidence.sessions.len() });
    }
    // Percentile: the gain's draws come in lumps, on which BCa's corrections mean nothing.
    let draws = plan.draws.max(FEWEST_DRAWS);
    let plan = &Plan { draws, level: LEVEL, method: Method::Percentile, ..*plan };
    let order = evidence.shuffled(plan.seed);
    let heads = Head::ALL.into_iter().filter(|head| evidence.knows(*head));
    let heads = heads.map(|head| fitted(head, &evidence.cases(head), &order, own[head as usize], plan)).collect();
    let rests_on = RestsOn {
        sessions: evidence.sessions.len(),
        units: evidence.units(),
        coders: evidence.coders,
        model,
        folds: FOLDS.min(evidence.sessions.len()),
        level: plan.level,
        draws: plan.draws,
        seed: plan.seed,
    };
    Ok(CalibrationFile { schema: SCHEMA, gensvar: env!("CARGO_PKG_VERSION").to_owned(), rests_on, heads })
}

/// What is made of one decision. `order` holds each session's place in a random order, by which it falls into folds.
fn fitted(head: Head, cases: &[Case], order: &[usize], own: f64, plan: &Plan) -> FittedHead {
    let weight = |yes: bool| cases.iter().filter(|case| case.yes == yes).map(|case| case.weight).sum::<f64>();
    let (yes, no) = (weight(true), weight(false));
    let mut asked: Vec<u32> = cases.iter().map(|case| case.session).collect();
    asked.dedup();
    let told = |adjustment, because, held_out| FittedHead {
        head,
        sessions: asked.len(),
        occurrences: (yes * 100.0).round() / 100.0,
        because,
        adjustment,
        held_out,
    };
    if asked.len() < FEWEST_SESSIONS || yes < FEWEST_OCCURRENCES || no < FEWEST_OCCURRENCES {
        let found = format!("{yes:.0} yes and {no:.0} no in {} sessions", asked.len());
        let needed = format!("{FEWEST_OCCURRENCES:.0} of each in {FEWEST_SESSIONS} are needed");
        return told(Adjustment::AsIs, format!("as it is: too little to learn from ({found}; {needed})"), None);
    }
    let predicted = held_out::predict(cases, order, own);
    let held_out = held_out::measure(cases, &predicted, own, plan);
    let all: Vec<&Case> = cases.iter().collect();
    let (adjustment, because) = judge(choose(&all, order, own), &held_out);
    told(adjustment, because, Some(held_out))
}

/// Lets a choice stand only when harm can be ruled out: the whole interval of the gain in what the choice is for (κ for
/// a threshold, the Brier score for Platt scaling) lies above 0, and κ does not fall.
fn judge(choice: Adjustment, held_out: &HeldOut) -> (Adjustment, String) {
    let (name, what, gain) = match choice {
        Adjustment::AsIs => {
            let why = "as it is: in cross-validation neither a threshold nor Platt scaling did better".to_owned();
            return (choice, why);
        }
        Adjustment::Threshold { .. } => ("a threshold", "kappa", &held_out.kappa),
        Adjustment::Platt { .. } => ("Platt scaling", "the Brier score", &held_out.brier),
    };
    let harmless = gain.low.is_some_and(|low| low > 0.0);
    let kappa_falls = held_out.kappa.gain.is_some_and(|gain| gain < 0.0);
    let told = |kept: &str, what: &str, gain: &Compared| {
        format!("{kept}on sessions that took no part the gain in {what} was {}", interval(gain))
    };
    let tried = format!("as it is: {name} was tried, but ");
    if !harmless {
        (Adjustment::AsIs, told(&tried, what, gain) + ": harm cannot be ruled out")
    } else if kappa_falls {
        (Adjustment::AsIs, told(&tried, "kappa", &held_out.kappa))
    } else {
        (choice, told(&format!("{name}: "), what, gain))
    }
}

fn interval(gain: &Compared) -> String {
    let number = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |value| format!("{value:.3}"));
    format!("{} ({:.0} % interval {} to {})", number(gain.gain), 100.0 * LEVEL, number(gain.low), number(gain.high))
}
