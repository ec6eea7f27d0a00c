-- A deleted provider keeps its key for as long as the delete can be taken back.
ALTER TABLE providers ADD COLUMN deleted_at BIGINT;
-- Where a price that a person set stands, and of which day it is (YYYY-MM-DD).
ALTER TABLE models ADD COLUMN price_from TEXT;
ALTER TABLE models ADD COLUMN price_date TEXT;
