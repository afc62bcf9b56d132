ALTER TABLE attestations DROP COLUMN held_at;
