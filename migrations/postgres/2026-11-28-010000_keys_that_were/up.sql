-- Keys for documents that an account of this node signed with before: decisions that were open then go on with them.
CREATE TABLE former_keys (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key_id TEXT NOT NULL,
  multikey TEXT NOT NULL UNIQUE,
  ed25519 BYTEA NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE INDEX former_keys_by_account ON former_keys (account_id);
