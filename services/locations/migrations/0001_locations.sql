-- Descriptions of locations: of a name the latest revision holds.
CREATE TABLE locations (
  name VARCHAR(120) NOT NULL,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  operator TINYINT NOT NULL CHECK (operator BETWEEN 1 AND 4),
  address VARCHAR(200) NOT NULL,
  coa_number VARCHAR(40) NOT NULL,
  participants VARCHAR(1000) NOT NULL,
  quality_level TINYINT NOT NULL,
  special_group VARCHAR(100) NOT NULL,
  remark VARCHAR(1000) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name, revision),
  KEY municipality (municipality)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Places over time. A plan may lack its day; an absent count retracts.
CREATE TABLE place_entries (
  revision BIGINT NOT NULL,
  ordinal INT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  location VARCHAR(120) NOT NULL,
  place_group TINYINT NOT NULL CHECK (place_group BETWEEN 1 AND 4),
  basis TINYINT NOT NULL CHECK (basis BETWEEN 1 AND 2),
  start_date DATE NULL,
  place_count INT NULL CHECK (place_count >= 0),
  end_certainty TINYINT NOT NULL CHECK (end_certainty BETWEEN 0 AND 2),
  decision VARCHAR(200) NOT NULL,
  stated_date VARCHAR(100) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (revision, ordinal),
  KEY municipality (municipality),
  KEY location (location),
  CHECK (basis = 2 OR start_date IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE state_entries (
  location VARCHAR(120) NOT NULL,
  start_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  state TINYINT NOT NULL CHECK (state BETWEEN 1 AND 14),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (location, start_date, revision),
  KEY municipality (municipality)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Counts on a day: persons present, persons in private shelter, permanent
-- stock. `subject` is a location or a municipality.
CREATE TABLE counts (
  kind TINYINT NOT NULL CHECK (kind BETWEEN 1 AND 3),
  subject VARCHAR(120) NOT NULL,
  count_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  amount INT NOT NULL CHECK (amount >= 0),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (kind, subject, count_date, revision),
  KEY municipality (municipality)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
