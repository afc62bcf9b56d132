ALTER TABLE proposals DROP COLUMN heavy;
