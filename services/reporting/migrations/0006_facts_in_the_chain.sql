-- Each revision seals the rows it appended: what had its revision in another
-- table has it itself.
ALTER TABLE report_rows ADD COLUMN revision BIGINT NOT NULL DEFAULT 0, ADD KEY revision (revision);
UPDATE report_rows SET revision = (SELECT reports.revision FROM reports WHERE reports.name = report);
ALTER TABLE report_pieces ADD COLUMN revision BIGINT NOT NULL DEFAULT 0, ADD KEY revision (revision);
UPDATE report_pieces SET revision = (SELECT reports.revision FROM reports WHERE reports.name = report);
