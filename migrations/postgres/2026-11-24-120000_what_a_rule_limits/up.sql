-- The domain rule that limited an account, if one did, so that lifting it gives back what it took and nothing else.
ALTER TABLE accounts ADD COLUMN silenced_by TEXT;
UPDATE accounts SET silenced_by = domain WHERE silenced_at IS NOT NULL;
