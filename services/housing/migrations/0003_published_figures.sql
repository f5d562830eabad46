-- Figures as published, side by side; an absent count retracts.
CREATE TABLE published_figures (
  subject VARCHAR(40) NOT NULL,
  half_year CHAR(7) NOT NULL,
  metric TINYINT NOT NULL CHECK (metric BETWEEN 3 AND 5),
  publisher VARCHAR(100) NOT NULL,
  figure_date DATE NOT NULL,
  revision BIGINT NOT NULL,
  person_count INT NULL,
  printed_percent VARCHAR(20) NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (subject, half_year, metric, publisher, figure_date, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Whether a stated opening opens the books anew.
ALTER TABLE opening_balances ADD starts_chain BOOLEAN NOT NULL DEFAULT FALSE;
