-- What grants pay per place and day; an absent amount: no rate is known.
CREATE TABLE funding_rates (
  code VARCHAR(20) NOT NULL,
  start_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  cent_count BIGINT NULL CHECK (cent_count >= 0),
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (code, start_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
