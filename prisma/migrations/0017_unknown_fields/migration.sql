-- What clients of the hosted service sent around a recipe that means nothing here, with its path.
ALTER TABLE operations ADD COLUMN unknown_fields TEXT NOT NULL DEFAULT '[]';
