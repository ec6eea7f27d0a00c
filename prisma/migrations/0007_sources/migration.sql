-- What was read of the sources of a run or trial: [{"key", "snapshot"}].
ALTER TABLE runs ADD COLUMN sources TEXT NOT NULL DEFAULT '[]';
ALTER TABLE trials ADD COLUMN sources TEXT NOT NULL DEFAULT '[]';

-- Files that people gave to a project; their bytes lie in the data directory.
CREATE TABLE uploads (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX uploads_project_id_id_idx ON uploads (project_id, id);
