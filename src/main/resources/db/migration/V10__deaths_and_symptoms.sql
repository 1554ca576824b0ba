-- Whether the Patient says that the patient died, and on which day after the index session (of the Patient, else of the
-- earliest event that reports it); null where nobody tells the day. A death that only an event reports is in member_event.
ALTER TABLE member
  ADD COLUMN deceased  boolean NOT NULL DEFAULT false,
  ADD COLUMN death_day integer;

-- Whether a cement leakage had clinical consequences; null where nobody says it.
ALTER TABLE member_event
  ADD COLUMN symptomatic boolean,
  ADD CHECK (symptomatic IS NULL OR kind = 'cement-leakage');

-- The members that are stored already say it in their details.
UPDATE member SET
  deceased  = coalesce(CAST(CAST(detail AS jsonb) ->> 'deceased' AS boolean), false),
  death_day = CAST(CAST(detail AS jsonb) ->> 'deathDay' AS integer);

UPDATE member_event e SET symptomatic = CAST(listed.event ->> 'symptomatic' AS boolean)
FROM member m
  CROSS JOIN jsonb_array_elements(CAST(m.detail AS jsonb) -> 'sessions') AS sessions (session)
  CROSS JOIN jsonb_array_elements(sessions.session -> 'events') WITH ORDINALITY AS listed (event, position)
WHERE e.study = m.study
  AND e.patient = m.patient
  AND e.session = CAST(sessions.session ->> 'number' AS integer)
  AND e.event = listed.position
  AND listed.event ->> 'symptomatic' IS NOT NULL;

ALTER TABLE member ALTER COLUMN deceased DROP DEFAULT;
