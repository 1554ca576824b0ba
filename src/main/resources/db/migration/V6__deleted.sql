-- A deletion is a version of its own, the only kind without content. Nothing can be deleted before it was there.
ALTER TABLE resource_version ALTER COLUMN content DROP NOT NULL;
ALTER TABLE resource_version ADD CONSTRAINT resource_version_deletion CHECK (content IS NOT NULL OR version > 1);
