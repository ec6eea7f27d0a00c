-- What was found in an upload when it came: NULL for those that came before this was noted.
ALTER TABLE uploads ADD COLUMN files INTEGER NOT NULL DEFAULT 1;
ALTER TABLE uploads ADD COLUMN record_count BIGINT;
ALTER TABLE uploads ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE uploads ADD COLUMN bad_records BIGINT NOT NULL DEFAULT 0;
