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
UPDATE kind_entries SET place_group = 2 WHERE code IN ('amv-poa', 'kwv') AND revision = 1;
UPDATE kind_entries SET place_group = 3 WHERE code IN ('ibo', 'htl') AND revision = 1;
