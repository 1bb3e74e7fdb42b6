//! The whole study: everything that is compared, between the estimate and its reference and among coders.

use super::align::{self, Align, Alignment, Units};
use super::bootstrap::Plan;
use super::in_place::{self, Place};
use super::input::Input;
use super::measures::{self, Decision, Measure, Sessions};
use super::multi::{self, Multi};
use super::nominal::{self, Between, Nominal, Tables};
use super::questions::Questions;
use super::rated::{self, Rated, picked};
use super::ratings::BadRatings;
use super::scores::Scores;
use super::variables::{Variable, bits};
use crate::coding::miti::Code;

/// What is known about a comparison of coders.
#[derive(Debug)]
pub struct Study {
    /// Every coder's name as given, those of the reference first; a name that both sides have is told apart.
    pub coders: Vec<String>,
    /// How many of them are the reference's.
    pub references: usize,
    /// What was aligned and what was not.
    pub alignment: Alignment,
    /// What a reader must know about the data.
    pub notes: Vec<Note>,
    /// How intervals were made.
    pub plan: Plan,
    /// Sessions whose turns two coders coded.
    pub unit_sessions: usize,
    /// Sessions that two coders scored.
    pub scored_sessions: usize,
    /// An estimate's coder against the reference, one after the other.
    pub estimates: Vec<Comparison>,
    /// The reference's coders among themselves, when there are two or more.
    pub among: Option<Comparison>,
}

/// Agreement of an estimate with a reference, or of coders among themselves.
#[derive(Debug)]
pub struct Comparison {
    /// Who with whom.
    pub between: Between,
    /// Codes that a compared coder does not estimate: they are left out, and so is what rests on them.
    pub not_estimated: Vec<Code>,
    /// Turn by turn.
    pub variables: Vec<(Variable, Nominal)>,
    /// All codes of a volley at once.
    pub multi: Option<Multi>,
    /// Session by session.
    pub measures: Vec<(Measure, Rated)>,
    /// Thresholds reached or not.
    pub decisions: Vec<(Decision, Nominal)>,
    /// The estimate in the place of each human, turn by turn.
    pub places: Vec<(Variable, Place)>,
    /// The same for session figures.
    pub session_places: Vec<(Measure, Place)>,
}

/// Something about the data that a reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Rows that named a turn again and were taken together.
    Joined(usize),
    /// Volleys with codes of which the manual counts one.
    Merged(usize),
    /// Sheets of a workbook that are neither codes nor protocols.
    Skipped(usize),
    /// Coders' sessions without counts, as too many turns were left out.
    Incomplete(usize),
    /// Coders' sessions whose sheet contradicts their turns.
    Contradicted(usize),
    /// Few sessions: intervals are rough.
    FewSessions(usize),
}

/// With fewer sessions, bootstrap intervals by session are too narrow.
const ENOUGH_SESSIONS: usize = 20;

/// Why there is nothing to compare.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// Only one coder.
    #[error(
        "there is only one coder, so there is no agreement to measure; give the other coder's codes with --estimate, \
         or a file with a column `coder` that names several"
    )]
    OneCoder,
    /// No session or turn in common.
    #[error(
        "no turn and no session was coded by two coders: the files name different sessions or turns; use the same \
         names in both, or --align time when both files have start and end"
    )]
    NothingShared,
    /// By time, but without times.
    #[error("units cannot be aligned by time: not every row has start and end in both files; use --align turn")]
    NoTimes,
    /// By turn, but without turns.
    #[error("units cannot be aligned by turn: a file has no column `turn`; use --align time, or add the column")]
    NoTurns,
    /// More than the statistics take; cannot be with files that were read.
    #[error("the ratings do not fit a table: {0}; this is a fault in gensvar, please report it")]
    Table(#[from] BadRatings),
}

impl Study {
    /// Compares everything that was read.
    ///
    /// # Errors
    /// [`StudyError`], when there is nothing to compare.
    pub fn of(input: &Input, asked: Option<Align>, plan: Plan) -> Result<Self, StudyError> {
        let coders = names(input);
        let references = input.reference.coders.0.len();
        if coders.len() < 2 {
            return Err(StudyError::OneCoder);
        }
        let align = chosen(input, asked)?;
        let masks = masks(input);
        let (units, mut alignment) = align::align(input, align);
        align::lonely_sessions(input, &mut alignment);
        let sessions = measures::sessions(input, &units, align, &masks);
        let mut notes = notes(input, &sessions);
        let (units, unit_sessions) = within_shared_sessions(units);
        let (rows, scored_sessions) = scored(sessions);
        if unit_sessions == 0 && scored_sessions == 0 {
            return Err(StudyError::NothingShared);
        }
        if unit_sessions == 0 {
            alignment.align = None;
        }
        let fewest = [unit_sessions, scored_sessions].into_iter().filter(|sessions| *sessions > 0).min().unwrap_or(0);
        if fewest < ENOUGH_SESSIONS {
            notes.push(Note::FewSessions(fewest));
        }
        let data = Data { units, unit_sessions, rows, masks, plan };
        let humans: Vec<usize> = (0..references).collect();
        let compare = |estimate| data.compare(Between { reference: humans.clone(), estimate });
        let estimates = (references..coders.len()).map(|estimate| compare(Some(estimate))).collect::<Result<_, _>>()?;
        let among = if references > 1 { Some(compare(None)?) } else { None };
        Ok(Self { coders, references, alignment, notes, plan, unit_sessions, scored_sessions, estimates, among })
    }

    /// What is told first: the first estimate, or the coders among themselves.
    pub fn principal(&self) -> &Comparison {
        let principal = self.estimates.first().or(self.among.as_ref());
        principal.expect("a study has two coders: an estimate and a reference, or two of a reference")
    }
}

/// Names, the estimate's marked where the reference has the same.
fn names(input: &Input) -> Vec<String> {
    let mut names = input.reference.coders.0.clone();
    for name in input.estimate.iter().flat_map(|side| &side.coders.0) {
        let mut name = name.clone();
        while names.contains(&name) {
            name.push('*');
        }
        names.push(name);
    }
    names
}

fn masks(input: &Input) -> Vec<u16> {
    let of = |side: &super::input::Side| {
        let mask = |coder: usize| side.codings.not_estimated.get(&(coder as u16)).copied().unwrap_or(0);
        (0..side.coders.0.len()).map(mask).collect::<Vec<_>>()
    };
    input.sides().flat_map(of).collect()
}

fn chosen(input: &Input, asked: Option<Align>) -> Result<Align, StudyError> {
    let rows = || input.sides().filter(|side| !side.codings.rows.is_empty());
    let timed = rows().all(|side| side.codings.rows.iter().all(|row| row.span.is_some()));
    let numbered = rows().all(|side| side.codings.by_turn);
    match asked {
        Some(Align::Time) if !timed => Err(StudyError::NoTimes),
        Some(Align::Turn) if !numbered => Err(StudyError::NoTurns),
        Some(align) => Ok(align),
        None => match align::choose(input) {
            Align::Turn if !numbered => Err(StudyError::NoTurns),
            align => Ok(align),
        },
    }
}

fn notes(input: &Input, sessions: &Sessions) -> Vec<Note> {
    let sum = |of: fn(&super::input::Side) -> usize| input.sides().map(of).sum::<usize>();
    [
        (Note::Joined as fn(usize) -> Note, sum(|side| side.codings.joined)),
        (Note::Merged, sum(|side| side.codings.merged)),
        (Note::Skipped, sum(|side| side.skipped)),
        (Note::Incomplete, sessions.incomplete),
        (Note::Contradicted, sessions.contradicted),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(note, count)| note(count))
    .collect()
}

/// The units of sessions in which two coders share one, these sessions numbered from 0.
fn within_shared_sessions(mut units: Units) -> (Units, usize) {
    let last = units.units.iter().map(|unit| unit.session).max().map_or(0, |last| last as usize + 1);
    let mut shared = vec![false; last];
    for (unit, cells) in units.rows() {
        let rated = cells.iter().filter(|cell| cell.codes.is_some() || cell.main.is_some() || cell.talk.is_some());
        shared[unit.session as usize] |= rated.count() > 1;
    }
    let mut number = vec![None; last];
    let mut count = 0;
    for session in (0..last).filter(|session| shared[*session]) {
        number[session] = Some(count);
        count += 1;
    }
    units.keep(|unit| number[unit.session as usize]);
    (units, count as usize)
}

/// The sessions that two coders scored.
fn scored(sessions: Sessions) -> (Vec<Vec<measures::Row>>, usize) {
    let any = |protocol: &measures::Row| protocol.iter().any(Option::is_some);
    let rows: Vec<_> =
        sessions.rows.into_iter().filter(|row| row.iter().filter(|protocol| any(protocol)).count() > 1).collect();
    let count = rows.len();
    (rows, count)
}

/// What was read, ready to be compared.
struct Data {
    units: Units,
    unit_sessions: usize,
    rows: Vec<Vec<measures::Row>>,
    masks: Vec<u16>,
    plan: Plan,
}

impl Data {
    fn compare(&self, between: Between) -> Result<Comparison, BadRatings> {
        let (variables, multi, places) = self.turns(&between)?;
        let (measures, decisions, session_places) = self.sessions(&between)?;
        let mask = between.coders().into_iter().fold(0, |all, coder| all | self.masks[coder]);
        let not_estimated = Code::ALL.into_iter().filter(|code| mask & bits(&[*code]) != 0).collect();
        Ok(Comparison { between, not_estimated, variables, multi, measures, decisions, places, session_places })
    }

    /// The variables that two compared coders coded (any code: all codes).
    fn compared(&self, between: &Between) -> Vec<Variable> {
        let coders = between.coders();
        let both = |variable: Variable| {
            self.units.rows().any(|(unit, cells)| {
                let rated = |coder: &usize| variable.category(unit, &cells[*coder]).is_some();
                match between.estimate {
                    Some(estimate) => rated(&estimate) && between.reference.iter().any(rated),
                    None => coders.iter().filter(|coder| rated(coder)).count() > 1,
                }
            })
        };
        let codes = both(Variable::Presence(Code::Question));
        let kept = |variable: &Variable| match variable {
            Variable::Presence(_) | Variable::Any(_) | Variable::SingleCode | Variable::Depth => codes,
            Variable::Main | Variable::ClientTalk => both(*variable),
        };
        Variable::all().into_iter().filter(kept).collect()
    }

    #[expect(clippy::type_complexity, reason = "three lists that one run of draws answers")]
    fn turns(
        &self,
        between: &Between,
    ) -> Result<(Vec<(Variable, Nominal)>, Option<Multi>, Vec<(Variable, Place)>), BadRatings> {
        let mut questions = Questions::default();
        let mut asked = Vec::new();
        let mut places = Vec::new();
        let mut codes = Vec::new();
        for variable in self.compared(between) {
            let ratings = |coders: &[usize]| variable.ratings(&self.units, coders, &self.masks, None);
            let tables = Tables::of(between, ratings, |ratings| questions.nominal_set(ratings))?;
            let asking = nominal::ask(&mut questions, between, tables, variable.is_binary());
            let masked = between.coders().iter().any(|&coder| self.masks[coder] & bits(variable.codes()) != 0);
            if matches!(variable, Variable::Presence(_)) && !masked {
                codes.push(asking.pairs().to_vec());
            }
            asked.push((variable, asking, masked));
            if let (Some(estimate), true) = (between.estimate, between.reference.len() > 1 && !masked) {
                let humans = &between.reference;
                let asking =
                    in_place::ask_variable(&mut questions, variable, &self.units, humans, estimate, &self.masks)?;
                places.push((variable, asking));
            }
        }
        let multi = match codes.is_empty() {
            true => None,
            false => Some(multi::ask(&mut questions, between, &self.units, self.unit_sessions, &self.masks, &codes)?),
        };
        let answers = questions.answer(&self.plan);
        let variables = asked.into_iter().map(|(variable, asked, masked)| {
            (variable, Nominal { not_estimated: masked, ..nominal::answered(asked, &answers) })
        });
        Ok((
            variables.collect(),
            multi.map(|multi| multi::answered(multi, &answers)),
            places.iter().map(|(variable, asked)| (*variable, in_place::answered(asked, &answers))).collect(),
        ))
    }

    /// A column a coder.
    fn scores(&self, measure: Measure) -> Result<Scores, BadRatings> {
        let mut scores = Scores::new(self.masks.len());
        for row in &self.rows {
            scores.push(&row.iter().map(|protocol| measure.of(protocol)).collect::<Vec<_>>())?;
        }
        Ok(scores)
    }

    #[expect(clippy::type_complexity, reason = "three lists that one run of draws answers")]
    fn sessions(
        &self,
        between: &Between,
    ) -> Result<(Vec<(Measure, Rated)>, Vec<(Decision, Nominal)>, Vec<(Measure, Place)>), BadRatings> {
        let mut questions = Questions::default();
        let (mut asked, mut places, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
        for measure in Measure::all() {
            let scores = self.scores(measure)?;
            if !between.pairs().iter().any(|&(a, b)| scores.pair(a, b).sessions() > 0) {
                continue;
            }
            let scale = matches!(measure, Measure::Global(_));
            asked.push((measure, rated::ask(&mut questions, between, &scores, measure.has_unit(), scale)?));
            if let (Some(estimate), true) = (between.estimate, between.reference.len() > 1) {
                places.push((measure, in_place::ask_measure(&mut questions, &scores, &between.reference, estimate)));
            }
            for decision in Decision::ALL.into_iter().filter(|decision| decision.measure == measure) {
                let ratings = |coders: &[usize]| picked(&scores, coders).decisions(&[decision.cut]);
                let tables = Tables::of(between, ratings, |ratings| questions.nominal_set(ratings))?;
                decisions.push((decision, nominal::ask(&mut questions, between, tables, true)));
            }
        }
        let answers = questions.answer(&self.plan);
        Ok((
            asked.into_iter().map(|(measure, asked)| (measure, rated::answered(asked, between, &answers))).collect(),
            decisions.into_iter().map(|(decision, asked)| (decision, nominal::answered(asked, &answers))).collect(),
            places.iter().map(|(measure, asked)| (*measure, in_place::answered(asked, &answers))).collect(),
        ))
    }
}
