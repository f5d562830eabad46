-- Kinds of location. quota_rule: may its places count towards the asylum quota?
CREATE TABLE location_kinds (
  code VARCHAR(20) NOT NULL PRIMARY KEY,
  display_name VARCHAR(100) NOT NULL,
  purpose TINYINT NOT NULL CHECK (purpose BETWEEN 1 AND 3),
  quota_rule VARCHAR(10) NOT NULL CHECK (quota_rule IN ('yes', 'window', 'no'))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO location_kinds (code, display_name, purpose, quota_rule) VALUES
  ('col', 'centrale ontvangstlocatie', 1, 'yes'),
  ('pol', 'procesopvanglocatie', 1, 'yes'),
  ('azc', 'asielzoekerscentrum', 1, 'yes'),
  ('dependance', 'azc-dependance', 1, 'yes'),
  ('ks', 'reguliere kleinschalige opvang', 1, 'yes'),
  ('tgo', 'tijdelijke gemeentelijke opvang', 1, 'yes'),
  ('gex', 'exploitatie door college', 1, 'yes'),
  ('amv-poa', 'procesopvang amv', 1, 'yes'),
  ('kwv', 'kleinschalige woonvoorziening amv', 1, 'yes'),
  ('ibo', 'intensief begeleide opvang', 1, 'yes'),
  ('htl', 'handhavings- en toezichtlocatie', 1, 'yes'),
  ('rol', 'regionale opvanglocatie', 1, 'yes'),
  ('no', 'noodopvang', 1, 'window'),
  ('cno', 'crisisnoodopvang', 1, 'no'),
  ('tnv', 'tijdelijke noodvoorziening vreemdelingen', 1, 'no'),
  ('overloop', 'overlooplocatie', 1, 'no'),
  ('ron', 'RON-locatie', 1, 'no'),
  ('kwg', 'kleinschalige wooneenheid Nidos', 3, 'no'),
  ('dsl', 'doorstroomlocatie', 3, 'no'),
  ('kso', 'kleinschalige opvang statushouders', 3, 'no'),
  ('har', 'hotel- en accommodatieregeling', 3, 'no'),
  ('goo', 'gemeentelijke opvang Oekraïne', 2, 'no');
