-- The recipe that a draft is written into, as its next version; a draft without one makes a recipe of its own.
ALTER TABLE drafts ADD COLUMN into_recipe_id INTEGER;
