-- When an account last went on elsewhere: nobody sends followers to and fro.
ALTER TABLE accounts ADD COLUMN moved_at BIGINT;
