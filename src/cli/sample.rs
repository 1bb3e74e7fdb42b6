//! `gensvar sample`: draws sessions for human coders and writes their protocols.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::agreement::sample::{self, By, SampleError, Wishes};
use crate::cli::exit::Exit;
use crate::cli::printer::Printer;
use crate::language::Language;
use crate::ledger::roster;

/// What may be typed after `gensvar sample`.
#[derive(Args)]
#[command(after_help = "\
The folder of --out is for the coders: protocols with de-identified text and no estimates, plan.csv, instructions, and
transcripts for `gensvar code`. Which number is which session stands in key-….csv among the reports, by the hash that
ends its folder's name: keep it from the coders.
Filled protocols go into `gensvar agree --reference`. The same reports, wishes and seed give the same draw.
Exit codes: 0 done, 1 wrong use, 3 nothing could be drawn or written.")]
pub(super) struct SampleArgs {
    /// The folder of the reports, which `gensvar run --out` filled
    #[arg(value_name = "DIR")]
    reports: PathBuf,
    /// How many sessions to draw
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,
    /// A new folder for the coders
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Same seed, same draw
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Draw each practitioner's, unit's, month's or language's share
    #[arg(long, value_enum, default_value_t = Strata::None)]
    by: Strata,
    /// The share of sessions that two people code, 0 to 1 [default: 0.2 with two coders or more]
    #[arg(long, value_name = "SHARE")]
    double: Option<f64>,
    /// The language of protocols and instructions: sv, nb or en
    #[arg(long, default_value = "sv")]
    language: Language,
    /// The coders' ids, separated by commas; never names
    #[arg(long, value_name = "IDS", value_delimiter = ',', default_value = "A,B")]
    coders: Vec<String>,
    /// For --by unit: a CSV file with the columns practitioner and unit
    #[arg(long, value_name = "FILE", env = "GENSVAR_EXPECTED", required_if_eq("by", "unit"))]
    expected: Option<PathBuf>,
}

/// The strata, as typed.
#[derive(Clone, Copy, ValueEnum)]
enum Strata {
    Practitioner,
    Unit,
    Month,
    Language,
    None,
}

/// The share that is coded twice when nobody says: a fifth is what MITI studies do at least.
const DOUBLE: f64 = 0.2;

/// Answers `gensvar sample`.
pub(super) fn run(args: SampleArgs) -> Exit {
    let printer = Printer::new();
    let wishes = match wishes(&args) {
        Ok(wishes) => wishes,
        Err(error) => {
            printer.error(&error);
            return Exit::WrongUse;
        }
    };
    let drawn = sample::sample(&args.reports, &wishes)
        .and_then(|drawn| Ok((sample::write(&drawn, &wishes, &args.reports, &args.out)?, drawn)));
    match drawn {
        Ok((written, drawn)) => {
            if drawn.left_out > 0 {
                printer.line(&format!("{} folders hold no session that can be coded and are left out", drawn.left_out));
            }
            printer.line(&format!(
                "{} of {} sessions drawn, {} of them for two coders; {} protocols in {}",
                drawn.sessions.len(),
                drawn.of,
                written.double,
                written.protocols,
                args.out.display()
            ));
            printer.line(&format!("which number is which session: {}; keep it from the coders", written.key.display()));
            Exit::Done
        }
        Err(error) => {
            printer.error(&error);
            match error {
                SampleError::TooMany { .. } | SampleError::NotEmpty(_) | SampleError::AmongReports(_) => Exit::WrongUse,
                _ => Exit::NothingDone,
            }
        }
    }
}

fn wishes(args: &SampleArgs) -> Result<Wishes, String> {
    let coders: Vec<String> = args.coders.iter().map(|coder| coder.trim().to_owned()).collect();
    if let Some(coder) = coders.iter().find(|coder| !roster::is_id(coder)) {
        return Err(format!(
            "`{coder}` is no coder's id: 1 to 40 letters, digits, hyphens and underscores; no names, please"
        ));
    }
    // Folders of the coders' names: file systems of office computers do not tell a from A.
    if coders.iter().map(|coder| coder.to_lowercase()).collect::<BTreeSet<_>>().len() < coders.len() {
        return Err("two coders have the same id; name each once".to_owned());
    }
    let double = args.double.unwrap_or(if coders.len() > 1 { DOUBLE } else { 0.0 });
    if !(0.0..=1.0).contains(&double) {
        return Err("--double is a share from 0 to 1, such as 0.2".to_owned());
    }
    if double > 0.0 && coders.len() < 2 {
        return Err("nothing can be coded by two with one coder; name more with --coders A,B".to_owned());
    }
    let units = match &args.expected {
        Some(path) => roster::read(path).map_err(|e| e.to_string())?,
        None => BTreeMap::new(),
    };
    let by = match args.by {
        Strata::Practitioner => By::Practitioner,
        Strata::Unit => By::Unit,
        Strata::Month => By::Month,
        Strata::Language => By::Language,
        Strata::None => By::Nothing,
    };
    let (count, seed, language) = (args.count as usize, args.seed, args.language);
    Ok(Wishes { count, seed, by, double, coders, language, units })
}
