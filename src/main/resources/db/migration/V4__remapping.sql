-- Work on what is derived: resources to map again because the vocabulary changed, or everything. One worker at a
-- time takes the first unfinished job, page by page; each page moves the cursor in its own transaction, so that an
-- interrupted job goes on where it was.
CREATE TABLE remapping_job (
  number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reason    text        NOT NULL CHECK (reason IN ('vocabulary', 'rebuild')),
  state     text        NOT NULL CHECK (state IN ('queued', 'running', 'interrupted', 'finished')),
  types     text[]      NOT NULL, -- the resource types to visit, in this order
  stage     text        NOT NULL CHECK (stage IN ('resources', 'leftovers', 'merges', 'patients', 'members')),
  last_type text        NOT NULL, -- where the last page of the stage ended; empty before the first
  last_id   text        NOT NULL,
  total     bigint      NOT NULL, -- resources to visit
  visited   bigint      NOT NULL,
  changed   bigint      NOT NULL, -- of these, resources that now say something else
  derived   bigint      NOT NULL, -- patients derived again, each time that one was
  queued    timestamptz NOT NULL,
  started   timestamptz,
  finished  timestamptz
);
CREATE INDEX remapping_job_unfinished ON remapping_job (number) WHERE state <> 'finished';
-- Two rebuilds would do the same work.
CREATE UNIQUE INDEX remapping_job_one_rebuild ON remapping_job (reason)
  WHERE reason = 'rebuild' AND state <> 'finished';
