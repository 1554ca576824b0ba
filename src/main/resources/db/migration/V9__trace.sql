-- Why facts did not count: one code per fact that did not, so that a study is counted without reading the details.
ALTER TABLE member ADD COLUMN unused text[] NOT NULL DEFAULT '{}';

-- The members that are stored already say it in their details, by the names of the codes.
UPDATE member SET unused = ARRAY(
  SELECT lower(replace(fact ->> 'reason', '_', '-'))
  FROM jsonb_array_elements(CAST(detail AS jsonb) -> 'unused') WITH ORDINALITY AS listed (fact, position)
  ORDER BY position
);

ALTER TABLE member ALTER COLUMN unused DROP DEFAULT;
