-- What happened to a report; who did it and when stands in `revisions`.
CREATE TABLE report_events (
  report VARCHAR(200) NOT NULL,
  revision BIGINT NOT NULL,
  verb VARCHAR(20) NOT NULL,
  subject VARCHAR(100) NOT NULL,
  letter VARCHAR(500) NOT NULL,
  embargo_time DATETIME(6) NULL,
  PRIMARY KEY (report, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The municipalities of a report: whose table adopts, and a digest of the
-- figures that are confirmed.
CREATE TABLE report_rows (
  report VARCHAR(200) NOT NULL,
  position SMALLINT NOT NULL,
  municipality VARCHAR(100) NOT NULL,
  adopter VARCHAR(100) NOT NULL,
  figures_sha256 CHAR(64) NOT NULL,
  PRIMARY KEY (report, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What is said about findings. The last word stands, while the finding says
-- the same.
CREATE TABLE explanations (
  finding_key VARCHAR(500) NOT NULL,
  revision BIGINT NOT NULL,
  subject VARCHAR(100) NOT NULL,
  report VARCHAR(200) NOT NULL,
  basis_sha256 CHAR(64) NOT NULL,
  body TEXT NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (finding_key, revision),
  KEY subject (subject)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Days by which something must be there. The last word stands; without a day it
-- retracts.
CREATE TABLE deadlines (
  subject VARCHAR(100) NOT NULL,
  item TINYINT NOT NULL CHECK (item > 0),
  cycle VARCHAR(100) NOT NULL,
  revision BIGINT NOT NULL,
  due_date DATE NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (subject, item, cycle, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

ALTER TABLE reports
  ADD COLUMN version INT NOT NULL DEFAULT 1 CHECK (version > 0),
  ADD COLUMN seal CHAR(64) NOT NULL DEFAULT '',
  ADD COLUMN change_reason VARCHAR(500) NOT NULL DEFAULT '',
  ADD KEY superseded_report (superseded_report);
