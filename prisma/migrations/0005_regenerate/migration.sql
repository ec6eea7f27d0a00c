-- A trial of one row whose answer takes the place of the stored one: {"runId", "attributeId"}.
ALTER TABLE trials ADD COLUMN regenerate TEXT;
