-- What a cycle's calendar needs beside the window.
ALTER TABLE cycles
  ADD COLUMN estimate_due_date DATE NULL,
  ADD COLUMN delivery_date DATE NULL,
  ADD COLUMN term_start_date DATE NULL,
  ADD COLUMN term_end_date DATE NULL;

-- The split or decision that an entry is part of; empty for one that stands
-- alone.
ALTER TABLE quota_entries
  ADD COLUMN origin VARCHAR(140) NOT NULL DEFAULT '',
  ADD INDEX quota_entries_by_origin (origin, subject);

CREATE TABLE cycle_steps (
  cycle VARCHAR(80) NOT NULL,
  state TINYINT NOT NULL CHECK (state BETWEEN 2 AND 10),
  step_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  retracted BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (cycle, state, step_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE national_targets (
  half_year CHAR(7) NOT NULL,
  publish_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  person_count INT NOT NULL CHECK (person_count > 0),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (half_year, publish_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE published_balances (
  subject VARCHAR(40) NOT NULL,
  half_year CHAR(7) NOT NULL,
  publisher VARCHAR(100) NOT NULL,
  revision BIGINT NOT NULL,
  person_count INT NULL,
  publish_date DATE NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (subject, half_year, publisher, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE successions (
  municipality VARCHAR(40) NOT NULL,
  successor VARCHAR(40) NOT NULL,
  revision BIGINT NOT NULL,
  start_date DATE NOT NULL,
  weight INT NULL CHECK (weight > 0),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (municipality, successor, revision),
  CHECK (municipality <> successor)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The shares of splits and decisions are quota_entries of that origin.
CREATE TABLE splits (
  name VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  duty TINYINT NOT NULL CHECK (duty IN (1, 3)),
  period VARCHAR(80) NOT NULL,
  publish_date DATE NOT NULL,
  population_date DATE NOT NULL,
  score_year SMALLINT NULL,
  substitute_score_thousandths SMALLINT NULL,
  national_count INT NOT NULL CHECK (national_count > 0),
  national_amv_count INT NULL,
  national_source VARCHAR(500) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What a split rests on, kept with it: later populations change nothing.
CREATE TABLE split_inputs (
  split VARCHAR(80) NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  inhabitant_count INT NOT NULL CHECK (inhabitant_count > 0),
  score_thousandths SMALLINT NULL,
  substituted BOOLEAN NOT NULL,
  PRIMARY KEY (split, municipality)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE decisions (
  name VARCHAR(120) NOT NULL,
  revision BIGINT NOT NULL,
  cycle VARCHAR(80) NOT NULL,
  publish_date DATE NOT NULL,
  amended_decision VARCHAR(120) NOT NULL,
  stated_count INT NULL CHECK (stated_count >= 0),
  summed_count INT NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE redistributions (
  name VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  duty TINYINT NOT NULL CHECK (duty BETWEEN 1 AND 3),
  period VARCHAR(80) NOT NULL,
  start_date DATE NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE redistribution_changes (
  redistribution VARCHAR(80) NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  change_count INT NOT NULL,
  amv_change_count INT NOT NULL,
  PRIMARY KEY (redistribution, municipality),
  INDEX redistribution_changes_by_municipality (municipality)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE redistribution_ends (
  redistribution VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  end_date DATE NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (redistribution)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE transfers (
  name VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  duty TINYINT NOT NULL CHECK (duty IN (1, 2)),
  period VARCHAR(80) NOT NULL,
  giver VARCHAR(40) NOT NULL,
  receiver VARCHAR(40) NOT NULL,
  place_count INT NOT NULL CHECK (place_count > 0),
  amv_count INT NOT NULL,
  start_date DATE NOT NULL,
  end_date DATE NULL,
  propose_date DATE NOT NULL,
  condition_text VARCHAR(500) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (name),
  INDEX transfers_by_giver (giver),
  INDEX transfers_by_receiver (receiver),
  CHECK (giver <> receiver),
  CHECK (amv_count BETWEEN 0 AND place_count),
  CHECK (start_date < end_date)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE transfer_steps (
  transfer VARCHAR(80) NOT NULL,
  revision BIGINT NOT NULL,
  kind TINYINT NOT NULL CHECK (kind BETWEEN 1 AND 4),
  step_date DATE NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (transfer, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
