-- What a key may do: look, make and change, or administer the server. Keys made before may do all.
ALTER TABLE api_keys ADD COLUMN scope TEXT NOT NULL DEFAULT 'admin';

-- Recipes that a model writes for a task: what was asked for, how far it is, and what came of it.
CREATE TABLE drafts (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  task TEXT NOT NULL,
  skeleton TEXT NOT NULL,
  seed BIGINT NOT NULL,
  wanted TEXT NOT NULL,
  status TEXT NOT NULL,
  state TEXT NOT NULL,
  error TEXT,
  recipe_id INTEGER,
  recipe_version INTEGER,
  yaml TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX drafts_status_idx ON drafts (status);
ALTER TABLE jobs ADD COLUMN draft_id INTEGER;
CREATE UNIQUE INDEX jobs_draft_id_key ON jobs (draft_id);

-- An operation is a run or a draft, seen by clients of the hosted service.
CREATE TABLE operations_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind TEXT NOT NULL,
  run_id INTEGER REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  warnings TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  draft_id INTEGER REFERENCES drafts (id) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO operations_new (id, project_id, kind, run_id, warnings, created_at)
  SELECT id, project_id, kind, run_id, warnings, created_at FROM operations;
DROP TABLE operations;
ALTER TABLE operations_new RENAME TO operations;
CREATE INDEX operations_project_id_id_idx ON operations (project_id, id);
