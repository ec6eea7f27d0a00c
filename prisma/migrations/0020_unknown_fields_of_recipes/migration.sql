-- What came around the config that a recipe was made of and means nothing here, with its path.
ALTER TABLE recipes ADD COLUMN unknown_fields TEXT NOT NULL DEFAULT '[]';
