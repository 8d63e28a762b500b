-- What was written, for searching. Everything here follows from `revision` and can be made again.

-- Words of the texts of a revision, `rowid` its arrival: folded, with the round (`r/`) and what comes third in the
-- record's key (`r/u`) as words of their own. A revision never changes, so nothing here does; what it once said and
-- no longer says is told apart by `head`.
CREATE VIRTUAL TABLE text_index USING fts5 (
    words, content = '', columnsize = 0, tokenize = "ascii tokenchars '-/'"
);

-- Every word once: words near a mistyped one are looked for here.
CREATE TABLE text_word (
    number INTEGER PRIMARY KEY,
    word   TEXT    NOT NULL UNIQUE
) STRICT;

-- Revisions up to this one are not in the index yet: the index is made when the journal is opened next.
CREATE TABLE text_gap (arrival INTEGER PRIMARY KEY) STRICT;

INSERT INTO text_gap SELECT max(arrival) FROM revision HAVING max(arrival) IS NOT NULL;
