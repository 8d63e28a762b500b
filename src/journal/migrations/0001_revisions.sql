-- Never edit a migration after it landed: add the next number.

-- The journal itself. `bytes` is the revision as it was serialised once; `id` is the SHA-256 of `bytes`;
-- the other columns repeat members of `bytes` for the index. `arrival` is the order on this laptop only.
CREATE TABLE revision (
    arrival  INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE CHECK (length(id) = 32),
    chain    TEXT    NOT NULL,                          -- the round, '' for device-wide records
    device   TEXT    NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    bytes    BLOB    NOT NULL
) STRICT;

-- Not unique: a restored backup or a cloned disk forks a chain, and both branches are kept and flagged.
CREATE INDEX revision_chain ON revision (chain, device, sequence);

CREATE TRIGGER revision_never_updated BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;

CREATE TRIGGER revision_never_deleted BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;

-- Revisions without child in their field; kept in the transaction that adds a revision, can be rebuilt.
CREATE TABLE head (
    record  TEXT    NOT NULL,
    field   TEXT    NOT NULL,
    arrival INTEGER NOT NULL REFERENCES revision (arrival),
    PRIMARY KEY (record, field, arrival)
) STRICT, WITHOUT ROWID;

-- Parents that revisions here name and that have not arrived yet; can be rebuilt.
CREATE TABLE awaited (
    parent BLOB NOT NULL,
    record TEXT NOT NULL,
    field  TEXT NOT NULL,
    PRIMARY KEY (parent, record, field)
) STRICT, WITHOUT ROWID;

-- Text of fields not yet left.
CREATE TABLE draft (
    key      TEXT PRIMARY KEY,
    text     TEXT NOT NULL,
    saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The words every record was made under; `hash` is the SHA-256 of `text` in lower-case hex.
CREATE TABLE edition (
    hash      TEXT NOT NULL UNIQUE,
    checklist TEXT NOT NULL,
    edition   TEXT NOT NULL,
    text      TEXT NOT NULL
) STRICT;

CREATE TRIGGER edition_never_updated BEFORE UPDATE ON edition
BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;

CREATE TRIGGER edition_never_deleted BEFORE DELETE ON edition
BEGIN SELECT RAISE(ABORT, 'an edition is never deleted'); END;
