-- Texts, by the day from which they hold. An empty body retracts.
CREATE TABLE texts (
  subject VARCHAR(100) NOT NULL,
  kind TINYINT NOT NULL CHECK (kind > 0),
  position SMALLINT NOT NULL CHECK (position BETWEEN 1 AND 100),
  start_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  title VARCHAR(200) NOT NULL,
  body TEXT NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (subject, kind, position, start_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Figures that somebody published, beside the ones computed here.
CREATE TABLE stated_figures (
  subject VARCHAR(100) NOT NULL,
  metric TINYINT NOT NULL CHECK (metric > 0),
  publish_date DATE NOT NULL,
  document VARCHAR(200) NOT NULL,
  revision BIGINT NOT NULL,
  place_count INT NULL CHECK (place_count >= 0),
  percent VARCHAR(8) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (subject, metric, publish_date, document, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Reports, never changed. `json` is what is sealed.
CREATE TABLE reports (
  name VARCHAR(200) NOT NULL PRIMARY KEY,
  parent VARCHAR(100) NOT NULL,
  revision BIGINT NOT NULL,
  create_time DATETIME(6) NOT NULL,
  spec BLOB NOT NULL,
  superseded_report VARCHAR(200) NOT NULL,
  content LONGBLOB NOT NULL,
  json LONGBLOB NOT NULL,
  content_sha256 CHAR(64) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
