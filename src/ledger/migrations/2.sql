-- Version 2: what will be removed and when, and that something was forgotten.
ALTER TABLE sessions ADD COLUMN report_removed_at TEXT;

CREATE TABLE removals (
    subject      TEXT NOT NULL,     -- a session, or the hash of a recording that failed
    what         TEXT NOT NULL,     -- report, failed or ledger
    planned_at   TEXT NOT NULL,
    not_before   TEXT NOT NULL,
    PRIMARY KEY (subject, what)
) STRICT;

CREATE TABLE forgotten (
    at           TEXT NOT NULL,
    sessions     INTEGER NOT NULL   -- how many; nothing that says whose
) STRICT;
