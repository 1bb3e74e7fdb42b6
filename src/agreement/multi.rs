//! Agreement on all codes of a volley at once: the same set of codes or not, how much of it, codes pooled.

use super::align::Units;
use super::bootstrap::Summaries;
use super::intervals::Estimate;
use super::nominal::Between;
use super::questions::{Answers, Ask, Of, Pair, Questions, mean};
use super::ratings::{BadRatings, Ratings};
use super::statistic::Undefined;
use super::variables::bits;
use crate::coding::miti::Code;

/// Agreement on sets of codes; all figures are means over pairs of coders.
#[derive(Clone, Debug)]
pub struct Multi<F = Estimate> {
    /// Volleys that two of the compared coders coded.
    pub n: usize,
    /// The share of them to which any compared coder gave several codes.
    pub several: f64,
    /// The share of volleys with exactly the same codes.
    pub exact: F,
    /// The mean of the share of codes in common, of those that either gave (Jaccard); none by both is 1.
    pub jaccard: F,
    /// κ of the presence of a code, all codes' tables added up.
    pub pooled_kappa: F,
    /// The mean of the codes' κ, of those that have one.
    pub mean_kappa: F,
    /// Micro-averaged precision, recall and F1 of the estimate.
    pub micro: Option<[F; 3]>,
    /// The mean of the codes' F1, of those that have one.
    pub macro_f1: Option<F>,
}

/// Asks for the agreement on sets of codes. `codes` are the pairs' tables of each code that is compared; `masks` the
/// codes left out by coder.
pub(super) fn ask(
    questions: &mut Questions,
    between: &Between,
    units: &Units,
    sessions: usize,
    masks: &[u16],
    codes: &[Vec<Pair>],
) -> Result<Multi<Ask>, BadRatings> {
    let pairs = between.pairs();
    let left_out = between.coders().into_iter().fold(0, |all, coder| all | masks[coder]);
    let kept = bits(&Code::ALL) & !left_out;
    let mut sums = Summaries::zeros(sessions, 3);
    let mut pooled = Ratings::new(2, 2)?;
    let (mut several, mut n) = (0_usize, 0_usize);
    for (unit, cells) in units.rows().filter(|(unit, _)| !unit.client) {
        let mut shared = false;
        let mut more = false;
        for &(a, b) in &pairs {
            let Some((a, b)) = cells[a].codes.zip(cells[b].codes).map(|(a, b)| (a & kept, b & kept)) else { continue };
            shared = true;
            more |= a.count_ones() > 1 || b.count_ones() > 1;
            let row = sums.row_mut(unit.session as usize);
            row[0] += 1.0;
            row[1] += f64::from(u8::from(a == b));
            row[2] += if a | b == 0 { 1.0 } else { f64::from((a & b).count_ones()) / f64::from((a | b).count_ones()) };
            for code in Code::ALL.into_iter().filter(|code| kept & (1 << *code as u16) != 0) {
                let given = |set: u16| Some(u8::from(set & (1 << code as u16) != 0));
                pooled.push(unit.session, &[given(a), given(b)])?;
            }
        }
        n += usize::from(shared);
        several += usize::from(shared && more);
    }
    let at = questions.part(sums);
    let share = |place: usize| {
        move |sums: &[f64]| if sums[at] > 0.0 { Ok(sums[at + place] / sums[at]) } else { Err(Undefined::NothingShared) }
    };
    let all = [questions.set(&pooled).pair(0, 1)];
    let detect = between.estimate.is_some();
    Ok(Multi {
        n,
        several: if n == 0 { 0.0 } else { several as f64 / n as f64 },
        exact: questions.ask(share(1)),
        jaccard: questions.ask(share(2)),
        pooled_kappa: questions.ask_mean(&all, Of::Kappa),
        mean_kappa: over_codes(questions, codes, Of::Kappa),
        micro: detect.then(|| [Of::Precision, Of::Recall, Of::F1].map(|of| questions.ask_mean(&all, of))),
        macro_f1: detect.then(|| over_codes(questions, codes, Of::F1)),
    })
}

/// The mean over codes of the mean over pairs.
fn over_codes(questions: &mut Questions, codes: &[Vec<Pair>], of: Of) -> Ask {
    let codes = codes.to_vec();
    questions.ask(move |sums| mean(&codes, |over| mean(over, |pair| pair.statistic(sums, of))))
}

/// Reads the answers.
pub(super) fn answered(asked: Multi<Ask>, answers: &Answers) -> Multi {
    let read = |ask| answers.estimate(ask);
    Multi {
        n: asked.n,
        several: asked.several,
        exact: read(asked.exact),
        jaccard: read(asked.jaccard),
        pooled_kappa: read(asked.pooled_kappa),
        mean_kappa: read(asked.mean_kappa),
        micro: asked.micro.map(|asks| asks.map(read)),
        macro_f1: asked.macro_f1.map(read),
    }
}
