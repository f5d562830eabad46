-- Whether another location has a number of COA is asked of the whole country.
CREATE INDEX locations_coa_number ON locations (coa_number);
