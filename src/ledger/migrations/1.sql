-- Version 1: who works on what, which sessions have a report, which recordings are gone.
-- Times are UTC as 2026-11-21T22:59:00Z; hashes are sha256 in hexadecimal. No text of a conversation, no file name.
CREATE TABLE claims (
    session      TEXT PRIMARY KEY,  -- sha256 of the recording's hash and the part that is coded
    audio        TEXT NOT NULL,     -- sha256 of the recording
    fingerprint  TEXT NOT NULL,     -- names recording, settings and models together
    models       TEXT NOT NULL,     -- sha256 over the models' hashes
    settings     TEXT NOT NULL,     -- sha256 over the settings
    practitioner TEXT NOT NULL,     -- pseudonymous id
    date         TEXT NOT NULL,     -- of the conversation
    worker       TEXT NOT NULL,     -- which verb, and its process
    first_at     TEXT NOT NULL,
    at           TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    stage        TEXT NOT NULL      -- the last one that is done
) STRICT;

CREATE TABLE failures (
    audio        TEXT PRIMARY KEY,
    practitioner TEXT,
    kind         TEXT NOT NULL,     -- a machine's word, never a message
    first_at     TEXT NOT NULL,
    at           TEXT NOT NULL,
    attempts     INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    session      TEXT PRIMARY KEY,  -- 8 digits where it was read back from a report
    audio        TEXT,
    fingerprint  TEXT,
    models       TEXT,
    settings     TEXT,
    practitioner TEXT NOT NULL,
    date         TEXT NOT NULL,
    folder       TEXT NOT NULL UNIQUE,  -- its report's folder in the output folder
    figures      TEXT NOT NULL,     -- JSON, numbers only
    reported_at  TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_practitioner ON sessions (practitioner, date);

CREATE TABLE deletions (
    id           INTEGER PRIMARY KEY,
    audio        TEXT NOT NULL,
    session      TEXT NOT NULL,
    policy       TEXT NOT NULL,     -- delete or move
    place        TEXT,              -- while planned: sha256 of the hash and the folder it lies in
    planned_at   TEXT NOT NULL,
    done_at      TEXT,
    how          TEXT,              -- done, or found-gone: the program was stopped between doing and noting
    told         INTEGER NOT NULL DEFAULT 0  -- 1 when the report says so
) STRICT;
CREATE INDEX deletions_by_audio ON deletions (audio);
