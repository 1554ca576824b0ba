-- What rates of complications need of an event, and until when a patient was under observation. The start of this
-- version derives all members again, which fills the columns of those that are stored already.
ALTER TABLE member
  -- Days from the index session to the last day on which the record shows the patient alive.
  ADD COLUMN last_observed_day integer;

ALTER TABLE member_event
  -- Days from the index session to its own session, and to its onset; null where nobody says the latter.
  ADD COLUMN session_day integer NOT NULL DEFAULT 0,
  ADD COLUMN onset_day   integer,
  -- By which a leak was detected; empty where nobody says it.
  ADD COLUMN methods     text[]  NOT NULL DEFAULT '{}',
  -- The worst grade of each scheme; empty where nobody grades it.
  ADD COLUMN severities  text[]  NOT NULL DEFAULT '{}';
ALTER TABLE member_event ALTER COLUMN session_day DROP DEFAULT;
