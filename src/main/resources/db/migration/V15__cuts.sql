-- Up to when the record is complete: whatever was written is dated after this moment from now on. It only moves on,
-- and only while no write runs.
CREATE TABLE closed_past (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  until    timestamptz NOT NULL
);
INSERT INTO closed_past (until) VALUES ('1970-01-01T00:00:00Z');

-- States of studies that do not change any more. Their members stand beside the current ones in the tables of members,
-- under the key; a key has an @, which no id of a study has.
CREATE TABLE frozen_dataset (
  key        text COLLATE "C" PRIMARY KEY CHECK (key LIKE '%@%'),
  -- The version of the study whose members these are, and its document, as it was sent or shipped.
  study      text COLLATE "C" NOT NULL,
  version    integer     NOT NULL CHECK (version > 0),
  format     text        NOT NULL,
  document   text        NOT NULL,
  moment     timestamptz NOT NULL,
  derivation text        NOT NULL, -- with what resources were mapped and members derived
  test_data  text        NOT NULL CHECK (test_data IN ('counted', 'left-out')),
  opioid_factors text     NOT NULL, -- JSON
  -- Resources whose patient was not known.
  patient_not_received         bigint NOT NULL,
  subject_identifier_unknown   bigint NOT NULL,
  subject_identifier_ambiguous bigint NOT NULL,
  -- SHA-256 of the rows of members, in hexadecimal digits, over these of their columns (table.column).
  digest     text        NOT NULL,
  columns    text[]      NOT NULL,
  -- Of a replay, which can be made again and gives way when it is not used; null for a cut.
  last_used  timestamptz
);

-- What a frozen member was derived from: facts (JSON array), findings (JSON array) and merges (JSON object).
CREATE TABLE frozen_trace (
  study    text COLLATE "C" NOT NULL,
  patient  text COLLATE "C" NOT NULL,
  facts    text NOT NULL,
  findings text NOT NULL,
  merge    text NOT NULL,
  PRIMARY KEY (study, patient),
  FOREIGN KEY (study, patient) REFERENCES member ON DELETE CASCADE
);

-- Cuts are never changed and never deleted.
CREATE TABLE cut (
  study            text COLLATE "C" NOT NULL,
  name             text COLLATE "C" NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  dataset          text COLLATE "C" NOT NULL REFERENCES frozen_dataset,
  reason           text   NOT NULL,
  who              text   NOT NULL,
  software_version text   NOT NULL,
  patients         bigint NOT NULL, -- members, included or not
  resources        bigint NOT NULL, -- not deleted, of all types
  inputs_digest    text   NOT NULL, -- SHA-256 in hexadecimal digits
  PRIMARY KEY (study, name)
);
