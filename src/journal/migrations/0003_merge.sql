-- What came from elsewhere and what others are known to hold. About this laptop alone: nothing here is sent.

-- Every merge that brought something. One transaction adds its revisions, so they are a range of arrivals.
CREATE TABLE merge (
    number  INTEGER PRIMARY KEY,
    made_at TEXT    NOT NULL,
    first   INTEGER NOT NULL,                           -- arrivals; first > last where all had been set aside before
    last    INTEGER NOT NULL,
    undone  TEXT                                        -- when it was taken back
) STRICT;

-- The packs a merge took in together.
CREATE TABLE merged_pack (
    merge    INTEGER NOT NULL REFERENCES merge (number),
    position INTEGER NOT NULL,
    chain    TEXT    NOT NULL,
    sender   TEXT,                                      -- the device whose pack it was
    digest   TEXT    NOT NULL,                          -- of what the pack held, however it was encrypted
    about    TEXT    NOT NULL,                          -- JSON, for people
    PRIMARY KEY (merge, position)
) STRICT, WITHOUT ROWID;

-- Revisions that taking back a merge set aside: no heads, no packs, no log. The same file merged again revives them.
CREATE TABLE aside (
    arrival INTEGER PRIMARY KEY REFERENCES revision (arrival),
    merge   INTEGER NOT NULL REFERENCES merge (number)
) STRICT;

-- Revisions that had been set aside and came again with this merge.
CREATE TABLE revived (
    arrival INTEGER PRIMARY KEY REFERENCES revision (arrival),
    merge   INTEGER NOT NULL REFERENCES merge (number)
) STRICT;

-- Numbers of a device's chain that another device says it holds; `merge` 0 where no merge brought the word.
CREATE TABLE receipt (
    chain  TEXT    NOT NULL,
    holder TEXT    NOT NULL,
    merge  INTEGER NOT NULL,
    device TEXT    NOT NULL,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (chain, holder, merge, device, first)
) STRICT, WITHOUT ROWID;

-- Attached files that another device says it holds.
CREATE TABLE attachment_receipt (
    hash   TEXT NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (hash, holder)
) STRICT, WITHOUT ROWID;

-- How far the chain of a device goes, as it signed itself or as somebody told; the signature is the device's own.
CREATE TABLE tip (
    chain     TEXT    NOT NULL,
    device    TEXT    NOT NULL,
    sequence  INTEGER NOT NULL,
    revision  BLOB    NOT NULL CHECK (length(revision) = 32),
    signature BLOB,
    merge     INTEGER NOT NULL,
    PRIMARY KEY (chain, device, sequence, revision)
) STRICT, WITHOUT ROWID;

-- Chains where a merge brought something since this device last wrote there.
CREATE TABLE unseen (chain TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
