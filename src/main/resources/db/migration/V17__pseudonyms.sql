-- The secret from which pseudonyms of patients in data sets are made, one for ever: with another key the same patients
-- would have other pseudonyms. 244 random bits, from the strong source of random numbers behind gen_random_uuid().
CREATE TABLE pseudonym_key (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  key      bytea NOT NULL
);
INSERT INTO pseudonym_key (key)
VALUES (decode(replace(CAST(gen_random_uuid() AS text) || CAST(gen_random_uuid() AS text), '-', ''), 'hex'));
