-- Was: 2852e8d78bd6b8c49a25dba1e83b0c6a5034cbfec742952332277ccc32440f20, which
-- gave kinds their group by an UPDATE.
-- What happens to a location beside its states: days that are moved, objections.
ALTER TABLE state_entries ADD reason VARCHAR(200) NOT NULL DEFAULT '';

CREATE TABLE date_moves (
  revision BIGINT NOT NULL,
  moved TINYINT NOT NULL CHECK (moved BETWEEN 1 AND 2),
  location VARCHAR(120) NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  told_date DATE NOT NULL,
  from_date DATE NULL,
  to_date DATE NULL,
  reason VARCHAR(200) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (revision, moved),
  KEY location (location)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Objections and appeals pending from a day, until the next row.
CREATE TABLE objection_entries (
  location VARCHAR(120) NOT NULL,
  start_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  objection_count INT NOT NULL CHECK (objection_count >= 0),
  reason VARCHAR(200) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (location, start_date, revision),
  KEY municipality (municipality)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

ALTER TABLE locations ADD address_protected BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE place_entries ADD usable_place_count INT NULL
  CHECK (usable_place_count >= 0);

-- The one group that the places of a kind are for; 0: any.
ALTER TABLE kind_entries ADD place_group TINYINT NOT NULL DEFAULT 0
  CHECK (place_group BETWEEN 0 AND 3);

-- Kinds with a group of their own, known from the revision that stands now, the
-- first in a new schema. What was said of them before stays as it was.
INSERT INTO kind_entries (code, revision, display_name, purpose, quota_rule, durable, source, place_group)
SELECT code, revision, display_name, 1, 'yes', TRUE,
  'COA, soorten opvang; IJsselland plan 2024-10-31; woordenlijst van opvang', place_group
FROM ledger, (
  SELECT 'amv-poa' AS code, 'procesopvang amv' AS display_name, 2 AS place_group
  UNION ALL SELECT 'kwv', 'kleinschalige woonvoorziening amv', 2
  UNION ALL SELECT 'ibo', 'intensief begeleide opvang', 3
  UNION ALL SELECT 'htl', 'handhavings- en toezichtlocatie', 3) AS kinds;
