-- How certain a plan is, 0 where nobody said; and how many persons a home takes
-- on average, in hundredths, only where it is stated.
ALTER TABLE plans
  ADD certainty TINYINT NOT NULL DEFAULT 0 CHECK (certainty BETWEEN 0 AND 3),
  ADD average_household_hundredths SMALLINT NULL
    CHECK (average_household_hundredths BETWEEN 100 AND 2000);
