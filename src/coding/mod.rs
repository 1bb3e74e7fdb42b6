//! MITI 4.2.1 codes: utterances and volleys, the classifier, the decision rules, the scores.

pub mod coded;
pub mod miti;
pub mod score;
