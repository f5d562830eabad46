-- Who follows the ledger reads what is new, by revision.
ALTER TABLE texts ADD KEY revision (revision);
ALTER TABLE stated_figures ADD KEY revision (revision);
ALTER TABLE reports ADD KEY revision (revision);
ALTER TABLE report_events ADD KEY revision (revision);
ALTER TABLE explanations ADD KEY revision (revision);
ALTER TABLE deadlines ADD KEY revision (revision);
