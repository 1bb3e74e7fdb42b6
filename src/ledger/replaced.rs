//! Reports that another report on the same recording replaces.

use crate::ledger::{Ledger, LedgerError};

impl Ledger {
    /// The other sessions of a recording, and the folders of their reports: parts of it that were reported before.
    ///
    /// # Errors
    /// As every question: [`LedgerError`].
    pub fn others_of(&self, audio: &str, session: &str) -> Result<Vec<(String, String)>, LedgerError> {
        self.ask(|db| {
            let mut rows = db.prepare(
                "SELECT session, folder FROM sessions
                 WHERE audio = ?1 AND session <> ?2 AND report_removed_at IS NULL",
            )?;
            rows.query_map([audio, session], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Takes out a session whose report was removed because another replaces it. What became of the recording
    /// stays noted.
    ///
    /// # Errors
    /// As every change: [`LedgerError`].
    pub fn replaced(&self, session: &str) -> Result<(), LedgerError> {
        self.change(|db| {
            for table in ["sessions", "claims"] {
                db.execute(&format!("DELETE FROM {table} WHERE session = ?1"), [session])?;
            }
            db.execute("DELETE FROM removals WHERE subject = ?1", [session]).map(drop)
        })
    }
}
