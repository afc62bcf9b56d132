ALTER TABLE accounts DROP COLUMN moved_at;
