-- The poll below the post of a network decision: it asks everybody and binds nobody.
ALTER TABLE network_decisions ADD COLUMN advisory_id BIGINT;
