-- Was: 086ee995c13de99c121dcc7b5680159487e420e1b07e2367fa0c44390ff0cece, which
-- came to the same by an UPDATE.
-- Kinds of placement: of a code the latest revision holds. A new kind is a
-- delivery; those known so far stand from the outset.
CREATE TABLE placement_kinds (
  code VARCHAR(20) NOT NULL,
  revision BIGINT NOT NULL,
  display_name VARCHAR(100) NOT NULL,
  counts BOOLEAN NOT NULL,
  source VARCHAR(500) NOT NULL,
  PRIMARY KEY (code, revision)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO placement_kinds (code, revision, display_name, counts, source) VALUES
  ('home', 1, 'woning', TRUE,
   'Huisvestingswet 2014, art. 28, https://wetten.overheid.nl/BWBR0035303'),
  ('self_found', 1, 'zelf gevonden woning', TRUE,
   'https://www.weblogzwolle.nl/nieuws/50166/huisvesting-statushouders-overijssel-op-schema.html'),
  ('dsl', 1, 'doorstroomlocatie', TRUE,
   'https://wetten.overheid.nl/BWBR0050928'),
  ('har', 1, 'hotel- en accommodatieregeling', TRUE,
   'https://www.coa.nl/nl/hotel-en-accommodatieregeling-har'),
  ('nidos', 1, 'kleinschalige wooneenheid van Nidos', TRUE,
   'IJsselland plan "Op weg uit de opvangcrisis", 2024-10-31'),
  ('other', 1, 'anders', TRUE,
   'wat de bron als gerealiseerd telt en geen eigen soort heeft'),
  ('rol', 1, 'regionale opvanglocatie', FALSE,
   'IJsselland plan "Op weg uit de opvangcrisis", 2024-10-31: opvangplekken van COA, geen huisvesting');

-- Placements in their new shape, each as it was recorded: kinds were numbers
-- once, and of those placements it is not known how many were minors. Half-years
-- are read off one index, in its order; their sums off it alone.
CREATE TABLE placements_of_kinds (
  name VARCHAR(120) NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  municipality VARCHAR(40) NOT NULL,
  placement_date DATE NOT NULL,
  kind_code VARCHAR(20) NOT NULL DEFAULT '',
  person_count INT NOT NULL CHECK (person_count <> 0),
  amv_count INT NULL,
  corrected_placement VARCHAR(120) NOT NULL,
  source VARCHAR(500) NOT NULL,
  half_year SMALLINT GENERATED ALWAYS AS
    (YEAR(placement_date) * 2 + (MONTH(placement_date) > 6)) STORED,
  illustrative BOOLEAN GENERATED ALWAYS AS
    (source LIKE 'illustrative%') STORED,
  KEY corrected_placement (corrected_placement),
  KEY half_years (municipality, half_year, kind_code, placement_date,
    revision, person_count, amv_count, illustrative),
  CHECK ((person_count < 0) = (corrected_placement <> ''))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO placements_of_kinds (name, revision, municipality, placement_date,
  kind_code, person_count, corrected_placement, source)
SELECT name, revision, municipality, placement_date,
  ELT(kind, 'home', 'self_found', 'dsl', 'har', 'nidos', 'other'),
  person_count, corrected_placement, source
FROM placements;

DROP TABLE placements;
RENAME TABLE placements_of_kinds TO placements;
