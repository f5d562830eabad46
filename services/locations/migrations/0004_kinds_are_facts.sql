-- Was: af375f3772573648bca879c3c7f70bfd690a221d6275c3e9bc70fcf852d7ca87, which
-- stated the kinds that 0005 and 0006 state now, without what these add.
-- A new kind is a delivery, not a release; those known so far stand from the outset.
CREATE TABLE kind_entries (
  code VARCHAR(20) NOT NULL,
  revision BIGINT NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  purpose TINYINT NOT NULL CHECK (purpose BETWEEN 1 AND 3),
  quota_rule VARCHAR(10) NOT NULL CHECK (quota_rule IN ('yes', 'window', 'no')),
  durable BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (code, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO kind_entries (code, revision, display_name, purpose, quota_rule, durable, source)
SELECT code, 1, display_name, purpose, quota_rule, quota_rule = 'yes',
  'COA, soorten opvang; IJsselland plan 2024-10-31; woordenlijst van opvang'
FROM location_kinds
WHERE code NOT IN ('amv-poa', 'kwv', 'ibo', 'htl', 'dsl');

DROP TABLE location_kinds;
