-- Where and when the index session was, to be counted by. Members that are stored already have no site: it is read with
-- the mapping of this version, which the start of the service applies to what is stored.
ALTER TABLE member
  ADD COLUMN site       text,
  ADD COLUMN index_date date;
UPDATE member SET index_date = CAST(CAST(detail AS jsonb) -> 'indexStart' ->> 'date' AS date);

-- Studies that were added to those that ship with the service. Shown in the order of their numbers.
CREATE TABLE study (
  id     text COLLATE "C" PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE
);

-- The versions of a study, and how far the work on their members has come: an interrupted one goes on behind
-- last_patient. The members of version 1 are stored under the id of the study, those of version n under <id>/v<n>.
CREATE TABLE study_version (
  study        text COLLATE "C" NOT NULL REFERENCES study,
  version      integer     NOT NULL CHECK (version > 0),
  format       text        NOT NULL,
  document     text        NOT NULL, -- as it was sent
  created      timestamptz NOT NULL,
  -- queued, deriving: writes derive it, and those who were there before are derived page by page; derived: of all, the
  -- next step makes it the active one; active: answers are of it; replaced: its members are still to be removed;
  -- retired: they are removed.
  state        text        NOT NULL
    CHECK (state IN ('queued', 'deriving', 'derived', 'active', 'replaced', 'retired')),
  last_patient text COLLATE "C" NOT NULL DEFAULT '',
  total        bigint, -- patients with facts, counted when the work began
  derived      bigint      NOT NULL DEFAULT 0,
  started      timestamptz,
  replaced     timestamptz,
  PRIMARY KEY (study, version)
);
-- Answers are of one version, and at most one more is being built.
CREATE UNIQUE INDEX study_version_active ON study_version (study) WHERE state = 'active';
CREATE UNIQUE INDEX study_version_built ON study_version (study) WHERE state IN ('queued', 'deriving', 'derived');
CREATE INDEX study_version_work ON study_version (created) WHERE state NOT IN ('active', 'retired');

-- Counts the changes of which versions are derived, so that every running instance notices.
CREATE TABLE study_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  changes  bigint NOT NULL
);
INSERT INTO study_state (changes) VALUES (0);
