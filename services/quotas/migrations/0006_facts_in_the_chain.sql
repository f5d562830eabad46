-- Each revision seals the rows it appended: what had its revision in another
-- table has it itself.
ALTER TABLE split_inputs ADD COLUMN revision BIGINT NOT NULL DEFAULT 0, ADD KEY revision (revision);
UPDATE split_inputs SET revision = (SELECT splits.revision FROM splits WHERE splits.name = split);
ALTER TABLE redistribution_changes ADD COLUMN revision BIGINT NOT NULL DEFAULT 0, ADD KEY revision (revision);
UPDATE redistribution_changes SET revision =
  (SELECT redistributions.revision FROM redistributions WHERE redistributions.name = redistribution);
