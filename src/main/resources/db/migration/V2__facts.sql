-- What the current version of a resource says to the study. Derived: can be rebuilt from the record.
-- A resource that says nothing and raised no finding has no row.
CREATE TABLE resource_facts (
  type     text    NOT NULL,
  id       text    NOT NULL,
  version  integer NOT NULL,
  patient  text, -- literal reference (Patient/123); null when the resource names none
  facts    text    NOT NULL, -- JSON array
  findings text    NOT NULL, -- JSON array
  PRIMARY KEY (type, id)
);
CREATE INDEX resource_facts_of_patient ON resource_facts (patient);
