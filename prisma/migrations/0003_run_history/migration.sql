-- The course of a run: a bounded series of points with marks for starts and stops, as JSON.
CREATE TABLE run_histories (
  run_id INTEGER NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE ON UPDATE CASCADE,
  history TEXT NOT NULL
);

-- Where the calls of a run go, with limits and price as they were when it was last taken up.
ALTER TABLE runs ADD COLUMN endpoint TEXT;
-- Set when a run was taken up again whose driver had gone without giving it back.
ALTER TABLE runs ADD COLUMN went_on TEXT;
-- Given with a retry: longer answers than the recipe allows.
ALTER TABLE runs ADD COLUMN max_new_tokens INTEGER;
-- Failed rows that are to be made again as soon as the driver can: their codes, or all.
ALTER TABLE runs ADD COLUMN retry TEXT;
