-- Was: ab64b310ad45ee18e200c514be1c2c1c43e5b49bdfb0f7fb9444d7ec85b8da06, which
-- gave the term by an UPDATE.
-- How many years one location of a kind is paid for; 0: nothing bounds it.
ALTER TABLE kind_entries ADD term_year_count TINYINT NOT NULL DEFAULT 0
  CHECK (term_year_count BETWEEN 0 AND 100);

-- The kind with a term, known from the revision that stands now (see 0005).
INSERT INTO kind_entries (code, revision, display_name, purpose, quota_rule, durable, source, term_year_count)
SELECT 'dsl', revision, 'doorstroomlocatie', 3, 'no', FALSE,
  'COA, soorten opvang; IJsselland plan 2024-10-31; woordenlijst van opvang; ten hoogste drie jaar per locatie: https://wetten.overheid.nl/BWBR0050928', 3
FROM ledger;
