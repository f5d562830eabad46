-- Agreements across duties.
CREATE TABLE exchanges (
  name VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  duty TINYINT NOT NULL CHECK (duty BETWEEN 1 AND 3),
  count INT NOT NULL CHECK (count > 0),
  counterpart VARCHAR(40) NOT NULL,
  counterpart_duty TINYINT NOT NULL CHECK (counterpart_duty BETWEEN 1 AND 3),
  counterpart_count INT NOT NULL CHECK (counterpart_count > 0),
  start_date DATE NOT NULL,
  end_date DATE NULL,
  agreement VARCHAR(500) NOT NULL,
  retracted BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name, revision),
  KEY revision (revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
