-- A service reads what became known after a revision, and answers from memory:
-- the keys that found the rows of a municipality go.
ALTER TABLE locations
  DROP KEY municipality, DROP KEY locations_coa_number, ADD KEY revision (revision);
ALTER TABLE place_entries DROP KEY municipality, DROP KEY location;
ALTER TABLE state_entries DROP KEY municipality, ADD KEY revision (revision);
ALTER TABLE date_moves DROP KEY location;
ALTER TABLE objection_entries DROP KEY municipality, ADD KEY revision (revision);
ALTER TABLE counts DROP KEY municipality, ADD KEY revision (revision);
ALTER TABLE kind_entries ADD KEY revision (revision);
ALTER TABLE funding_rates ADD KEY revision (revision);
