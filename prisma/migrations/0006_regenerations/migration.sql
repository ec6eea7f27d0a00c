-- A cell that is asked anew, with what hangs on it. `spent` and `result` are JSON, written once at the end.
CREATE TABLE regenerations (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  idx INTEGER NOT NULL,
  attribute_id TEXT NOT NULL,
  calls INTEGER NOT NULL,
  wanted TEXT NOT NULL,
  status TEXT NOT NULL,
  answered INTEGER NOT NULL DEFAULT 0,
  waiting TEXT,
  error TEXT,
  spent TEXT,
  result TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX regenerations_status_idx ON regenerations (status);
CREATE INDEX regenerations_run_id_idx_id_idx ON regenerations (run_id, idx, id);

ALTER TABLE jobs ADD COLUMN regeneration_id INTEGER;
CREATE UNIQUE INDEX jobs_regeneration_id_key ON jobs (regeneration_id);

-- When failed rows were last asked for again: stored answers of no use up to then are passed over.
ALTER TABLE runs ADD COLUMN retried_at BIGINT;

-- The end of a regeneration is one statement: its row, what stood there before, and the counts go with it.
CREATE TRIGGER regenerations_after_end AFTER UPDATE OF ended_at ON regenerations
WHEN OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL BEGIN
  UPDATE runs SET progress = json_set(progress,
    '$.calls', (progress ->> '$.calls') + (NEW.spent ->> '$.calls'),
    '$.promptTokens', (progress ->> '$.promptTokens') + (NEW.spent ->> '$.promptTokens'),
    '$.completionTokens', (progress ->> '$.completionTokens') + (NEW.spent ->> '$.completionTokens'),
    '$.costUsd', (progress ->> '$.costUsd') + (NEW.spent ->> '$.costUsd'))
  WHERE id = NEW.run_id AND NEW.spent IS NOT NULL
    AND status NOT IN ('pending', 'running', 'pausing', 'cancelling');

  UPDATE runs SET progress = json_set(progress,
    '$.accepted', (progress ->> '$.accepted') + (NEW.result ->> '$.counts.accepted'),
    '$.rejected', (progress ->> '$.rejected') + (NEW.result ->> '$.counts.rejected'),
    '$.failed', (progress ->> '$.failed') + (NEW.result ->> '$.counts.failed'),
    '$.generated', (progress ->> '$.generated') - (NEW.result ->> '$.counts.failed'))
  WHERE id = NEW.run_id AND NEW.result IS NOT NULL
    AND status NOT IN ('pending', 'running', 'pausing', 'cancelling');

  INSERT INTO row_changes (run_id, idx, change, at)
  SELECT NEW.run_id, NEW.idx, NEW.result -> '$.change', NEW.ended_at WHERE NEW.result IS NOT NULL;

  INSERT INTO row_marks (run_id, idx, cells, edited, rating)
  SELECT NEW.run_id, NEW.idx, NEW.result ->> '$.mark.cells', NEW.result ->> '$.mark.edited', NEW.result ->> '$.mark.rating'
  WHERE NEW.result IS NOT NULL
  ON CONFLICT (run_id, idx) DO UPDATE SET
    cells = excluded.cells, edited = excluded.edited, rating = excluded.rating;

  UPDATE rows SET
    status = NEW.result ->> '$.row.status', cells = NEW.result ->> '$.row.cells',
    reason = NEW.result ->> '$.row.reason', answers = NEW.result ->> '$.row.answers'
  WHERE run_id = NEW.run_id AND idx = NEW.idx AND NEW.result IS NOT NULL;
END;
