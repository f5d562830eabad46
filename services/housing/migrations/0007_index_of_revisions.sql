-- Facts are read in the order of their revisions, and found in memory.
ALTER TABLE placements
  ADD INDEX revision (revision),
  DROP INDEX corrected_placement,
  DROP INDEX half_years;
ALTER TABLE moves
  ADD INDEX revision (revision),
  DROP INDEX giver,
  DROP INDEX receiver,
  DROP INDEX corrected_move;
ALTER TABLE placement_kinds ADD INDEX revision (revision);
ALTER TABLE opening_balances ADD INDEX revision (revision);
ALTER TABLE published_figures ADD INDEX revision (revision);
ALTER TABLE plans
  ADD INDEX revision (revision),
  DROP INDEX municipality;
ALTER TABLE ladder_levels ADD INDEX revision (revision);
ALTER TABLE supervision_steps ADD INDEX revision (revision);
