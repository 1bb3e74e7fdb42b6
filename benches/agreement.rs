//! How long agreement takes: ten codes, ten coders, a hundred thousand units in a thousand sessions, ten
//! thousand bootstrap draws of every pair's kappa and the many-coder figures; and how much summing up by
//! session gains over coding every draw anew, in turn, as a ratio of one run. `cargo bench --bench agreement`

use std::time::Instant;

use gensvar::agreement::bootstrap::{self, Plan, Resampled, Summaries};
use gensvar::agreement::many::Metric;
use gensvar::agreement::pairs;
use gensvar::agreement::ratings::{BadRatings, Ratings};
use gensvar::agreement::statistic::Statistic;
use gensvar::agreement::sums::{self, Agreement, Layout};
use gensvar::agreement::weights::Weights;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

const CODES: usize = 10;
const CODERS: usize = 10;

/// Pairs of measurements; the median of their ratios is told.
const PAIRS: usize = 5;

fn main() -> Result<(), BadRatings> {
    let codes = (0..CODES).map(|code| table(&presence(1_000, 100, code as u64))).collect::<Result<Vec<_>, _>>()?;
    let begun = Instant::now();
    let resampled = of_sums(&codes, &Plan::default());
    let took = begun.elapsed().as_secs_f64();
    let estimates: Vec<_> = (0..resampled.len()).filter_map(|index| resampled.estimate(index)).collect();
    let defined = estimates.iter().filter(|estimate| estimate.interval.is_ok()).count();
    let whole = begun.elapsed().as_secs_f64();
    tell(&format!("1,000 sessions, 100,000 units, {CODERS} coders, {CODES} codes, 10,000 draws:"));
    tell(&format!(
        "{defined} of {} statistics with BCa intervals in {whole:.1} s ({took:.1} s of it drawing)",
        estimates.len()
    ));

    let units = presence(100, 20, 5);
    let codes = [table(&units)?];
    let plan = Plan { draws: 500, ..Plan::default() };
    let mut ratios = Vec::new();
    for _ in 0..PAIRS {
        let begun = Instant::now();
        let quick = of_sums(&codes, &plan);
        let of_quick = begun.elapsed();
        let begun = Instant::now();
        let naive = anew(&units, 20, &plan);
        ratios.push(begun.elapsed().as_secs_f64() / of_quick.as_secs_f64());
        let value = |of: &Resampled| of.estimate(0).map(|estimate| estimate.value);
        assert_eq!(value(&quick), value(&naive));
    }
    ratios.sort_by(f64::total_cmp);
    tell(&format!(
        "100 sessions, 2,000 units, 1 code, 500 draws: {:.0} times as fast as coding anew",
        ratios[PAIRS / 2]
    ));
    Ok(())
}

/// A unit: its session and what each coder gave.
type Unit = (u32, [Option<u8>; CODERS]);

/// Coders who see a code, rarer or commoner, through noise.
fn presence(sessions: u32, units: u32, code: u64) -> Vec<Unit> {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(code);
    let mut chance = |percent: u64| generator.next_u64() % 100 < percent;
    let mut unit = |number: u32| {
        let given = chance(3 + 2 * code);
        (number / units, [(); CODERS].map(|()| Some(u8::from(given != chance(4)))))
    };
    (0..sessions * units).map(&mut unit).collect()
}

fn table<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Result<Ratings, BadRatings> {
    let mut ratings = Ratings::new(CODERS, 2)?;
    units.into_iter().try_for_each(|(session, row)| ratings.push(*session, row))?;
    Ok(ratings)
}

fn statistics(agreement: Agreement<'_>) -> Vec<Statistic> {
    let mut all: Vec<Statistic> = agreement.pairs().map(|pair| pair.kappa(Weights::Identity)).collect();
    all.push(pairs::mean(&all));
    let many = agreement.many();
    all.push(many.and_then(|many| many.fleiss()));
    all.push(many.and_then(|many| many.alpha(Metric::Nominal)));
    all.push(many.and_then(|many| many.ac(Weights::Identity)));
    all
}

fn of_sums(codes: &[Ratings], plan: &Plan) -> Resampled {
    let layout = Layout::of(&codes[0]);
    let by_code: Vec<Summaries> = codes.iter().map(sums::by_session).collect();
    bootstrap::of_sums(&Summaries::beside(&by_code), plan, |sums| {
        sums.chunks_exact(layout.width()).flat_map(|code| statistics(layout.read(code))).collect()
    })
}

/// The same, every draw's units coded anew.
fn anew(units: &[Unit], per_session: usize, plan: &Plan) -> Resampled {
    bootstrap::of_sessions(units.len() / per_session, plan, |sessions| {
        let drawn = sessions.iter().flat_map(|session| &units[session * per_session..][..per_session]);
        table(drawn).map_or_else(
            |_| Vec::new(),
            |ratings| statistics(Layout::of(&ratings).read(&sums::by_session(&ratings).total())),
        )
    })
}

#[expect(clippy::print_stdout, reason = "a benchmark's output is what it prints")]
fn tell(text: &str) {
    println!("{text}");
}
