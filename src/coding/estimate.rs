//! What the network says of one text, as probabilities.

use crate::coding::calibration::{ByCode, Calibration, Head};
use crate::coding::labels::Labels;
use crate::coding::miti::{ClientTalk, Code, MainBehaviour};

const MAIN: [MainBehaviour; 4] =
    [MainBehaviour::Question, MainBehaviour::Reflection, MainBehaviour::Input, MainBehaviour::Other];
const TALK: [ClientTalk; 3] = [ClientTalk::Change, ClientTalk::Sustain, ClientTalk::Neutral];

/// What the network says of one text, as probabilities.
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    /// Question, reflection, input, other.
    pub(crate) main: [f32; 4],
    /// Change, sustain, neutral.
    pub(crate) client: [f32; 3],
    /// A yes to each decision of [`Head::ALL`]; `None` for one that the network does not make.
    pub(crate) heads: [Option<f32>; Head::ALL.len()],
    /// The text's one code, if it has one only: uncoded, then each of [`Code::ALL`].
    pub(crate) single: Option<[f32; 11]>,
}

impl Estimate {
    /// The same with the probabilities that `by` makes of them.
    pub(crate) fn calibrated(mut self, by: &Calibration) -> Self {
        for head in Head::ALL {
            let probability = &mut self.heads[head as usize];
            *probability = probability.map(|before| by.probability(head, before));
        }
        self
    }

    /// The same when persuasion is permitted with at least this probability.
    pub(crate) fn permitted(mut self, at_least: f32) -> Self {
        let probability = &mut self.heads[Head::Permitted as usize];
        *probability = probability.map(|before| before.max(at_least));
        self
    }

    /// The likeliest of AnnoMI's four groups.
    pub(crate) fn main_behaviour(&self) -> MainBehaviour {
        MAIN[likeliest(&self.main)]
    }

    /// The likeliest talk, if a client said it.
    pub(crate) fn client_talk(&self) -> ClientTalk {
        TALK[likeliest(&self.client)]
    }

    /// A yes to a decision.
    pub(crate) fn head(&self, head: Head) -> Option<f32> {
        self.heads[head as usize]
    }

    /// The probability of each code that the model knows. A turn that is `one_utterance` gets one code (manual,
    /// section D), so a question that seeks collaboration is Seek there: AnnoMI's coders, from whom the network has its
    /// questions, call it a question as well.
    pub(crate) fn codes(&self, one_utterance: bool) -> ByCode {
        let mut codes = ByCode::default();
        for (head, second) in [(Head::Reflection, Head::Complex), (Head::Persuasion, Head::Permitted)] {
            let (any, second_of_them) = (self.head(head), self.head(second));
            codes[head.code() as usize] = any.map(|any| any * (1.0 - second_of_them.unwrap_or(0.0)));
            codes[second.code() as usize] = any.zip(second_of_them).map(|(any, second)| any * second);
        }
        for head in [Head::Information, Head::Question, Head::Affirm, Head::Seek, Head::Emphasize, Head::Confront] {
            codes[head.code() as usize] = self.head(head);
        }
        if let (true, Some(asked), Some(seek)) = (one_utterance, self.head(Head::Question), self.head(Head::Seek)) {
            codes[Code::Question as usize] = Some(asked * (1.0 - seek));
        }
        codes
    }

    /// The codes that the text shows, with the probability that it shows them; a reflection's and a persuasion's is
    /// that of its being one. Thresholds are those of `by` where it has any.
    ///
    /// Which reflection: complex when that reaches its threshold, in doubt simple (manual, section F). Coders who were
    /// in doubt chose so themselves, and the probability has learnt it from them.
    pub(crate) fn given(&self, labels: &Labels, by: &Calibration) -> Vec<(Code, f32)> {
        let yes = |head: Head| {
            let threshold = by.threshold(head).unwrap_or(labels.thresholds[head as usize]);
            self.head(head).filter(|probability| *probability >= threshold)
        };
        let which = |head: Head| match head {
            Head::Reflection if yes(Head::Complex).is_some() => Code::ComplexReflection,
            Head::Persuasion if yes(Head::Permitted).is_some() => Code::PersuadeWithPermission,
            _ => head.code(),
        };
        let asked = Head::ALL.into_iter().filter(|head| head.given().is_none());
        asked.filter_map(|head| Some((which(head), yes(head)?))).collect()
    }

    /// How clearly the text alone shows what `code` stands for, whichever of the codes that share its place: by the
    /// text's one code, or, with a network that has none, by what it shows.
    pub(crate) fn carries(&self, code: Code) -> f32 {
        match self.single {
            Some(single) => code.place().iter().map(|&of| single[of as usize + 1]).sum(),
            None => self.head(Head::of(code)).unwrap_or(0.0),
        }
    }

    /// How likely the text alone is to stay uncoded; unknown with a network that tells no single code.
    pub(crate) fn uncoded(&self) -> Option<f32> {
        self.single.map(|single| single[0])
    }
}

/// The index of the largest, the first of equals.
fn likeliest(probabilities: &[f32]) -> usize {
    (0..probabilities.len()).rev().max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(0)
}
