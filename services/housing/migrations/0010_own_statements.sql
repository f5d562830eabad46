-- Whose statement a placement is: of the municipality itself, or COA's. Of those
-- of before it is not known; they are read as COA's, which they repeat.
ALTER TABLE placements ADD COLUMN own_statement BOOLEAN NOT NULL DEFAULT FALSE;
