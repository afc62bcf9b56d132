ALTER TABLE accounts DROP COLUMN silenced_by;
