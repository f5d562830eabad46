-- How many years one location of a kind is paid for; 0: nothing bounds it.
ALTER TABLE kind_entries ADD term_year_count TINYINT NOT NULL DEFAULT 0
  CHECK (term_year_count BETWEEN 0 AND 100);
UPDATE kind_entries SET term_year_count = 3,
  source = CONCAT(source, '; ten hoogste drie jaar per locatie: https://wetten.overheid.nl/BWBR0050928')
  WHERE code = 'dsl' AND revision = 1;
