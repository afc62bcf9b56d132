ALTER TABLE proposals DROP COLUMN revision;
