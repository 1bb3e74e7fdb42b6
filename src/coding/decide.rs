//! One code an utterance: which utterance of a turn carries which of the codes that the turn shows, and the manual's
//! rules of doubt (MITI 4.2.1, sections D and F).

use crate::coding::estimate::Estimate;
use crate::coding::miti::{Code, yields_to};

/// Two codes whose probabilities differ by less are in doubt: coders see no difference there.
const DOUBT: f32 = 0.05;

/// An utterance that alone is less likely to be what a code stands for does not carry it.
const CARRIES: f32 = 0.1;

/// An utterance shows a code again, which counts no more, when it is as likely as not to be what it stands for.
const AGAIN: f32 = 0.5;

/// The code that each utterance carries, with the probability that the turn shows it.
pub(crate) type Carried = Vec<Option<(Code, f32)>>;

/// Gives each of the codes `given` to the turn the utterance that carries it; `alone` are the estimates of the
/// utterances by themselves. A code that finds no utterance is not given: in doubt fewer parses (section D).
pub(crate) fn carry(given: &[(Code, f32)], alone: &[Estimate]) -> Carried {
    let mut carried: Carried = vec![None; alone.len()];
    let mut closed = vec![false; alone.len()];
    let mut waiting = given.to_vec();
    while let Some(at) = surest(&waiting, alone, &closed) {
        closed[at] = true;
        let Some(code) = settle(&near(&waiting, &alone[at])) else { continue };
        carried[at] = waiting.iter().copied().find(|(of, _)| *of == code);
        waiting.retain(|(of, _)| *of != code);
    }
    for at in 0..alone.len() {
        let before_question = carried.get(at + 1).is_some_and(|next| is_question(*next));
        carried[at] = carried[at].filter(|(code, _)| !gives_way_to_none(*code, &alone[at], before_question));
    }
    show_again(&mut carried, alone);
    carried
}

/// The open utterance that carries one of the codes most clearly, the first of equals.
fn surest(waiting: &[(Code, f32)], alone: &[Estimate], closed: &[bool]) -> Option<usize> {
    let clearest = |at: usize| waiting.iter().map(|(code, _)| alone[at].carries(*code)).fold(0.0, f32::max);
    let open = (0..alone.len()).rev().filter(|&at| !closed[at] && clearest(at) >= CARRIES);
    open.max_by(|&a, &b| clearest(a).total_cmp(&clearest(b)))
}

/// The codes that an utterance carries most clearly, and between which it is in doubt.
fn near(waiting: &[(Code, f32)], alone: &Estimate) -> Vec<Code> {
    let most = waiting.iter().map(|(code, _)| alone.carries(*code)).fold(0.0, f32::max);
    waiting.iter().map(|(code, _)| *code).filter(|code| alone.carries(*code) >= most - DOUBT).collect()
}

/// The one of several codes that an utterance in doubt between them gets.
///
/// - Confront or a reflection: none (section F, Confront).
/// - An Affirm that is a Complex Reflection as well: Affirm (section F, Affirm).
/// - Otherwise the one to which the others give way ([`yields_to`]).
fn settle(near: &[Code]) -> Option<Code> {
    let has = |code: Code| near.contains(&code);
    if has(Code::Confront) && (has(Code::SimpleReflection) || has(Code::ComplexReflection)) {
        return None;
    }
    if has(Code::Affirm) && has(Code::ComplexReflection) {
        return Some(Code::Affirm);
    }
    near.iter().copied().reduce(|best, other| if yields_to(best, other) { other } else { best })
}

fn is_question(carried: Option<(Code, f32)>) -> bool {
    carried.is_some_and(|(code, _)| code == Code::Question)
}

/// Whether an utterance that is as likely to be uncoded stays so: a doubtful Affirm (section F, Affirm), and what may
/// only set up the question that follows (section F, Question).
fn gives_way_to_none(code: Code, alone: &Estimate, before_question: bool) -> bool {
    let in_doubt = alone.uncoded().is_some_and(|none| none > alone.carries(code) - DOUBT);
    in_doubt && (code == Code::Affirm || before_question)
}

/// Utterances left over that clearly show one of the codes of the turn again.
fn show_again(carried: &mut Carried, alone: &[Estimate]) {
    let found: Vec<(Code, f32)> = carried.iter().flatten().copied().collect();
    for (left, alone) in carried.iter_mut().zip(alone).filter(|(left, _)| left.is_none()) {
        *left = found.iter().copied().find(|(code, _)| alone.single.is_some() && alone.carries(*code) >= AGAIN);
    }
}

#[cfg(test)]
mod tests {
    use super::Code::*;
    use super::*;

    /// An utterance that alone is these codes with these probabilities, and uncoded with the rest.
    fn alone(codes: &[(Code, f32)]) -> Estimate {
        let mut single = [0.0; 11];
        single[0] = 1.0 - codes.iter().map(|(_, probability)| probability).sum::<f32>();
        codes.iter().for_each(|(code, probability)| single[*code as usize + 1] = *probability);
        Estimate { main: [0.25; 4], client: [0.3; 3], heads: [None; 10], single: Some(single) }
    }

    /// What utterances get when the turn shows these codes.
    fn carried(shown: &[Code], utterances: &[Estimate]) -> Vec<Option<Code>> {
        let given: Vec<(Code, f32)> = shown.iter().map(|code| (*code, 0.8)).collect();
        carry(&given, utterances).into_iter().map(|code| code.map(|(code, _)| code)).collect()
    }

    #[test]
    fn one_code_an_utterance_and_each_where_it_is_clearest() {
        // Section D: each utterance gets one code.
        let two = [alone(&[(SimpleReflection, 0.4), (ComplexReflection, 0.3)]), alone(&[(Question, 0.9)])];
        assert_eq!(carried(&[Question, SimpleReflection], &two), [Some(SimpleReflection), Some(Question)]);
        assert_eq!(carried(&[Question, SimpleReflection], &two[1..]), [Some(Question)]);
    }

    #[test]
    fn fewer_parses_in_doubt() {
        // Section D: when in doubt, fewer parses: a code without an utterance of its own is not given.
        let one = [alone(&[(Question, 0.6), (GivingInformation, 0.3)])];
        assert_eq!(carried(&[GivingInformation, Question], &one), [Some(Question)]);
        assert_eq!(carried(&[Seek], &[alone(&[(Question, 0.9)])]), [None]);
    }

    #[test]
    fn between_information_and_persuasion_in_doubt_it_is_information() {
        // Section F, Giving Information: unsure between Persuade and GI, GI; the same for PwP.
        let unsure = [alone(&[(Persuade, 0.47), (GivingInformation, 0.44)])];
        assert_eq!(carried(&[GivingInformation, Persuade], &unsure), [Some(GivingInformation)]);
        let permitted = [alone(&[(PersuadeWithPermission, 0.46), (GivingInformation, 0.44)])];
        assert_eq!(carried(&[GivingInformation, PersuadeWithPermission], &permitted), [Some(GivingInformation)]);
        let sure = [alone(&[(Persuade, 0.6), (GivingInformation, 0.3)])];
        assert_eq!(carried(&[GivingInformation, Persuade], &sure), [Some(Persuade)]);
    }

    #[test]
    fn among_adherent_codes_in_doubt_the_lower_and_against_others_the_other() {
        // Section F, figure 1: unsure among the MI-adherent codes, the lower one; against any other code, that one.
        let codes = [Affirm, Seek, Emphasize];
        assert_eq!(carried(&codes, &[alone(&[(Affirm, 0.32), (Seek, 0.33), (Emphasize, 0.34)])]), [Some(Affirm)]);
        assert_eq!(carried(&codes, &[alone(&[(Seek, 0.4), (Emphasize, 0.44)])]), [Some(Seek)]);
        assert_eq!(carried(&[Question, Seek], &[alone(&[(Question, 0.44), (Seek, 0.48)])]), [Some(Question)]);
        assert_eq!(
            carried(&[SimpleReflection, Affirm], &[alone(&[(SimpleReflection, 0.45), (Affirm, 0.46)])]),
            [Some(SimpleReflection)]
        );
    }

    #[test]
    fn an_affirm_that_is_a_complex_reflection_is_an_affirm() {
        // Section F, Affirm: an utterance that is both is coded as Affirm.
        let both = [alone(&[(ComplexReflection, 0.49), (Affirm, 0.46)])];
        assert_eq!(carried(&[ComplexReflection, Affirm], &both), [Some(Affirm)]);
    }

    #[test]
    fn a_doubtful_affirm_is_none() {
        // Section F, Affirm: when it is not clear that it affirms, it is not coded.
        assert_eq!(carried(&[Affirm], &[alone(&[(Affirm, 0.5)])]), [None]);
        assert_eq!(carried(&[Affirm], &[alone(&[(Affirm, 0.6)])]), [Some(Affirm)]);
    }

    #[test]
    fn confront_trumps_a_question_yields_to_persuade_and_with_a_reflection_is_none() {
        // Section F, Confront: a confronting question is Confront; unsure between Confront and a reflection, no code.
        assert_eq!(carried(&[Question, Confront], &[alone(&[(Question, 0.48), (Confront, 0.46)])]), [Some(Confront)]);
        // Figure 2: unsure between Confront and Persuade, the lower one.
        assert_eq!(carried(&[Persuade, Confront], &[alone(&[(Persuade, 0.46), (Confront, 0.48)])]), [Some(Persuade)]);
        let reflected = [alone(&[(ComplexReflection, 0.48), (Confront, 0.46)])];
        assert_eq!(carried(&[ComplexReflection, Confront], &reflected), [None]);
    }

    #[test]
    fn what_sets_up_a_question_is_uncoded() {
        // Section F, Question: a statement that only sets up the question is not coded by itself.
        let set_up = alone(&[(SimpleReflection, 0.45)]);
        let question = alone(&[(Question, 0.9)]);
        let shown = [SimpleReflection, Question];
        assert_eq!(carried(&shown, &[set_up.clone(), question.clone()]), [None, Some(Question)]);
        assert_eq!(carried(&shown, &[question, set_up]), [Some(Question), Some(SimpleReflection)]);
    }

    #[test]
    fn a_reflection_and_its_check_question_are_both_coded() {
        // Section F, Reflections: a reflection followed by a question that checks it: both.
        let said = [alone(&[(ComplexReflection, 0.8)]), alone(&[(Question, 0.7)])];
        assert_eq!(carried(&[Question, ComplexReflection], &said), [Some(ComplexReflection), Some(Question)]);
    }

    #[test]
    fn what_is_shown_again_says_so_on_its_own_utterance() {
        let twice = [alone(&[(Question, 0.9)]), alone(&[(Question, 0.7)]), alone(&[(Question, 0.3)])];
        assert_eq!(carried(&[Question], &twice), [Some(Question), Some(Question), None]);
    }
}
