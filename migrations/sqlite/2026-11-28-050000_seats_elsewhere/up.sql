-- When somebody elsewhere was found to be a Connector last: who moves here with that comes back sooner.
ALTER TABLE attestations ADD COLUMN held_at INTEGER;
