-- The tools that an answer wants used: [{"id", "name", "arguments"}]; null for none.
ALTER TABLE completions ADD COLUMN tool_calls TEXT;

DROP TRIGGER batches_write;
CREATE TRIGGER batches_write INSTEAD OF INSERT ON batches BEGIN
  INSERT INTO completions (
    scope, key, row_index, attribute_id, step, attempt, text, finish_reason, prompt_tokens, completion_tokens,
    cost_usd, latency_ms, prompt_hash, attempts, model, at, tool_calls
  )
  SELECT
    runs.journal_scope, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
    value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12,
    value ->> 13, value ->> 14, value ->> 15
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
