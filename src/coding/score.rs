//! Session figures from a coded conversation: counts, summary scores, thresholds (MITI 4.2.1, section H).

use serde::{Deserialize, Serialize};

use crate::coding::coded::CodedDialogue;
use crate::coding::globals::{Counted, Globals, globals};
use crate::coding::labels::SessionModel;
use crate::coding::miti::{ClientTalk, Code};
use crate::coding::uncertainty::{Chances, Estimated, Intervals, intervals};
use crate::privacy::dialogue::Role;
use crate::units::{Millis, Span};

/// A threshold of the manual, met or not. They rest on expert opinion (manual, section H).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Under the manual's *fair*.
    BelowFair,
    /// *Fair* (MIC Lab: kompetens).
    Fair,
    /// *Good* (MIC Lab: god kompetens).
    Good,
}

/// A proportion or ratio with the counts it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// What was counted.
    pub numerator: usize,
    /// What it is held against.
    pub denominator: usize,
    /// `numerator / denominator`; `None` when the denominator is zero.
    pub value: Option<f64>,
    /// The level reached; `None` when there is no value or the manual has no threshold.
    pub level: Option<Level>,
}

/// How the talking time was shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TalkTime {
    /// The counsellor's speech.
    pub counsellor: Millis,
    /// The client's speech.
    pub client: Millis,
    /// Anybody else's.
    pub other: Millis,
}

/// The figures of one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionScore {
    /// Count per code, in the manual's order; `None` for a code that the model does not estimate.
    pub counts: Vec<(Code, Option<usize>)>,
    /// Complex reflections of all reflections; fair .40, good .50.
    pub complex_reflections: Ratio,
    /// Reflections to questions; fair 1, good 2.
    pub reflections_to_questions: Ratio,
    /// MI-adherent: Seek + AF + Emphasize; `None` when any of them is not estimated.
    pub adherent: Option<usize>,
    /// MI-non-adherent: Persuade + Confront; `None` when any of them is not estimated.
    pub non_adherent: Option<usize>,
    /// Change talk of change and sustain talk together.
    pub change_talk: Ratio,
    /// Talking time; zero for transcripts without times.
    pub talk_time: TalkTime,
    /// Number of volleys.
    pub volleys: usize,
    /// Where a person's figures may lie.
    #[serde(default)]
    pub intervals: Intervals,
    /// Indicative global scores, or why there are none.
    #[serde(default)]
    pub globals: Globals,
}

/// The manual's thresholds for a ratio as (numerator, denominator), so that they are met exactly or not.
struct Thresholds {
    fair: (usize, usize),
    good: (usize, usize),
}

/// 40 % and 50 % of reflections complex (manual, section H).
const COMPLEX_REFLECTIONS: Thresholds = Thresholds { fair: (2, 5), good: (1, 2) };
/// One and two reflections to a question (manual, section H).
const REFLECTIONS_TO_QUESTIONS: Thresholds = Thresholds { fair: (1, 1), good: (2, 1) };

impl Ratio {
    fn new(numerator: usize, denominator: usize, thresholds: Option<Thresholds>) -> Self {
        let reaches = |(n, d): (usize, usize)| numerator * d >= denominator * n;
        let level = thresholds.filter(|_| denominator > 0).map(|t| {
            if reaches(t.good) {
                Level::Good
            } else if reaches(t.fair) {
                Level::Fair
            } else {
                Level::BelowFair
            }
        });
        let value = (denominator > 0).then(|| numerator as f64 / denominator as f64);
        Self { numerator, denominator, value, level }
    }

    /// A ratio of counts of which some were not estimated.
    fn unknown() -> Self {
        Self { numerator: 0, denominator: 0, value: None, level: None }
    }
}

/// The figures of a coded conversation of this `length` (`None` for a transcript without times), by what `model` knows
/// about whole sessions.
pub fn score(dialogue: &CodedDialogue, model: &SessionModel, length: Option<Millis>) -> SessionScore {
    let counts: Vec<(Code, Option<usize>)> = Code::ALL.into_iter().map(|code| (code, count(dialogue, code))).collect();
    let sum = |codes: &[Code]| codes.iter().map(|&code| count(dialogue, code)).sum::<Option<usize>>();
    let ratio = |numerator, denominator, thresholds| match (numerator, denominator) {
        (Some(numerator), Some(denominator)) => Ratio::new(numerator, denominator, Some(thresholds)),
        _ => Ratio::unknown(),
    };
    let complex = sum(&[Code::ComplexReflection]);
    let reflections = sum(&[Code::SimpleReflection, Code::ComplexReflection]);
    let talk = |kind| dialogue.turns.iter().filter(|turn| turn.client_talk == Some(kind)).count();
    let (change, sustain) = (talk(ClientTalk::Change), talk(ClientTalk::Sustain));
    let volleys = dialogue.turns.iter().filter_map(|turn| turn.volley).max().map_or(0, |last| last + 1);
    let complex_reflections = ratio(complex, reflections, COMPLEX_REFLECTIONS);
    let reflections_to_questions = ratio(reflections, sum(&[Code::Question]), REFLECTIONS_TO_QUESTIONS);
    let change_talk = Ratio::new(change, change + sustain, None);
    let estimated = Estimated {
        counts: Code::ALL.map(|code| count(dialogue, code).map(|count| count as f64)),
        reflections_to_questions: reflections_to_questions.value,
        complex_reflections: complex_reflections.value,
        change_talk: change_talk.value,
    };
    let codes = Code::ALL.map(|code| count(dialogue, code).unwrap_or(0));
    SessionScore {
        counts,
        complex_reflections,
        reflections_to_questions,
        adherent: sum(&[Code::Seek, Code::Affirm, Code::Emphasize]),
        non_adherent: sum(&[Code::Persuade, Code::Confront]),
        change_talk,
        talk_time: talk_time(dialogue),
        volleys,
        intervals: intervals(&Chances::of(dialogue), &model.errors, &estimated),
        globals: globals(model.globals.as_ref(), &Counted { codes, change, sustain, volleys }, length),
    }
}

fn count(dialogue: &CodedDialogue, code: Code) -> Option<usize> {
    let counted = dialogue.turns.iter().filter(|turn| turn.codes.contains(&code)).count();
    (!dialogue.not_estimated.contains(&code)).then_some(counted)
}

fn talk_time(dialogue: &CodedDialogue) -> TalkTime {
    let mut time = TalkTime::default();
    for turn in &dialogue.turns {
        let length = turn.turn.span.map_or(Millis(0), Span::length);
        match turn.turn.role {
            Role::Counsellor => time.counsellor = time.counsellor + length,
            Role::Client => time.client = time.client + length,
            Role::Other => time.other = time.other + length,
        }
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::coded::{CodedTurn, Probabilities};
    use crate::language::Language;
    use crate::privacy::dialogue::Turn;

    /// A conversation of volleys with these codes; each lasts two seconds, the client then says one thing.
    fn session(volleys: &[&[Code]], talk: &[ClientTalk], not_estimated: &[Code]) -> CodedDialogue {
        let turn = |role, at: u64, length: u64| CodedTurn {
            turn: Turn { role, span: Span::new(Millis(at), Millis(at + length)), text: String::new() },
            volley: None,
            utterances: Vec::new(),
            codes: Vec::new(),
            main: None,
            client_talk: None,
            probabilities: Probabilities::default(),
        };
        let counsellor = volleys.iter().enumerate().map(|(number, codes)| CodedTurn {
            volley: Some(number),
            codes: codes.to_vec(),
            ..turn(Role::Counsellor, 5_000 * number as u64, 2_000)
        });
        let client = talk.iter().enumerate().map(|(number, &talk)| CodedTurn {
            client_talk: Some(talk),
            ..turn(Role::Client, 5_000 * number as u64 + 2_000, 3_000)
        });
        CodedDialogue {
            language: Language::Swedish,
            turns: counsellor.chain(client).collect(),
            not_estimated: not_estimated.to_vec(),
            masked: Vec::new(),
        }
    }

    #[test]
    fn a_session_counted_by_hand() {
        use Code::*;
        let volleys: [&[Code]; 6] = [
            &[GivingInformation, Question],
            &[SimpleReflection],
            &[ComplexReflection, Question],
            &[SimpleReflection],
            &[Persuade],
            &[],
        ];
        let talk = [ClientTalk::Change, ClientTalk::Neutral, ClientTalk::Sustain, ClientTalk::Change];
        let score = score(&session(&volleys, &talk, &[Affirm, Confront]), &SessionModel::default(), None);
        let count = |code| score.counts.iter().find(|(of, _)| *of == code).unwrap().1;
        assert_eq!((count(Question), count(SimpleReflection), count(Seek)), (Some(2), Some(2), Some(0)));
        assert_eq!((count(Affirm), score.adherent, score.non_adherent), (None, None, None));
        // One of three reflections is complex: under 40 %. Three reflections to two questions: between 1 and 2.
        assert_eq!(score.complex_reflections.level, Some(Level::BelowFair));
        assert_eq!(score.reflections_to_questions.value, Some(1.5));
        assert_eq!(score.reflections_to_questions.level, Some(Level::Fair));
        assert_eq!((score.change_talk.numerator, score.change_talk.denominator), (2, 3));
        assert_eq!(score.change_talk.level, None);
        assert_eq!((score.volleys, score.talk_time.counsellor), (6, Millis(12_000)));
        assert_eq!(score.talk_time.client, Millis(12_000));
    }

    #[test]
    fn thresholds_are_met_exactly() {
        let level = |n, d, thresholds| Ratio::new(n, d, Some(thresholds)).level;
        assert_eq!(level(2, 5, COMPLEX_REFLECTIONS), Some(Level::Fair));
        assert_eq!(level(39, 100, COMPLEX_REFLECTIONS), Some(Level::BelowFair));
        assert_eq!(level(1, 2, COMPLEX_REFLECTIONS), Some(Level::Good));
        assert_eq!(level(7, 7, REFLECTIONS_TO_QUESTIONS), Some(Level::Fair));
        assert_eq!(level(14, 7, REFLECTIONS_TO_QUESTIONS), Some(Level::Good));
        assert_eq!(level(3, 0, REFLECTIONS_TO_QUESTIONS), None);
    }

    #[test]
    fn adherent_and_non_adherent_are_sums_when_all_parts_are_known() {
        use Code::*;
        let volleys: [&[Code]; 3] = [&[Seek, Affirm], &[Emphasize, Persuade], &[Confront, Seek]];
        let score = score(&session(&volleys, &[], &[]), &SessionModel::default(), None);
        assert_eq!((score.adherent, score.non_adherent), (Some(4), Some(2)));
    }

    #[test]
    fn a_ratio_over_what_was_not_estimated_has_no_value() {
        let score =
            score(&session(&[&[Code::Question]], &[], &[Code::ComplexReflection]), &SessionModel::default(), None);
        assert_eq!((score.complex_reflections.value, score.reflections_to_questions.value), (None, None));
    }
}
