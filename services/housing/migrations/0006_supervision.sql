-- Ladders of provinces, a row per level: of a province and start the rows of the
-- latest revision hold, all of them.
CREATE TABLE ladder_levels (
  province VARCHAR(40) NOT NULL,
  start_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  level_rank TINYINT NOT NULL CHECK (level_rank >= 1),
  code VARCHAR(20) NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  measure VARCHAR(500) NOT NULL,
  missed_half_year_count INT NULL CHECK (missed_half_year_count > 0),
  backlog_permille INT NULL CHECK (backlog_permille > 0),
  backlog_person_count INT NULL CHECK (backlog_person_count > 0),
  ladder VARCHAR(100) NOT NULL,
  test TINYINT NOT NULL CHECK (test BETWEEN 1 AND 2),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (province, start_date, revision, level_rank)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Steps taken, with their letters: of a municipality and day the latest holds.
CREATE TABLE supervision_steps (
  municipality VARCHAR(40) NOT NULL,
  step_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  level VARCHAR(20) NOT NULL,
  letter VARCHAR(200) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  retracted BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, step_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
