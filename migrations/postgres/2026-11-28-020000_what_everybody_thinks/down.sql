ALTER TABLE network_decisions DROP COLUMN advisory_id;
