//! How long things are kept: what goes is planned, shown for a while, and then carried out.
//!
//! A plan made by a clock that ran ahead does no harm that is not seen first: nothing is removed in the pass that
//! plans it nor before its notice is over, and a plan from the future is made anew.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use rusqlite::{Transaction, params};
use serde::Deserialize;

use crate::ledger::{Ledger, LedgerError, failed_files, stamp};
use crate::report::error::ReportError;
use crate::report::{summary, write};

/// A length of time as people write it: `24 months`, `90 days`, `2 years`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Period(Span);

/// The text is no length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no length of time: write a number and days, weeks, months or years, as \"24 months\"")]
pub struct NoPeriod(String);

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let wrong = || NoPeriod(text.to_owned());
        let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        // A century at most: no calendar ends before that.
        let number: i64 = number.parse().ok().filter(|number| (0..=36_500).contains(number)).ok_or_else(wrong)?;
        let most = |years: i64| if number <= years * 100 { Ok(number) } else { Err(wrong()) };
        Ok(Self(match unit.trim().trim_end_matches('s') {
            "day" => number.days(),
            "week" => most(52)?.weeks(),
            "month" => most(12)?.months(),
            "year" => most(1)?.years(),
            _ => return Err(wrong()),
        }))
    }
}

impl TryFrom<String> for Period {
    type Error = NoPeriod;
    fn try_from(text: String) -> Result<Self, NoPeriod> {
        text.parse()
    }
}

impl Period {
    /// The instant so long before `now`, in the ledger's form.
    fn before(self, now: Timestamp) -> String {
        let zoned = now.to_zoned(TimeZone::UTC);
        stamp(zoned.checked_sub(self.0).map_or(Timestamp::MIN, |then| then.timestamp()))
    }

    /// The instant so long after `now`.
    fn after(self, now: Timestamp) -> String {
        let zoned = now.to_zoned(TimeZone::UTC);
        stamp(zoned.checked_add(self.0).map_or(Timestamp::MAX, |then| then.timestamp()))
    }
}

/// `[retention]` in `gensvar.toml`: how long what is kept; what is not named is kept for ever.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Periods {
    /// Report folders, from the day of the report.
    pub reports: Option<Period>,
    /// Recordings that failed, from the last attempt: the record of it, and the file if it lies in `failed_in`.
    pub failed: Option<Period>,
    /// Where the watcher puts recordings that failed, if there is one.
    #[serde(skip)]
    pub failed_in: Option<PathBuf>,
    /// The figures and records of sessions whose report is gone, from the day of the report.
    pub ledger: Option<Period>,
    /// How long a plan is shown before it is carried out.
    #[serde(default)]
    pub notice: Notice,
}

/// How long a plan is shown; 7 days unless told otherwise.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(transparent)]
pub struct Notice(pub Period);

impl Default for Notice {
    fn default() -> Self {
        Self(Period(7.days()))
    }
}

impl Periods {
    /// Whether everything is kept for ever.
    pub fn keep_all(&self) -> bool {
        self.reports.is_none() && self.failed.is_none() && self.ledger.is_none()
    }
}

/// What is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A report's folder.
    Report,
    /// A recording that failed, and the record of it.
    Failed,
    /// What the ledger knows of a session whose report is gone.
    Ledger,
}

impl What {
    const ALL: [Self; 3] = [Self::Report, Self::Failed, Self::Ledger];

    /// The ledger's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Failed => "failed",
            Self::Ledger => "ledger",
        }
    }

    /// Selects subject, practitioner and folder of everything that is older than `?1`.
    fn due(self) -> &'static str {
        match self {
            Self::Report => {
                "SELECT session, practitioner, folder FROM sessions
                 WHERE report_removed_at IS NULL AND reported_at <= ?1"
            }
            Self::Failed => "SELECT audio, coalesce(practitioner, ''), '' FROM failures WHERE at <= ?1",
            Self::Ledger => {
                "SELECT session, practitioner, folder FROM sessions
                 WHERE report_removed_at IS NOT NULL AND reported_at <= ?1
                 UNION SELECT session, practitioner, '' FROM claims
                 WHERE at <= ?1 AND session NOT IN (SELECT session FROM sessions)"
            }
        }
    }

    fn removals(self) -> &'static [&'static str] {
        match self {
            Self::Report => &["UPDATE sessions SET report_removed_at = ?2 WHERE session = ?1"],
            Self::Failed => &["DELETE FROM failures WHERE audio = ?1 AND ?2 = ?2"],
            Self::Ledger => &[
                "DELETE FROM deletions WHERE session = ?1 AND ?2 = ?2",
                "DELETE FROM claims WHERE session = ?1 AND ?2 = ?2",
                "DELETE FROM sessions WHERE session = ?1 AND ?2 = ?2",
            ],
        }
    }
}

/// Something that will be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// What.
    pub what: What,
    /// A session, or the hash of a recording that failed.
    pub subject: String,
    /// Whose; empty where nobody was named.
    pub practitioner: String,
    /// The report's folder; empty for a recording that failed.
    pub folder: String,
    /// When it was planned, UTC.
    pub planned_at: String,
    /// It stays until then, UTC.
    pub not_before: String,
}

impl Ledger {
    /// Plans what `periods` say should go now, and returns the whole plan. What was planned and is no longer due
    /// (the periods were lengthened, the clock was wrong) is planned no more.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn plan_removals(&self, periods: &Periods) -> Result<Vec<Removal>, LedgerError> {
        let (now, at) = ((self.clock)(), self.now());
        let not_before = periods.notice.0.after(now);
        self.change(|db| {
            let planned = planned(db, &at)?;
            db.execute("DELETE FROM removals", [])?;
            let mut plan = Vec::new();
            for what in What::ALL {
                let period = match what {
                    What::Report => periods.reports,
                    What::Failed => periods.failed,
                    What::Ledger => periods.ledger,
                };
                if let Some(period) = period {
                    plan.extend(due(db, what, &period.before(now))?);
                }
            }
            for removal in &mut plan {
                let earlier = planned.get(&(removal.what.word().to_owned(), removal.subject.clone()));
                let (planned_at, not_before) = earlier.cloned().unwrap_or_else(|| (at.clone(), not_before.clone()));
                db.execute(
                    "INSERT INTO removals (what, subject, planned_at, not_before) VALUES (?1, ?2, ?3, ?4)",
                    params![removal.what.word(), removal.subject, planned_at, not_before],
                )?;
                (removal.planned_at, removal.not_before) = (planned_at, not_before);
            }
            Ok(plan)
        })
    }

    /// Carries out what an earlier pass planned and whose notice is over, and returns it. Reports go from `out`.
    ///
    /// # Errors
    /// A folder cannot be removed, or as every change; what was done until then is done.
    pub fn carry_out_removals(&self, periods: &Periods, out: &Path) -> Result<Vec<Removal>, LedgerError> {
        let at = self.now();
        let earlier = self.ask(|db| planned(db, &at))?;
        let mut plan = self.plan_removals(periods)?;
        plan.retain(|removal| {
            let known = earlier.contains_key(&(removal.what.word().to_owned(), removal.subject.clone()));
            known && removal.not_before <= at
        });
        let failed = failed_files(&plan, periods).map_err(ReportError::from)?;
        for removal in &plan {
            match removal.what {
                What::Report => write::remove_session(out, &removal.folder),
                What::Failed => {
                    failed.get(&removal.subject).into_iter().flatten().try_for_each(|file| failed_files::remove(file))
                }
                What::Ledger => Ok(()),
            }
            .map_err(ReportError::from)?;
            self.change(|db| {
                for sql in removal.what.removals() {
                    db.execute(sql, [&removal.subject, &at])?;
                }
                db.execute(
                    "DELETE FROM removals WHERE what = ?1 AND subject = ?2",
                    [removal.what.word(), &removal.subject],
                )
            })?;
        }
        if plan.iter().any(|removal| removal.what == What::Report) {
            summary::write_summary(out)?;
        }
        if plan.iter().any(|removal| removal.what != What::Report) {
            self.shred()?;
        }
        Ok(plan)
    }
}

/// The files of recordings that failed, by their hash; looked for only when one of them is to go.
fn failed_files(plan: &[Removal], periods: &Periods) -> io::Result<BTreeMap<String, Vec<PathBuf>>> {
    match &periods.failed_in {
        Some(folder) if plan.iter().any(|removal| removal.what == What::Failed) => failed_files::by_hash(folder),
        _ => Ok(BTreeMap::new()),
    }
}

/// The plan as it stands, by what and whom: when planned and not before when. One from the future is none: the
/// clock that made it was wrong.
fn planned(db: &rusqlite::Connection, now: &str) -> rusqlite::Result<BTreeMap<(String, String), (String, String)>> {
    let mut rows = db.prepare("SELECT what, subject, planned_at, not_before FROM removals WHERE planned_at <= ?1")?;
    rows.query_map([now], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?.collect()
}

fn due(db: &Transaction, what: What, until: &str) -> rusqlite::Result<Vec<Removal>> {
    let mut rows = db.prepare(&format!("{} ORDER BY 1", what.due()))?;
    let removal = |row: &rusqlite::Row| {
        Ok(Removal {
            what,
            subject: row.get(0)?,
            practitioner: row.get(1)?,
            folder: row.get(2)?,
            planned_at: String::new(),
            not_before: String::new(),
        })
    };
    rows.query_map([until], removal)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_as_people_write_them() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let before = |text: &str| text.parse::<Period>().unwrap().before(now);
        assert_eq!(before("24 months"), "2024-11-21T12:00:00Z");
        assert_eq!(before("1 day"), "2026-11-20T12:00:00Z");
        assert_eq!(before("2 years"), "2024-11-21T12:00:00Z");
        for wrong in ["", "24", "two months", "-1 days", "3 fortnights", "99999999999 days", "200 years"] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
