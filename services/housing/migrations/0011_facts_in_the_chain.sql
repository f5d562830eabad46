-- Each revision seals the rows it appended: these columns only repeat what
-- others hold.
ALTER TABLE placements DROP COLUMN half_year, DROP COLUMN illustrative;
