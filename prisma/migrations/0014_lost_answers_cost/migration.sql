-- What asking a row anew cost counts for its run however that ended: also where the answers were not taken, since the
-- row was changed meanwhile, the trial cancelled, or one answer failed. The counts of a run that is driven are its
-- driver's.
CREATE TRIGGER trials_spent AFTER UPDATE OF status ON trials
WHEN NEW.regenerate IS NOT NULL AND OLD.status IN ('pending', 'running')
  AND NEW.status IN ('completed', 'failed', 'cancelled') AND (NEW.state ->> '$.end.calls') IS NOT NULL
BEGIN
  UPDATE runs SET progress = json_set(
    progress,
    '$.calls', (progress ->> '$.calls') + (NEW.state ->> '$.end.calls'),
    '$.promptTokens', (progress ->> '$.promptTokens') + (NEW.state ->> '$.end.promptTokens'),
    '$.completionTokens', (progress ->> '$.completionTokens') + (NEW.state ->> '$.end.completionTokens'),
    '$.costUsd', (progress ->> '$.costUsd') + (NEW.state ->> '$.end.costUsd')
  )
  WHERE id = (NEW.regenerate ->> '$.runId') AND status NOT IN ('pending', 'running', 'pausing', 'cancelling');
END;

-- As in 0010, without the cost, which is counted above.
DROP TRIGGER row_writes_write;

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

  UPDATE rows SET
    status = COALESCE(NEW.status, status),
    reason = CASE WHEN NEW.status IS NULL THEN reason ELSE NEW.reason END,
    cells = COALESCE(NEW.cells, cells),
    answers = COALESCE(NEW.answers, answers)
  WHERE run_id = NEW.run_id AND idx = NEW.idx;

  UPDATE trials SET state = NEW.trial_state, status = 'completed', ended_at = NEW.at WHERE id = NEW.trial_id;
END;
