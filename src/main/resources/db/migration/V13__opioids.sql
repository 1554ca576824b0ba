-- The consensus pain response (Chow et al. 2012) per comparison of the protocol, in its order. Empty for who is not in,
-- in a study that does not measure pain by VAS, and until the members that are stored are derived again.
ALTER TABLE member ADD COLUMN consensus text[] NOT NULL DEFAULT '{}';
ALTER TABLE member ALTER COLUMN consensus SET STORAGE PLAIN;
