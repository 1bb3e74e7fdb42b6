//! MITI 4.2.1 codes: utterances and volleys, the classifier, the decision rules, the scores.

pub mod calibration;
pub mod calibration_file;
pub mod classify;
pub mod coded;
mod decide;
mod estimate;
pub mod globals;
pub mod labels;
pub mod miti;
mod openings;
mod permission;
pub mod reader;
pub mod score;
mod strikes;
pub mod table;
pub mod uncertainty;
pub mod utterances;
