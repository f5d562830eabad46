-- Who says that nobody was housed, from the first day of the half-year of the
-- day up to and including it.
CREATE TABLE nil_returns (
  municipality VARCHAR(40) NOT NULL,
  return_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  retracted BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, return_date, revision),
  KEY revision (revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
