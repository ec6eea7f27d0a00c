-- A change of one row as one statement: what is noted of it, what a person or a new answer made of it, the counts
-- of its run, and the end of the trial that asked anew become durable together or not at all. `change` is noted,
-- or the change `undone` is forgotten. NULL in status, cells or trial_id leaves those as they are. The counts of a
-- run that is driven are its driver's; `spent` of a trial is added where nobody drives.
CREATE VIEW row_writes AS
SELECT NULL AS run_id, NULL AS idx, NULL AS at, NULL AS change, NULL AS undone, NULL AS marked_cells, NULL AS edited,
  NULL AS rating, NULL AS status, NULL AS reason, NULL AS cells, NULL AS answers, NULL AS trial_id, NULL AS trial_state
WHERE FALSE;

CREATE TRIGGER row_writes_write INSTEAD OF INSERT ON row_writes BEGIN
  INSERT INTO row_changes (run_id, idx, change, at)
  SELECT NEW.run_id, NEW.idx, NEW.change, NEW.at WHERE NEW.change IS NOT NULL;

  DELETE FROM row_changes WHERE id = NEW.undone AND run_id = NEW.run_id AND idx = NEW.idx;

  INSERT INTO row_marks (run_id, idx, cells, edited, rating)
  VALUES (NEW.run_id, NEW.idx, NEW.marked_cells, NEW.edited, NEW.rating)
  ON CONFLICT (run_id, idx) DO UPDATE SET
    cells = excluded.cells, edited = excluded.edited, rating = excluded.rating;

  -- Before the row itself, which still tells its old status.
  UPDATE runs SET progress = (
    SELECT json_set(
      progress,
      '$.' || rows.status, (progress ->> ('$.' || rows.status)) - 1,
      '$.' || NEW.status, (progress ->> ('$.' || NEW.status)) + 1,
      '$.generated', (progress ->> '$.generated') + (rows.status = 'failed') - (NEW.status = 'failed')
    )
    FROM rows WHERE rows.run_id = NEW.run_id AND rows.idx = NEW.idx
  )
  WHERE id = NEW.run_id AND status NOT IN ('pending', 'running', 'pausing', 'cancelling')
    AND EXISTS (
      SELECT 1 FROM rows WHERE rows.run_id = NEW.run_id AND rows.idx = NEW.idx AND rows.status <> NEW.status
    );

  UPDATE runs SET progress = json_set(
    progress,
    '$.calls', (progress ->> '$.calls') + (NEW.trial_state ->> '$.end.calls'),
    '$.promptTokens', (progress ->> '$.promptTokens') + (NEW.trial_state ->> '$.end.promptTokens'),
    '$.completionTokens', (progress ->> '$.completionTokens') + (NEW.trial_state ->> '$.end.completionTokens'),
    '$.costUsd', (progress ->> '$.costUsd') + (NEW.trial_state ->> '$.end.costUsd')
  )
  WHERE id = NEW.run_id AND status NOT IN ('pending', 'running', 'pausing', 'cancelling')
    AND (NEW.trial_state ->> '$.end.calls') IS NOT NULL;

  UPDATE rows SET
    status = COALESCE(NEW.status, status),
    reason = CASE WHEN NEW.status IS NULL THEN reason ELSE NEW.reason END,
    cells = COALESCE(NEW.cells, cells),
    answers = COALESCE(NEW.answers, answers)
  WHERE run_id = NEW.run_id AND idx = NEW.idx;

  UPDATE trials SET state = NEW.trial_state, status = 'completed', ended_at = NEW.at WHERE id = NEW.trial_id;
END;
