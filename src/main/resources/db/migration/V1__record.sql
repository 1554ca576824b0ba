-- The record: every accepted resource version as it was received. Rows are never changed.
-- The current version of a resource is the one with the highest number; the primary key finds it.
CREATE TABLE resource_version (
  type         text        NOT NULL,
  id           text        NOT NULL,
  version      integer     NOT NULL CHECK (version >= 1),
  last_updated timestamptz NOT NULL,
  content      text        NOT NULL,
  PRIMARY KEY (type, id, version)
);

-- Business identifiers of the current versions, for conditional interactions and references.
CREATE TABLE resource_identifier (
  type   text NOT NULL,
  system text NOT NULL, -- empty: an identifier without a system
  value  text NOT NULL,
  id     text NOT NULL,
  PRIMARY KEY (type, value, system, id)
);
CREATE INDEX resource_identifier_of_resource ON resource_identifier (type, id);

-- Counts the changes of the vocabulary, so that every running instance notices that its copy is old.
CREATE TABLE vocabulary_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  changes  bigint NOT NULL
);
INSERT INTO vocabulary_state (changes) VALUES (0);
