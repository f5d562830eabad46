-- The content of a report and its JSON, in pieces that fit in any packet.
-- Those of before stay where they are.
CREATE TABLE report_pieces (
  report VARCHAR(200) NOT NULL,
  part TINYINT NOT NULL CHECK (part BETWEEN 1 AND 2),
  position INT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (report, part, position)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

ALTER TABLE reports
  MODIFY content LONGBLOB NULL,
  MODIFY json LONGBLOB NULL;
