-- The calls of the accounts that several engines use.

-- An account: the number of its latest call, the lowest number that is kept, and how many calls the
-- largest of its windows counts. It is locked for the length of a call's taking.
CREATE TABLE sync_budgets (
  account TEXT PRIMARY KEY,
  latest BIGINT NOT NULL DEFAULT 0,
  earliest BIGINT NOT NULL DEFAULT 1,
  most INTEGER NOT NULL DEFAULT 1,
  latest_at TIMESTAMPTZ NOT NULL DEFAULT '-infinity',
  paused_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity'
);

-- When each call was taken. Numbers of an account follow each other without gaps, in the order of time.
CREATE TABLE sync_budget_calls (
  account TEXT NOT NULL,
  number BIGINT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account, number)
);

-- When which sync is to be looked at; in the form that db-scheduler prescribes.
CREATE TABLE sync_turns (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BYTEA,
  execution_time TIMESTAMPTZ NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMPTZ,
  last_failure TIMESTAMPTZ,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMPTZ,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX sync_turns_by_time ON sync_turns (execution_time);
CREATE INDEX sync_turns_by_heartbeat ON sync_turns (last_heartbeat);

-- What was put for a sync while an engine had it in hand.
CREATE TABLE sync_turns_meanwhile (
  sync TEXT PRIMARY KEY,
  due TIMESTAMPTZ NOT NULL
);
