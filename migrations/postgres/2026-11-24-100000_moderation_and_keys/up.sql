-- A second key of each actor (Ed25519, Multikey), for proofs inside documents.
ALTER TABLE accounts ADD COLUMN ed25519_key_id TEXT;
ALTER TABLE accounts ADD COLUMN ed25519_key TEXT;
CREATE INDEX accounts_ed25519_key_id ON accounts (ed25519_key_id) WHERE ed25519_key_id IS NOT NULL;
ALTER TABLE private_keys ADD COLUMN ed25519 BYTEA;

-- What else an actor says of itself.
ALTER TABLE accounts ADD COLUMN also_known_as TEXT NOT NULL DEFAULT '[]';
ALTER TABLE accounts ADD COLUMN moved_to_uri TEXT;
ALTER TABLE accounts ADD COLUMN featured_url TEXT;
ALTER TABLE accounts ADD COLUMN moderators_url TEXT;
UPDATE accounts SET featured_url = uri || '/collections/featured' WHERE domain IS NULL;
UPDATE accounts SET moderators_url = uri || '/moderators' WHERE domain IS NULL AND kind = 'Group';
ALTER TABLE accounts ADD COLUMN emojis TEXT NOT NULL DEFAULT '[]';

-- Limited: shown only to those who follow. suspended_by names the domain rule that suspended an account, if one did.
ALTER TABLE accounts ADD COLUMN silenced_at BIGINT;
ALTER TABLE accounts ADD COLUMN suspended_by TEXT;
CREATE INDEX accounts_hidden ON accounts (id) WHERE silenced_at IS NOT NULL OR suspended_at IS NOT NULL;
CREATE INDEX accounts_domain ON accounts (domain) WHERE domain IS NOT NULL;

-- How the chapter deals with a host and everything below it.
CREATE TABLE domain_rules (
  id BIGINT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  public_comment TEXT NOT NULL,
  private_comment TEXT NOT NULL,
  created_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE blocks (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX blocks_pair ON blocks (account_id, target_id);
CREATE INDEX blocks_target ON blocks (target_id);

CREATE TABLE mutes (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  notifications BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT
);
CREATE UNIQUE INDEX mutes_pair ON mutes (account_id, target_id);

-- What somebody here or elsewhere wants the stewards to look at; never shown to whom it is about.
CREATE TABLE reports (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  comment TEXT NOT NULL,
  category TEXT NOT NULL,
  status_uris TEXT NOT NULL,
  forwarded BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  resolved_at BIGINT,
  resolved_by BIGINT REFERENCES accounts (id) ON DELETE SET NULL
);
CREATE INDEX reports_open ON reports (id) WHERE resolved_at IS NULL;
