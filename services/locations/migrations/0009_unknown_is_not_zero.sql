-- Who says that there is none; and places of which it is not known since when
-- they are there.
CREATE TABLE nil_returns (
  municipality VARCHAR(40) NOT NULL,
  purpose TINYINT NOT NULL CHECK (purpose BETWEEN 1 AND 3),
  return_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  retracted BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, purpose, return_date, revision),
  KEY revision (revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE place_entries ADD COLUMN start_certainty TINYINT NOT NULL DEFAULT 0
  CHECK (start_certainty BETWEEN 0 AND 2);
