-- Keys for documents that an account of this node signed with before: decisions that were open then go on with them.
CREATE TABLE former_keys (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key_id TEXT NOT NULL,
  multikey TEXT NOT NULL UNIQUE,
  ed25519 BLOB NOT NULL,
  until_at INTEGER NOT NULL
) STRICT;
CREATE INDEX former_keys_by_account ON former_keys (account_id);
