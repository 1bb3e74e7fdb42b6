//! Agreement between human coders, and between them and the program, to a methodologist's standard.
//!
//! Two kinds of data: [`Ratings`](ratings::Ratings) (units of a session in categories: the presence of a code,
//! one behaviour of several, a rating scale) and [`Scores`](scores::Scores) (a number a session: counts, ratios,
//! globals). A coder may have left out any cell.
//!
//! | question | where |
//! |---|---|
//! | two coders: percent, κ, weighted κ, PABAK; Light's mean κ | [`pairs`] |
//! | any number: percent, Fleiss' κ, Krippendorff's α, AC1/AC2 | [`many`] |
//! | one coder as reference: precision, recall, F1 | [`detection`] |
//! | session scores: ICC in six forms; interval α | [`icc`] |
//! | bias, limits of agreement, share within ±1 | [`differences`] |
//! | the same order of sessions: ρ, τ-b | [`ranks`] |
//! | decisions by threshold | [`scores::Scores::decisions`], then as any ratings |
//! | intervals by session, differences of statistics | [`bootstrap`], [`intervals`] |
//! | thresholds and Platt scaling from a group's own sessions | [`calibrate`] |
//! | sessions drawn for human coders, blank protocols | [`sample`] |
//!
//! From files to what is told:
//!
//! | step | where |
//! |---|---|
//! | the files of both sides, in any form that coders keep them | [`input`], [`problem`], [`vocabulary`] |
//! | which rows are the same unit | [`align`] |
//! | what is compared, turn by turn and session by session | [`variables`], [`measures`] |
//! | the figures of each comparison | [`nominal`], [`multi`], [`rated`] |
//! | the estimate in each human's place | [`in_place`] |
//! | all of it | [`study`] |
//! | told as table, JSON, page, workbook; empty sheets for coders | [`tell_terminal`], [`tell_json`], [`page`], [`workbook`], [`template`] |
//!
//! Units are MITI's volleys: a code counts once a volley, and coders' files give a volley's codes on its first turn,
//! as `gensvar code` does.
//!
//! Conventions: a statistic is a finite number or a typed reason why there is none
//! ([`Undefined`](statistic::Undefined)); denominators, the treatment of missing values and the source stand at
//! each function. Coders, categories, sessions and statistics are counted from 0. In a pair the first coder is
//! the reference.
//!
//! ```
//! use gensvar::agreement::bootstrap::{self, Plan};
//! use gensvar::agreement::ratings::Ratings;
//! use gensvar::agreement::sums::{self, Layout};
//! use gensvar::agreement::weights::Weights;
//!
//! let mut ratings = Ratings::new(2, 2)?;
//! for (session, first, second) in [(0, 1, 1), (0, 0, 0), (1, 1, 0), (1, 0, 0), (2, 1, 1), (2, 0, 0)] {
//!     ratings.push(session, &[Some(first), Some(second)])?;
//! }
//! let (layout, summaries) = (Layout::of(&ratings), sums::by_session(&ratings));
//! let resampled = bootstrap::of_sums(&summaries, &Plan::default(), |sums| {
//!     vec![layout.read(sums).pair(0, 1).and_then(|table| table.kappa(Weights::Identity))]
//! });
//! let kappa = resampled.estimate(0).map(|kappa| kappa.value);
//! assert!(matches!(kappa, Some(Ok(kappa)) if (kappa - 2.0 / 3.0).abs() < 1e-12));
//! # Ok::<(), gensvar::agreement::ratings::BadRatings>(())
//! ```

pub mod align;
pub mod bootstrap;
pub mod calibrate;
pub mod catalogue;
mod cells;
mod codings;
mod columns;
pub mod detection;
pub mod differences;
pub mod icc;
pub mod in_place;
pub mod input;
pub mod intervals;
pub mod many;
pub mod measures;
mod methods;
pub mod multi;
pub mod nominal;
pub mod page;
pub mod pairs;
mod plots;
pub mod problem;
mod protocols;
mod quantiles;
mod questions;
pub mod ranks;
pub mod rated;
pub mod ratings;
pub mod sample;
pub mod scores;
mod session_tables;
mod sheet;
mod slim;
pub mod statistic;
pub mod study;
pub mod sums;
mod tables;
pub mod tell_json;
pub mod tell_terminal;
pub mod template;
pub mod variables;
pub mod vocabulary;
pub mod weights;
pub mod workbook;
