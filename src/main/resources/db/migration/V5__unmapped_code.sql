-- The codes of the current version, at places where the study reads codes, that the vocabulary neither maps nor
-- deliberately leaves out: three arrays of one length, an element each (Observation.code), its code system and code.
-- They stand in the row of the facts because they are replaced with them. A resource that says nothing, raised no
-- finding and has no such code has no row. Resources stored before have none here until they are mapped again.
ALTER TABLE resource_facts
  ADD COLUMN unmapped_elements text[] NOT NULL DEFAULT '{}',
  ADD COLUMN unmapped_systems  text[] NOT NULL DEFAULT '{}',
  ADD COLUMN unmapped_codes    text[] NOT NULL DEFAULT '{}';
CREATE INDEX resource_facts_with_unmapped ON resource_facts (type, id) WHERE unmapped_codes <> '{}';
