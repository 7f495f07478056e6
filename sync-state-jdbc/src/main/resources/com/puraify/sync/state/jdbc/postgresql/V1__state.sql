-- What an engine remembers between runs. Ids are the bytes that the code makes of them (ItemKey,
-- Texts): compared byte by byte, without loss. Times are microseconds since 1970.

-- One row a sync: its small number, its lease and its counters. Every commit starts here.
CREATE TABLE sync_syncs (
  number INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id BYTEA NOT NULL UNIQUE,
  last_link BIGINT NOT NULL DEFAULT 0,
  links BIGINT NOT NULL DEFAULT 0,
  token BIGINT NOT NULL DEFAULT 0,
  owner BYTEA,
  expires BIGINT NOT NULL DEFAULT 0
);

-- Each list of field ids that bases were taken of, once.
CREATE TABLE sync_layouts (
  sync INTEGER NOT NULL,
  number INTEGER NOT NULL,
  fields BYTEA NOT NULL,
  PRIMARY KEY (sync, number)
);

-- key = sync number * 2^40 + link number, so that new links are appended. local and remote start
-- with the sync's number, so that one column is a whole unique index. bases = two layout numbers,
-- then eight bytes a field. The last three columns are null for nearly every link.
CREATE TABLE sync_links (
  key BIGINT PRIMARY KEY,
  local BYTEA NOT NULL,
  remote BYTEA NOT NULL,
  bases BYTEA NOT NULL,
  revisit SMALLINT,
  condition BYTEA,
  long_ids BYTEA
);
CREATE UNIQUE INDEX sync_links_local ON sync_links (local);
CREATE UNIQUE INDEX sync_links_remote ON sync_links (remote);
CREATE INDEX sync_links_revisit ON sync_links (key) WHERE revisit = 1;

CREATE TABLE sync_marks (
  sync INTEGER NOT NULL,
  side SMALLINT NOT NULL,
  item BYTEA NOT NULL,
  kind SMALLINT NOT NULL,
  match_key BIGINT NOT NULL,
  content BIGINT NOT NULL,
  revisit SMALLINT NOT NULL,
  at BIGINT NOT NULL,
  long_id BYTEA,
  PRIMARY KEY (sync, side, item)
);
CREATE INDEX sync_marks_match_key ON sync_marks (sync, side, match_key) WHERE match_key <> 0;
CREATE INDEX sync_marks_revisit ON sync_marks (sync) WHERE revisit = 1;

CREATE TABLE sync_settings (
  sync INTEGER NOT NULL,
  name BYTEA NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (sync, name)
);

CREATE TABLE sync_intents (
  turn BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sync INTEGER NOT NULL,
  id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  body BYTEA NOT NULL,
  UNIQUE (sync, id)
);

CREATE TABLE sync_documents (
  turn BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sync INTEGER NOT NULL,
  kind SMALLINT NOT NULL,
  id BYTEA NOT NULL,
  subject BYTEA,
  at BIGINT NOT NULL,
  open SMALLINT NOT NULL,
  body BYTEA NOT NULL,
  UNIQUE (sync, kind, id)
);
CREATE INDEX sync_documents_at ON sync_documents (sync, kind, at);
CREATE INDEX sync_documents_subject ON sync_documents (sync, kind, subject, at)
  WHERE subject IS NOT NULL;
CREATE INDEX sync_documents_open ON sync_documents (sync, kind, at) WHERE open = 1;
