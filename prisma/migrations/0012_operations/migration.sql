-- A part of a run's rows under an id of its own: train, validation or test; null for all of them.
ALTER TABLE datasets ADD COLUMN split TEXT;
DROP INDEX datasets_run_id_key;
CREATE UNIQUE INDEX datasets_run_id_split_key ON datasets (run_id, COALESCE(split, ''));

-- What clients of the hosted service started and ask about: their view of a run.
CREATE TABLE operations (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind TEXT NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  warnings TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX operations_project_id_id_idx ON operations (project_id, id);
