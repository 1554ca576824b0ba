-- The subject of a resource that names its patient by a business identifier (FHIR R4 references.html#logical); both
-- null where it does not. Which Patient that is, is looked up, not stored: it can change with every Patient.
ALTER TABLE resource_facts
  ADD COLUMN subject_system text,
  ADD COLUMN subject_value  text,
  ADD CHECK ((subject_system IS NULL) = (subject_value IS NULL)),
  ADD CHECK (subject_value IS NULL OR patient IS NULL);
CREATE INDEX resource_facts_of_subject ON resource_facts (subject_value, subject_system)
  WHERE subject_value IS NOT NULL;

-- What the current Patients say about which Patient replaced which (Patient.link). Derived: can be rebuilt from the
-- record. Literal references, Patient/123.
CREATE TABLE patient_link (
  stated_by text COLLATE "C" NOT NULL,
  replaced  text COLLATE "C" NOT NULL,
  survivor  text COLLATE "C" NOT NULL,
  PRIMARY KEY (stated_by, replaced, survivor)
);
CREATE INDEX patient_link_of_replaced ON patient_link (replaced);
CREATE INDEX patient_link_of_survivor ON patient_link (survivor);

-- Into whom a patient is merged once all links are followed; only those who are merged. Derived from patient_link and
-- from which Patients have been received.
CREATE TABLE patient_survivor (
  patient  text COLLATE "C" PRIMARY KEY,
  survivor text COLLATE "C" NOT NULL,
  CHECK (patient <> survivor)
);
CREATE INDEX patient_survivor_of_survivor ON patient_survivor (survivor);
