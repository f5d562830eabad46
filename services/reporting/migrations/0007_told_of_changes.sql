-- Lives with: 6
-- Who wants to be told of changes, and since when not any more.
CREATE TABLE subscriptions (
  name VARCHAR(60) NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  caller VARCHAR(32) NOT NULL,
  organisation VARCHAR(200) NOT NULL,
  address VARCHAR(500) NOT NULL,
  scope VARCHAR(100) NOT NULL,
  kinds VARCHAR(20) NOT NULL,
  quotas_revision BIGINT NOT NULL CHECK (quotas_revision > 0),
  locations_revision BIGINT NOT NULL CHECK (locations_revision > 0),
  housing_revision BIGINT NOT NULL CHECK (housing_revision > 0),
  reporting_revision BIGINT NOT NULL CHECK (reporting_revision > 0),
  KEY revision (revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE subscription_ends (
  name VARCHAR(60) NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  reason VARCHAR(500) NOT NULL,
  KEY revision (revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How far each was told: no fact, and not sealed. Without it all is told again.
CREATE TABLE event_standings (
  subscription VARCHAR(60) NOT NULL PRIMARY KEY,
  quotas_position BIGINT NOT NULL,
  locations_position BIGINT NOT NULL,
  housing_position BIGINT NOT NULL,
  reporting_position BIGINT NOT NULL,
  allowed TINYINT NOT NULL,
  failure_count INT NOT NULL,
  last_failure VARCHAR(100) NOT NULL,
  next_try_time DATETIME(6) NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
