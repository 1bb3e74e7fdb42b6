//! Which rows of which coders are the same unit: by session and turn, or by time.
//!
//! By time a unit of one coder belongs to the unit of another that it overlaps most; each has one partner at most,
//! and the overlap is at least half of the shorter one. What finds no partner is counted.

use std::collections::HashMap;

use serde::Serialize;

use super::codings::Coding;
use super::input::{Input, Side};

/// How units are found again in another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// By the columns `session` and `turn`.
    Turn,
    /// By the columns `start` and `end`.
    Time,
}

/// The share of the shorter unit that must lie in the other.
pub const LEAST_OVERLAP: f64 = 0.5;
/// Turn numbers are believed when this share of the turns with the same number overlap in time.
const BELIEVED: f64 = 0.95;

/// What a coder gave to a unit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub(super) codes: Option<u16>,
    pub(super) main: Option<u8>,
    pub(super) talk: Option<u8>,
}

/// A unit's session, and whether the client speaks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) session: u32,
    pub(super) client: bool,
}

/// Units × coders: those of the reference first, then those of the estimate.
#[derive(Debug)]
pub(super) struct Units {
    pub(super) coders: usize,
    pub(super) units: Vec<Unit>,
    cells: Vec<Cell>,
}

impl Units {
    /// Every unit with its coders' cells.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&Unit, &[Cell])> {
        self.units.iter().zip(self.cells.chunks_exact(self.coders.max(1)))
    }

    /// Keeps the units to which `session` gives a new session number.
    pub(super) fn keep(&mut self, session: impl Fn(&Unit) -> Option<u32>) {
        let mut cells = Vec::with_capacity(self.cells.len());
        let mut kept = Vec::with_capacity(self.units.len());
        for (unit, row) in self.rows() {
            if let Some(session) = session(unit) {
                kept.push(Unit { session, ..*unit });
                cells.extend_from_slice(row);
            }
        }
        (self.units, self.cells) = (kept, cells);
    }
}

/// What found a partner and what did not.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Alignment {
    /// How; `None` when there are no turn-level codes on both sides.
    pub align: Option<Align>,
    /// Units that both files have (with one file: units of two coders or more).
    pub both: usize,
    /// Units of the reference only, in sessions that both files have (with one file: of one coder only, in sessions
    /// of two coders or more).
    pub reference_only: usize,
    /// Units of the estimate only, in sessions that both files have.
    pub estimate_only: usize,
    /// By time: rows of further coders of one file that found no unit among those of its first coder.
    pub between_coders: usize,
    /// Sessions with units that found no partner: name, of the reference, of the estimate.
    pub by_session: Vec<(String, usize, usize)>,
    /// Sessions that only the reference has.
    pub sessions_reference_only: Vec<String>,
    /// Sessions that only the estimate has.
    pub sessions_estimate_only: Vec<String>,
}

/// Chooses how to align where the user did not: by time when both files have times, unless the turns' numbers agree
/// with them.
pub(super) fn choose(input: &Input) -> Align {
    let timed = |side: &Side| !side.codings.rows.is_empty() && side.codings.rows.iter().all(|row| row.span.is_some());
    let numbered = |side: &Side| side.codings.rows.is_empty() || side.codings.by_turn;
    let Some(estimate) = &input.estimate else {
        return if numbered(&input.reference) { Align::Turn } else { Align::Time };
    };
    let both_numbered = numbered(&input.reference) && numbered(estimate);
    if !(timed(&input.reference) && timed(estimate)) {
        return Align::Turn;
    }
    if both_numbered && same_segments(&input.reference, estimate) { Align::Turn } else { Align::Time }
}

/// Whether turns of the same number are the same stretches of time.
fn same_segments(reference: &Side, estimate: &Side) -> bool {
    let spans: HashMap<u32, (u32, u32)> =
        reference.codings.rows.iter().filter_map(|row| Some((row.turn, row.span?))).collect();
    let pairs = estimate.codings.rows.iter().filter_map(|row| Some((row.span?, *spans.get(&row.turn)?)));
    let (mut all, mut same) = (0_usize, 0_usize);
    for (a, b) in pairs {
        all += 1;
        same += usize::from(a == b || overlap(a, b).is_some());
    }
    all > 0 && same as f64 >= BELIEVED * all as f64
}

/// Puts every coder's rows beside each other.
pub(super) fn align(input: &Input, align: Align) -> (Units, Alignment) {
    let first = input.reference.coders.0.len();
    let coders = first + input.estimate.as_ref().map_or(0, |side| side.coders.0.len());
    let mut rows: Vec<(usize, &Coding)> =
        input.reference.codings.rows.iter().map(|row| (usize::from(row.coder), row)).collect();
    if let Some(side) = &input.estimate {
        rows.extend(side.codings.rows.iter().map(|row| (first + usize::from(row.coder), row)));
    }
    let mut alignment = Alignment { align: Some(align), ..Alignment::default() };
    let unit_of = match align {
        Align::Turn => rows.iter().map(|(_, row)| row.turn).collect(),
        Align::Time => by_time(input, &rows, first, &mut alignment),
    };
    let units = fill(input, &rows, &unit_of, coders);
    tally(input, &rows, &unit_of, first, &mut alignment);
    (units, alignment)
}

/// The unit of each row: of every session the units of the reference's coder with most rows, to which the other
/// coders' rows are joined. A row without a partner is a unit of its own.
fn by_time(input: &Input, rows: &[(usize, &Coding)], first: usize, alignment: &mut Alignment) -> Vec<u32> {
    let turns = &input.names.turns;
    let mut by_session: Vec<HashMap<usize, Vec<usize>>> = vec![HashMap::new(); input.names.sessions.len()];
    for (at, (coder, row)) in rows.iter().enumerate() {
        by_session[turns[row.turn as usize] as usize].entry(*coder).or_default().push(at);
    }
    let mut unit_of: Vec<u32> = (0..rows.len() as u32).collect();
    for mut of_session in by_session {
        // The first of equals, so that the result does not depend on the order in a hash map.
        let base = of_session.iter().map(|(coder, list)| (*coder < first, list.len(), std::cmp::Reverse(*coder))).max();
        let Some((_, _, std::cmp::Reverse(base))) = base else { continue };
        let base_rows = of_session.remove(&base).unwrap_or_default();
        let mut others: Vec<_> = of_session.into_iter().collect();
        others.sort_unstable_by_key(|(coder, _)| *coder);
        for (coder, own) in others {
            let mut alone = own.len();
            for (of_base, of_own) in matches(rows, &base_rows, &own) {
                unit_of[of_own] = unit_of[of_base];
                alone -= 1;
            }
            if (coder < first) == (base < first) {
                alignment.between_coders += alone;
            }
        }
    }
    unit_of
}

/// Pairs of overlapping rows, the greatest overlap first, each row once.
fn matches(rows: &[(usize, &Coding)], base: &[usize], own: &[usize]) -> Vec<(usize, usize)> {
    let timed = |list: &[usize]| {
        let mut timed: Vec<(usize, (u32, u32))> = list.iter().filter_map(|&at| Some((at, rows[at].1.span?))).collect();
        timed.sort_unstable_by_key(|(at, span)| (*span, *at));
        timed
    };
    let (base, own) = (timed(base), timed(own));
    let mut found: Vec<(u32, usize, usize)> = Vec::new();
    let mut from = 0;
    // Spans of one coder may overlap a little: a row stays in sight until all that began before its end are seen.
    let longest = base.iter().map(|(_, (start, end))| end - start).max().unwrap_or(0);
    for &(at, span) in &own {
        while base.get(from).is_some_and(|(_, (start, _))| start.saturating_add(longest) < span.0) {
            from += 1;
        }
        for &(other, against) in base[from..].iter().take_while(|(_, (start, _))| *start <= span.1) {
            let differ = rows[at].1.client.zip(rows[other].1.client).is_some_and(|(a, b)| a != b);
            if let Some(overlap) = overlap(span, against).filter(|_| !differ) {
                found.push((overlap, other, at));
            }
        }
    }
    found.sort_unstable_by_key(|&(overlap, other, at)| (std::cmp::Reverse(overlap), other, at));
    let mut taken = std::collections::HashSet::new();
    found.retain(|(_, other, at)| {
        let free = !taken.contains(other) && !taken.contains(at);
        if free {
            taken.extend([*other, *at]);
        }
        free
    });
    found.into_iter().map(|(_, other, at)| (other, at)).collect()
}

/// The common milliseconds, when they are enough.
fn overlap(a: (u32, u32), b: (u32, u32)) -> Option<u32> {
    let common = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let shorter = (a.1 - a.0).min(b.1 - b.0);
    (common > 0 && f64::from(common) >= LEAST_OVERLAP * f64::from(shorter)).then_some(common)
}

/// The units in the order of their first rows; who speaks is taken from any row that says it, else from what was coded.
fn fill(input: &Input, rows: &[(usize, &Coding)], unit_of: &[u32], coders: usize) -> Units {
    let mut place: Vec<u32> = vec![u32::MAX; unit_of.iter().max().map_or(0, |last| *last as usize + 1)];
    let mut units = Units { coders, units: Vec::new(), cells: Vec::new() };
    let mut said: Vec<(Option<bool>, bool, bool)> = Vec::new();
    for ((coder, row), unit) in rows.iter().zip(unit_of) {
        let place = &mut place[*unit as usize];
        if *place == u32::MAX {
            *place = units.units.len() as u32;
            units.units.push(Unit { session: input.names.turns[row.turn as usize], client: false });
            units.cells.extend(std::iter::repeat_n(Cell::default(), coders));
            said.push((None, false, false));
        }
        let at = *place as usize;
        units.cells[at * coders + coder] = Cell { codes: row.codes, main: row.main, talk: row.talk };
        let (speaker, counsellor, client) = &mut said[at];
        *speaker = speaker.or(row.client);
        *counsellor |= row.main.is_some() || row.codes.is_some_and(|set| set != 0);
        *client |= row.talk.is_some();
    }
    for (unit, (speaker, counsellor, client)) in units.units.iter_mut().zip(said) {
        unit.client = speaker.unwrap_or(client && !counsellor);
    }
    units
}

/// Counts who has which units, in the sessions that both sides have.
fn tally(input: &Input, rows: &[(usize, &Coding)], unit_of: &[u32], first: usize, alignment: &mut Alignment) {
    let mut sides: HashMap<u32, (u32, u16, u16)> = HashMap::new();
    let mut coded_by = vec![0_u128; input.names.sessions.len()];
    for ((coder, row), unit) in rows.iter().zip(unit_of) {
        let session = input.names.turns[row.turn as usize];
        coded_by[session as usize] |= 1 << (coder % 128);
        let (_, reference, estimate) = sides.entry(*unit).or_insert((session, 0, 0));
        *if *coder < first { reference } else { estimate } += 1;
    }
    let mut present = vec![(false, false); input.names.sessions.len()];
    for (session, reference, estimate) in sides.values() {
        let (r, e) = &mut present[*session as usize];
        *r |= *reference > 0;
        *e |= *estimate > 0;
    }
    let mut alone = vec![(0, 0); present.len()];
    for (session, reference, estimate) in sides.values() {
        let at = *session as usize;
        match (*reference, *estimate) {
            (1, 0) if input.estimate.is_none() => alone[at].0 += usize::from(coded_by[at].count_ones() > 1),
            (_, 0) if input.estimate.is_none() => alignment.both += 1,
            (0, _) if present[at] == (true, true) => alone[at].1 += 1,
            (_, 0) if present[at] == (true, true) => alone[at].0 += 1,
            (0, _) | (_, 0) => {}
            _ => alignment.both += 1,
        }
    }
    for (session, (reference, estimate)) in alone.into_iter().enumerate().filter(|(_, alone)| *alone != (0, 0)) {
        alignment.reference_only += reference;
        alignment.estimate_only += estimate;
        alignment.by_session.push((input.names.sessions[session].clone(), reference, estimate));
    }
}

/// Notes the sessions of one side only, whether they have turns or session sheets.
pub(super) fn lonely_sessions(input: &Input, alignment: &mut Alignment) {
    let Some(estimate) = &input.estimate else { return };
    let of = |side: &Side| {
        let mut has = vec![false; input.names.sessions.len()];
        side.codings.rows.iter().for_each(|row| has[input.names.turns[row.turn as usize] as usize] = true);
        side.protocols.0.keys().for_each(|(_, session)| has[*session as usize] = true);
        has
    };
    for ((reference, estimate), name) in of(&input.reference).into_iter().zip(of(estimate)).zip(&input.names.sessions) {
        match (reference, estimate) {
            (true, false) => alignment.sessions_reference_only.push(name.clone()),
            (false, true) => alignment.sessions_estimate_only.push(name.clone()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(span: (u32, u32)) -> Coding {
        Coding { turn: 0, coder: 0, codes: Some(0), main: None, talk: None, client: None, span: Some(span) }
    }

    #[test]
    fn the_greatest_overlap_wins_and_each_has_one_partner() {
        let rows = [row((0, 100)), row((100, 200)), row((0, 60)), row((60, 190)), row((195, 220))];
        let rows: Vec<(usize, &Coding)> = rows.iter().map(|row| (0, row)).collect();
        let mut found = matches(&rows, &[0, 1], &[2, 3, 4]);
        found.sort_unstable();
        assert_eq!(found, [(0, 2), (1, 3)]);
    }

    proptest! {
        #[test]
        fn partners_are_one_to_one_and_overlap_enough(
            base in prop::collection::vec((0_u32..500, 1_u32..60), 0..25),
            own in prop::collection::vec((0_u32..500, 1_u32..60), 0..25),
        ) {
            let rows: Vec<Coding> = base.iter().chain(&own).map(|(start, length)| row((*start, start + length))).collect();
            let rows: Vec<(usize, &Coding)> = rows.iter().map(|row| (0, row)).collect();
            let (first, second): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| *at < base.len());
            let found = matches(&rows, &first, &second);
            let ends = |at: usize| rows[at].1.span.unwrap();
            prop_assert!(found.iter().all(|(a, b)| overlap(ends(*a), ends(*b)).is_some()));
            let mut each: Vec<usize> = found.iter().flat_map(|(a, b)| [*a, *b]).collect();
            each.sort_unstable();
            each.dedup();
            prop_assert_eq!(each.len(), 2 * found.len());
            // Nothing is left that could still be paired.
            let free = |of: &[usize]| of.iter().copied().filter(|at| !each.contains(at)).collect::<Vec<_>>();
            for (a, b) in free(&first).into_iter().flat_map(|a| free(&second).into_iter().map(move |b| (a, b))) {
                prop_assert!(overlap(ends(a), ends(b)).is_none());
            }
        }
    }

    #[test]
    fn half_of_the_shorter_must_overlap() {
        assert_eq!(overlap((0, 10), (5, 100)), Some(5));
        assert_eq!(overlap((0, 10), (6, 100)), None);
        assert_eq!(overlap((0, 10), (10, 20)), None);
    }
}
