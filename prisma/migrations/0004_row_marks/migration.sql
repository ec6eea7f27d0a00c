-- What people made of a row, beside what was generated: edited cells, a rating.
CREATE TABLE row_marks (
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  idx INTEGER NOT NULL,
  cells TEXT,
  edited TEXT NOT NULL DEFAULT '[]',
  rating INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, idx)
);

-- Each change of a row by hand with what stood there before, so that it can be taken back.
CREATE TABLE row_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  idx INTEGER NOT NULL,
  change TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX row_changes_run_id_idx_id_idx ON row_changes (run_id, idx, id);
