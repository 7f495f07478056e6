-- What an engine remembers between runs. Ids are the bytes that the code makes of them (ItemKey,
-- Texts): compared byte by byte, without loss. Times are microseconds since 1970.

-- One row a sync: its small number, its lease and its counters. Every commit starts here.
CREATE TABLE sync_syncs (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  last_link INTEGER NOT NULL DEFAULT 0,
  links INTEGER NOT NULL DEFAULT 0,
  token INTEGER NOT NULL DEFAULT 0,
  owner BLOB,
  expires INTEGER NOT NULL DEFAULT 0
);

-- Each list of field ids that bases were taken of, once.
CREATE TABLE sync_layouts (
  sync INTEGER NOT NULL,
  number INTEGER NOT NULL,
  fields BLOB NOT NULL,
  PRIMARY KEY (sync, number)
) WITHOUT ROWID;

-- key = sync number * 2^40 + link number, so that new links are appended. local and remote start
-- with the sync's number, so that one column is a whole unique index. bases = two layout numbers,
-- then eight bytes a field. The last three columns are null for nearly every link.
CREATE TABLE sync_links (
  key INTEGER PRIMARY KEY,
  local BLOB NOT NULL,
  remote BLOB NOT NULL,
  bases BLOB NOT NULL,
  revisit INTEGER,
  condition BLOB,
  long_ids BLOB
);
CREATE UNIQUE INDEX sync_links_local ON sync_links (local);
CREATE UNIQUE INDEX sync_links_remote ON sync_links (remote);
CREATE INDEX sync_links_revisit ON sync_links (revisit) WHERE revisit = 1;

CREATE TABLE sync_marks (
  sync INTEGER NOT NULL,
  side INTEGER NOT NULL,
  item BLOB NOT NULL,
  kind INTEGER NOT NULL,
  match_key INTEGER NOT NULL,
  content INTEGER NOT NULL,
  revisit INTEGER NOT NULL,
  at INTEGER NOT NULL,
  long_id BLOB,
  PRIMARY KEY (sync, side, item)
) WITHOUT ROWID;
CREATE INDEX sync_marks_match_key ON sync_marks (sync, side, match_key) WHERE match_key <> 0;
CREATE INDEX sync_marks_revisit ON sync_marks (sync) WHERE revisit = 1;

CREATE TABLE sync_settings (
  sync INTEGER NOT NULL,
  name BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (sync, name)
) WITHOUT ROWID;

CREATE TABLE sync_intents (
  turn INTEGER PRIMARY KEY,
  sync INTEGER NOT NULL,
  id BLOB NOT NULL,
  at INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (sync, id)
);

CREATE TABLE sync_documents (
  turn INTEGER PRIMARY KEY,
  sync INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  subject BLOB,
  at INTEGER NOT NULL,
  open INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (sync, kind, id)
);
CREATE INDEX sync_documents_at ON sync_documents (sync, kind, at);
CREATE INDEX sync_documents_subject ON sync_documents (sync, kind, subject, at)
  WHERE subject IS NOT NULL;
CREATE INDEX sync_documents_open ON sync_documents (sync, kind, at) WHERE open = 1;
