-- A second key of each actor (Ed25519, Multikey), for proofs inside documents.
ALTER TABLE accounts ADD COLUMN ed25519_key_id TEXT;
ALTER TABLE accounts ADD COLUMN ed25519_key TEXT;
CREATE INDEX accounts_ed25519_key_id ON accounts (ed25519_key_id) WHERE ed25519_key_id IS NOT NULL;
ALTER TABLE private_keys ADD COLUMN ed25519 BLOB;

-- What else an actor says of itself.
ALTER TABLE accounts ADD COLUMN also_known_as TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN moved_to_uri TEXT;
ALTER TABLE accounts ADD COLUMN featured_url TEXT;
ALTER TABLE accounts ADD COLUMN moderators_url TEXT;
UPDATE accounts SET featured_url = uri || '/collections/featured' WHERE domain IS NULL;
UPDATE accounts SET moderators_url = uri || '/moderators' WHERE domain IS NULL AND kind = 'Group';
ALTER TABLE accounts ADD COLUMN emojis TEXT NOT NULL DEFAULT '[]';

-- Limited: shown only to those who follow. suspended_by names the domain rule that suspended an account, if one did.
ALTER TABLE accounts ADD COLUMN silenced_at INTEGER;
ALTER TABLE accounts ADD COLUMN suspended_by TEXT;
CREATE INDEX accounts_hidden ON accounts (id) WHERE silenced_at IS NOT NULL OR suspended_at IS NOT NULL;
CREATE INDEX accounts_domain ON accounts (domain) WHERE domain IS NOT NULL;

-- How the chapter deals with a host and everything below it.
CREATE TABLE domain_rules (
  id INTEGER NOT NULL PRIMARY KEY,
  host TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  public_comment TEXT NOT NULL,
  private_comment TEXT NOT NULL,
  created_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE blocks (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX blocks_pair ON blocks (account_id, target_id);
CREATE INDEX blocks_target ON blocks (target_id);

CREATE TABLE mutes (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  notifications INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE UNIQUE INDEX mutes_pair ON mutes (account_id, target_id);

-- What somebody here or elsewhere wants the stewards to look at; never shown to whom it is about.
CREATE TABLE reports (
  id INTEGER NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  comment TEXT NOT NULL,
  category TEXT NOT NULL,
  status_uris TEXT NOT NULL,
  forwarded INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  resolved_at INTEGER,
  resolved_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX reports_open ON reports (id) WHERE resolved_at IS NULL;
