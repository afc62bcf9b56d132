-- Members who keep the key they decide with on a device of theirs: its public half.
CREATE TABLE device_keys (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  multikey TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);
