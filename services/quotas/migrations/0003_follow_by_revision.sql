-- Who follows the ledger reads what is new, by revision, and finds the rest in
-- memory.
ALTER TABLE cycles ADD KEY revision (revision);
ALTER TABLE estimates ADD KEY revision (revision);
ALTER TABLE populations ADD KEY revision (revision);
ALTER TABLE scores ADD KEY revision (revision);
ALTER TABLE quota_entries ADD KEY revision (revision);
ALTER TABLE cycle_steps ADD KEY revision (revision);
ALTER TABLE national_targets ADD KEY revision (revision);
ALTER TABLE published_balances ADD KEY revision (revision);
ALTER TABLE successions ADD KEY revision (revision);
ALTER TABLE splits ADD KEY revision (revision);
ALTER TABLE decisions ADD KEY revision (revision);
ALTER TABLE redistributions ADD KEY revision (revision);
ALTER TABLE redistribution_ends ADD KEY revision (revision);
ALTER TABLE transfers ADD KEY revision (revision);
ALTER TABLE transfer_steps ADD KEY revision (revision);
ALTER TABLE quota_entries DROP KEY quota_entries_by_origin;
ALTER TABLE transfers DROP KEY transfers_by_giver, DROP KEY transfers_by_receiver;
ALTER TABLE redistribution_changes DROP KEY redistribution_changes_by_municipality;
