-- Facts are appended: of the same key the latest revision holds.
CREATE TABLE cycles (
  name VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  window_start_date DATE NOT NULL,
  window_end_date DATE NOT NULL,
  realisation_start_date DATE NOT NULL,
  realisation_end_date DATE NOT NULL,
  report_due_date DATE NOT NULL,
  decision_due_date DATE NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name, revision),
  CHECK (window_start_date < window_end_date),
  CHECK (realisation_start_date < realisation_end_date)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE estimates (
  cycle VARCHAR(80) NOT NULL,
  publish_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  place_count INT NOT NULL CHECK (place_count > 0),
  amv_count INT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (cycle, publish_date, revision),
  CHECK (amv_count BETWEEN 0 AND place_count)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE populations (
  municipality VARCHAR(40) NOT NULL,
  reference_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  inhabitant_count INT NOT NULL CHECK (inhabitant_count > 0),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, reference_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE scores (
  municipality VARCHAR(40) NOT NULL,
  reference_year SMALLINT NOT NULL,
  revision BIGINT NOT NULL,
  score_thousandths SMALLINT NOT NULL CHECK (score_thousandths BETWEEN -999 AND 999),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, reference_year, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE quota_entries (
  subject VARCHAR(40) NOT NULL,
  duty TINYINT NOT NULL CHECK (duty BETWEEN 1 AND 3),
  period VARCHAR(80) NOT NULL,
  basis TINYINT NOT NULL CHECK (basis BETWEEN 1 AND 3),
  start_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  quota_count INT NULL CHECK (quota_count >= 0),
  amv_count INT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (subject, duty, period, basis, start_date, revision),
  CHECK (amv_count BETWEEN 0 AND quota_count)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
