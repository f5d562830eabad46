-- The location that another one takes the places over from.
ALTER TABLE locations ADD COLUMN predecessor VARCHAR(200) NOT NULL DEFAULT '';
