-- A count that is taken back, so that nobody has to make up another.
ALTER TABLE counts ADD COLUMN retracted TINYINT NULL;
