CREATE TABLE projects (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  deleted_at BIGINT
);

INSERT INTO projects (id, name, created_at) VALUES (1, 'Default', CAST(unixepoch('subsec') * 1000 AS INTEGER));

CREATE TABLE recipes (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name TEXT NOT NULL,
  seed BIGINT NOT NULL,
  latest_version INTEGER NOT NULL,
  draft_yaml TEXT,
  draft_revision INTEGER NOT NULL DEFAULT 0,
  bare_text_hash TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE UNIQUE INDEX recipes_project_id_bare_text_hash_key ON recipes (project_id, bare_text_hash);
CREATE INDEX recipes_project_id_id_idx ON recipes (project_id, id);

CREATE TABLE recipe_versions (
  recipe_id INTEGER NOT NULL REFERENCES recipes (id) ON DELETE CASCADE ON UPDATE CASCADE,
  version INTEGER NOT NULL,
  yaml TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (recipe_id, version)
);

CREATE TABLE runs (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL,
  recipe_id INTEGER,
  recipe_version INTEGER,
  name TEXT NOT NULL,
  yaml TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  model TEXT,
  seed BIGINT NOT NULL,
  target_rows INTEGER NOT NULL,
  max_rows INTEGER NOT NULL,
  budget TEXT NOT NULL,
  journal_scope TEXT NOT NULL,
  columns TEXT NOT NULL,
  output_path TEXT,
  wanted TEXT NOT NULL,
  status TEXT NOT NULL,
  waiting TEXT,
  pause_reason TEXT,
  error TEXT,
  progress TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  deleted_at BIGINT
);
CREATE INDEX runs_project_id_id_idx ON runs (project_id, id);
CREATE INDEX runs_status_idx ON runs (status);
CREATE INDEX runs_recipe_id_id_idx ON runs (recipe_id, id);
CREATE INDEX runs_output_path_idx ON runs (output_path);

CREATE TABLE datasets (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX datasets_run_id_key ON datasets (run_id);
CREATE INDEX datasets_project_id_id_idx ON datasets (project_id, id);

-- A run and its dataset come into being in one statement. The scope 'run' stands for the run's own id.
CREATE TRIGGER runs_after_insert AFTER INSERT ON runs BEGIN
  UPDATE runs SET journal_scope = 'run:' || NEW.id WHERE id = NEW.id AND NEW.journal_scope = 'run';
  INSERT INTO datasets (project_id, run_id, name, created_at) VALUES (NEW.project_id, NEW.id, NEW.name, NEW.created_at);
END;

CREATE TABLE rows (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  idx INTEGER NOT NULL,
  status TEXT NOT NULL,
  cells TEXT NOT NULL,
  reason TEXT,
  answers TEXT NOT NULL,
  PRIMARY KEY (run_id, idx)
);
CREATE INDEX rows_run_id_status_idx_idx ON rows (run_id, status, idx);

CREATE TABLE completions (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  row_index INTEGER NOT NULL,
  attribute_id TEXT NOT NULL,
  step TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  text TEXT NOT NULL,
  finish_reason TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cost_usd REAL NOT NULL,
  latency_ms REAL NOT NULL,
  prompt_hash TEXT NOT NULL,
  attempts TEXT NOT NULL,
  model TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (scope, key)
);

CREATE TABLE trials (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL,
  recipe_id INTEGER,
  yaml TEXT NOT NULL,
  seed BIGINT NOT NULL,
  start INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  journal_scope TEXT NOT NULL,
  columns TEXT NOT NULL,
  wanted TEXT NOT NULL,
  status TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX trials_status_idx ON trials (status);

CREATE TABLE jobs (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  run_id INTEGER,
  trial_id INTEGER,
  status TEXT NOT NULL,
  lease_owner TEXT,
  lease_expires_at BIGINT,
  fence INTEGER NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX jobs_run_id_key ON jobs (run_id);
CREATE UNIQUE INDEX jobs_trial_id_key ON jobs (trial_id);
CREATE INDEX jobs_status_idx ON jobs (status);

-- What a worker has made since its last write, as one statement: answers, rows and progress become durable
-- together. Rows and progress are taken only from the worker that holds the lease; answers were paid for and
-- are always taken. `completions` and `rows` are JSON arrays of arrays in the order of the columns below.
CREATE VIEW batches AS
SELECT NULL AS job_id, NULL AS fence, NULL AS run_id, NULL AS completions, NULL AS rows, NULL AS progress
WHERE FALSE;

CREATE TRIGGER batches_write INSTEAD OF INSERT ON batches BEGIN
  INSERT INTO completions (
    scope, key, row_index, attribute_id, step, attempt, text, finish_reason, prompt_tokens, completion_tokens,
    cost_usd, latency_ms, prompt_hash, attempts, model, at
  )
  SELECT
    runs.journal_scope, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
    value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12,
    value ->> 13, value ->> 14
  FROM runs, json_each(NEW.completions)
  WHERE runs.id = NEW.run_id
  ON CONFLICT DO NOTHING;

  INSERT INTO rows (run_id, idx, status, cells, reason, answers)
  SELECT NEW.run_id, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
  FROM json_each(NEW.rows)
  WHERE EXISTS (
    SELECT 1 FROM jobs WHERE id = NEW.job_id AND run_id = NEW.run_id AND fence = NEW.fence AND status = 'claimed'
  )
  ON CONFLICT (run_id, idx) DO UPDATE SET
    status = excluded.status, cells = excluded.cells, reason = excluded.reason, answers = excluded.answers;

  UPDATE runs SET progress = NEW.progress
  WHERE id = NEW.run_id AND EXISTS (
    SELECT 1 FROM jobs WHERE id = NEW.job_id AND run_id = NEW.run_id AND fence = NEW.fence AND status = 'claimed'
  );
END;

CREATE TABLE workers (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL
);

CREATE TABLE providers (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  engine TEXT NOT NULL,
  base_url TEXT NOT NULL,
  sealed_key TEXT,
  key_hint TEXT,
  requests_per_minute INTEGER,
  input_tokens_per_minute INTEGER,
  output_tokens_per_minute INTEGER,
  max_concurrency INTEGER,
  timeout_ms INTEGER,
  created_at BIGINT NOT NULL
);

CREATE TABLE models (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  engine TEXT NOT NULL,
  base_url TEXT NOT NULL,
  name TEXT NOT NULL,
  input_usd_per_million REAL,
  output_usd_per_million REAL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX models_base_url_name_key ON models (base_url, name);

CREATE TABLE secrets (
  owner TEXT NOT NULL,
  path TEXT NOT NULL,
  sealed TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (owner, path)
);

CREATE TABLE api_keys (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  hint TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT
);
CREATE UNIQUE INDEX api_keys_hash_key ON api_keys (hash);

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);
