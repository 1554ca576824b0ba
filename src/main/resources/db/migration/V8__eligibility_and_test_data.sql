-- Per criterion of the protocol, in its order: met, not-met or unknown. Empty without an index session.
ALTER TABLE member ADD COLUMN eligibility text[] NOT NULL DEFAULT '{}';
ALTER TABLE member ALTER COLUMN eligibility SET STORAGE PLAIN;

-- With what the members were derived, beside the facts: whether test data count, and the protocols. Null: not known,
-- because no start of the service has written it yet. A start with another basis derives the members again.
CREATE TABLE derivation_basis (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  basis    text
);
INSERT INTO derivation_basis (basis) VALUES (NULL);
