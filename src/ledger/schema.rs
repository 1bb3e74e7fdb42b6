//! The ledger's form: numbered migrations, each run once, never changed after a release.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// What leads from version n to n + 1, at index n.
const MIGRATIONS: [&str; 2] = [include_str!("migrations/1.sql"), include_str!("migrations/2.sql")];

/// The version that this program writes.
pub const VERSION: u32 = MIGRATIONS.len() as u32;

/// The version of an open ledger; 0 for an empty file.
pub(super) fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the ledger to [`VERSION`], all steps or none. One that is newer is left as it is.
pub(super) fn migrate(db: &Connection) -> rusqlite::Result<()> {
    if version(db)? >= VERSION {
        return Ok(());
    }
    let change = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
    // Asked again: another process may have been first.
    for (index, sql) in MIGRATIONS.iter().enumerate().skip(version(&change)? as usize) {
        change.execute_batch(sql)?;
        change.pragma_update(None, "user_version", index as u32 + 1)?;
    }
    change.commit()
}
