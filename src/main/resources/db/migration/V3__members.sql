-- The members of the studies: what the derivation makes of all facts of one patient. All of it can be derived
-- again from the record; nothing here is a source.
--
-- One row per study and patient holds the whole time course, so that a patient is replaced with one row and a
-- cohort is counted with one scan.

CREATE TABLE member (
  study          text COLLATE "C" NOT NULL,
  -- Literal reference, Patient/123.
  patient        text COLLATE "C" NOT NULL,
  inclusion      text NOT NULL,
  sex            text NOT NULL,
  -- Completed years at the index session.
  age            integer,
  primary_tumour text,
  session_count  integer NOT NULL,
  vertebra_count integer NOT NULL,
  -- Thousandths of months.
  follow_up      integer,
  -- [measure][time point], both in the order of the protocol: steps of the measure, null where there is no value.
  series         integer[] NOT NULL,
  -- Same shape: why there is no value, null where there is one.
  missing        text[] NOT NULL,
  -- SHA-256 of detail: an unchanged member is not written again.
  digest         bytea NOT NULL,
  -- The whole member as JSON, for the trace of one patient; never counted from.
  detail         text NOT NULL,
  PRIMARY KEY (study, patient)
)
-- The detail goes out of line, so that counting does not read it; free space lets an update stay on its page.
WITH (toast_tuple_target = 256, fillfactor = 80);
-- What is counted stays in the row, uncompressed: counting reads each cell of it.
ALTER TABLE member ALTER COLUMN series SET STORAGE PLAIN;
ALTER TABLE member ALTER COLUMN missing SET STORAGE PLAIN;

CREATE TABLE member_vertebra (
  study       text COLLATE "C" NOT NULL,
  patient     text COLLATE "C" NOT NULL,
  session     integer NOT NULL,
  number      integer NOT NULL,
  level       text NOT NULL,
  approach    text,
  microlitres integer,
  fractured   boolean NOT NULL,
  PRIMARY KEY (study, patient, session, number),
  FOREIGN KEY (study, patient) REFERENCES member ON DELETE CASCADE
);

CREATE TABLE member_event (
  study   text COLLATE "C" NOT NULL,
  patient text COLLATE "C" NOT NULL,
  session integer NOT NULL,
  -- Position in its session, 1 for the first.
  event   integer NOT NULL,
  kind    text NOT NULL,
  -- Of a cement leakage, and only of that.
  site    text,
  -- The number of the vertebra it happened at; null where that cannot be told.
  number  integer,
  PRIMARY KEY (study, patient, session, event),
  FOREIGN KEY (study, patient) REFERENCES member ON DELETE CASCADE,
  CHECK ((kind = 'cement-leakage') = (site IS NOT NULL))
);
