-- Placements are events: never changed, corrected by an opposite one.
CREATE TABLE placements (
  name VARCHAR(120) NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  placement_date DATE NOT NULL,
  kind TINYINT NOT NULL CHECK (kind BETWEEN 1 AND 6),
  person_count INT NOT NULL CHECK (person_count <> 0),
  corrected_placement VARCHAR(120) NOT NULL,
  source VARCHAR(500) NOT NULL,
  KEY municipality (municipality, placement_date),
  CHECK ((person_count < 0) = (corrected_placement <> ''))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE opening_balances (
  municipality VARCHAR(40) NOT NULL,
  half_year CHAR(7) NOT NULL,
  revision BIGINT NOT NULL,
  person_count INT NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, half_year, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE plans (
  name VARCHAR(120) NOT NULL,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  home_source TINYINT NOT NULL CHECK (home_source BETWEEN 1 AND 6),
  start_date DATE NOT NULL,
  end_date DATE NOT NULL,
  home_count INT NULL CHECK (home_count >= 0),
  person_count INT NULL CHECK (person_count >= 0),
  vacated_percent TINYINT NULL CHECK (vacated_percent BETWEEN 0 AND 100),
  remark VARCHAR(500) NOT NULL,
  withdrawn TINYINT NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name, revision),
  KEY municipality (municipality),
  CHECK (start_date < end_date)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
