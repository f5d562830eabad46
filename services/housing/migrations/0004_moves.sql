-- Moves are events, as placements are: one row, two municipalities.
CREATE TABLE moves (
  name VARCHAR(80) NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  giver VARCHAR(40) NOT NULL,
  receiver VARCHAR(40) NOT NULL,
  move_date DATE NOT NULL,
  person_count INT NOT NULL CHECK (person_count <> 0),
  amv_count INT NULL,
  corrected_move VARCHAR(80) NOT NULL,
  source VARCHAR(500) NOT NULL,
  KEY giver (giver, move_date),
  KEY receiver (receiver, move_date),
  KEY corrected_move (corrected_move),
  CHECK (giver <> receiver),
  CHECK ((person_count < 0) = (corrected_move <> ''))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
