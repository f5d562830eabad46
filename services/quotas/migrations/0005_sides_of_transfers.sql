-- Giver and receiver agree each in its own name; what a table recorded of both
-- before names nobody.
ALTER TABLE transfer_steps ADD COLUMN municipality VARCHAR(40) NOT NULL DEFAULT '';
