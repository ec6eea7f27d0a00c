-- What came of the last test of a provider, and the last time that its key was refused to a run.
ALTER TABLE providers ADD COLUMN last_test TEXT;
ALTER TABLE providers ADD COLUMN key_refusal TEXT;
