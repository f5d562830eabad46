-- Status holders who are coupled to a municipality and wait for a home there.
CREATE TABLE waiting_counts (
  municipality VARCHAR(40) NOT NULL,
  count_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  person_count INT NULL CHECK (person_count >= 0),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, count_date, revision),
  KEY revision (revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
