//! Where the reports and the ledger are: flags over `GENSVAR_…` variables over `gensvar.toml`.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::settings::{SettingsError, USER_FILE};
use crate::cli::watch::WatchKeys;
use crate::ledger::retention::Periods;
use crate::ledger::{FILE_NAME, Ledger, LedgerError};
use crate::report::summary;

/// Where everything lies, as typed.
#[derive(clap::Args)]
pub(super) struct PlaceArgs {
    /// The folder of the reports
    #[arg(long, value_name = "DIR", env = "GENSVAR_OUT")]
    out: Option<PathBuf>,
    /// The ledger, on a disk of this computer [default: ledger.db in the folder of the reports]
    #[arg(long, value_name = "FILE", env = "GENSVAR_LEDGER")]
    ledger: Option<PathBuf>,
}

/// What `gensvar.toml` says beside the pipeline.
#[derive(Default, Deserialize)]
pub(super) struct House {
    /// The folder of the reports.
    out: Option<PathBuf>,
    #[serde(default)]
    ledger: LedgerKeys,
    /// How long what is kept.
    #[serde(default)]
    pub(super) retention: Periods,
    #[serde(default)]
    pub(super) follow_up: FollowUpKeys,
    /// The watcher's own keys; other verbs read where its folder is.
    #[serde(default)]
    pub(super) watch: WatchKeys,
}

/// `[follow_up]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FollowUpKeys {
    /// Who is expected.
    pub(super) expected: Option<PathBuf>,
    /// Fewest practitioners in a group that is shown.
    pub(super) smallest_group: Option<usize>,
}

/// `[ledger]`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerKeys {
    path: Option<PathBuf>,
}

/// Where everything lies.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// The folder of the reports.
    pub(super) out: PathBuf,
    /// The ledger.
    pub(super) ledger: PathBuf,
}

impl House {
    /// Reads `config`, or `gensvar.toml` in this folder where that is there.
    pub(super) fn read(config: Option<&Path>) -> Result<Self, SettingsError> {
        let path = config.unwrap_or(Path::new(USER_FILE));
        let text = match fs_err::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && config.is_none() => return Ok(Self::default()),
            Err(e) => return Err(e.into()),
        };
        let mistake = |e: toml::de::Error| SettingsError::Mistake { path: path.to_owned(), reason: e.to_string() };
        let mut house: Self = toml::from_str(&text).map_err(mistake)?;
        house.retention.failed_in = house.watch.inbox.as_ref().map(|inbox| inbox.join("failed"));
        Ok(house)
    }

    /// The watched folder, where it is known.
    pub(super) fn inbox(&self, asked: Option<PathBuf>) -> Option<PathBuf> {
        asked.or_else(|| self.watch.inbox.clone())
    }
}

impl PlaceArgs {
    /// The same for verbs that need the ledger alone: the reports are then thought to lie beside it.
    pub(super) fn resolve_ledger(&self, house: &House) -> Result<Places, SettingsError> {
        match &self.ledger {
            Some(ledger) if self.out.is_none() && house.out.is_none() => {
                let out = ledger.parent().map(Path::to_owned).unwrap_or_default();
                Ok(Places { out, ledger: ledger.clone() })
            }
            _ => self.resolve(house),
        }
    }

    /// The places, over those of `house`.
    pub(super) fn resolve(&self, house: &House) -> Result<Places, SettingsError> {
        let out = self.out.clone().or_else(|| house.out.clone()).ok_or(SettingsError::NoFolder)?;
        let ledger = self.ledger.clone().or_else(|| house.ledger.path.clone());
        Ok(Places { ledger: ledger.unwrap_or_else(|| out.join(FILE_NAME)), out })
    }
}

impl Places {
    /// Opens a ledger that is there, or makes one from the reports that are there.
    pub(super) fn open_existing(&self) -> Result<Ledger, LedgerError> {
        let has_reports = || self.out.is_dir() && summary::sessions(&self.out).is_ok_and(|found| !found.is_empty());
        if self.ledger.is_file() || has_reports() {
            self.open_ledger()
        } else {
            Err(LedgerError::Missing(self.ledger.clone()))
        }
    }

    /// Opens the ledger to write, makes it when it is not there, and fills a new one from the reports.
    pub(super) fn open_ledger(&self) -> Result<Ledger, LedgerError> {
        let ledger = Ledger::open(&self.ledger)?;
        ledger.take_in_reports(&self.out)?;
        Ok(ledger)
    }
}
