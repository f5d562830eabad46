-- New pieces are compressed; those of before stay as they are.
ALTER TABLE report_pieces
  ADD COLUMN packed TINYINT NOT NULL DEFAULT 0 CHECK (packed IN (0, 1));
