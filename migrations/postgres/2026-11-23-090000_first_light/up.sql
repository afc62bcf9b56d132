-- Times are microseconds since 1970 (UTC); ids are time-ordered (src/ids.rs).

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- Everybody who can act: people here and elsewhere, chapters, nodes. "handle" is name or name@host, in lower case.
CREATE TABLE accounts (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  username TEXT NOT NULL,
  domain TEXT,
  handle TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  note TEXT NOT NULL,
  url TEXT NOT NULL,
  inbox_url TEXT NOT NULL,
  shared_inbox_url TEXT,
  followers_url TEXT NOT NULL,
  avatar_url TEXT,
  header_url TEXT,
  key_id TEXT NOT NULL,
  public_key TEXT NOT NULL,
  locked BOOLEAN NOT NULL,
  bot BOOLEAN NOT NULL,
  discoverable BOOLEAN NOT NULL,
  indexable BOOLEAN NOT NULL,
  fields TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  fetched_at BIGINT,
  suspended_at BIGINT,
  deleted_at BIGINT,
  last_status_at BIGINT,
  statuses_count BIGINT NOT NULL DEFAULT 0,
  followers_count BIGINT NOT NULL DEFAULT 0,
  following_count BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX accounts_key_id ON accounts (key_id);

-- The private half of what accounts.public_key shows; only accounts of this node have one.
CREATE TABLE private_keys (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  pkcs8 BYTEA NOT NULL
);

-- A person who can log in here.
CREATE TABLE users (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  default_visibility TEXT NOT NULL,
  default_sensitive BOOLEAN NOT NULL,
  default_language TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- One row for each time somebody held a role; the open one has no end.
CREATE TABLE memberships (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT,
  decision TEXT NOT NULL
);
CREATE UNIQUE INDEX memberships_open ON memberships (account_id) WHERE until IS NULL;

CREATE TABLE stewards (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  since BIGINT NOT NULL,
  until BIGINT
);
CREATE UNIQUE INDEX stewards_open ON stewards (account_id) WHERE until IS NULL;

CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES users (account_id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE apps (
  id BIGINT NOT NULL PRIMARY KEY,
  client_id TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  website TEXT,
  redirect_uris TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE codes (
  code_hash TEXT NOT NULL PRIMARY KEY,
  app_id BIGINT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES users (account_id) ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  challenge TEXT,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE tokens (
  id BIGINT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  app_id BIGINT NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
  account_id BIGINT REFERENCES users (account_id) ON DELETE CASCADE,
  scopes TEXT NOT NULL,
  code_hash TEXT,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX tokens_code_hash ON tokens (code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX tokens_account_id ON tokens (account_id);

-- No accepted_at: the other side has not answered yet.
CREATE TABLE follows (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  accepted_at BIGINT,
  show_reblogs BOOLEAN NOT NULL,
  notify BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX follows_pair ON follows (account_id, target_id);
CREATE INDEX follows_target ON follows (target_id, id);
CREATE INDEX follows_account ON follows (account_id, id);
CREATE INDEX follows_uri ON follows (uri);

-- Posts, and boosts of posts (reblog_of_id set).
CREATE TABLE statuses (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  local BOOLEAN NOT NULL,
  reblog_of_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
  in_reply_to_uri TEXT,
  in_reply_to_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL,
  in_reply_to_account_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL,
  thread_id BIGINT NOT NULL,
  content TEXT NOT NULL,
  source TEXT,
  spoiler_text TEXT NOT NULL,
  visibility TEXT NOT NULL,
  sensitive BOOLEAN NOT NULL,
  language TEXT,
  app_id BIGINT REFERENCES apps (id) ON DELETE SET NULL,
  idempotency_key TEXT,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  replies_count BIGINT NOT NULL DEFAULT 0,
  reblogs_count BIGINT NOT NULL DEFAULT 0,
  favourites_count BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX statuses_account ON statuses (account_id, id);
CREATE INDEX statuses_thread ON statuses (thread_id, id) WHERE reblog_of_id IS NULL;
CREATE INDEX statuses_replies ON statuses (in_reply_to_id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX statuses_waiting ON statuses (in_reply_to_uri) WHERE in_reply_to_uri IS NOT NULL AND in_reply_to_id IS NULL;
CREATE INDEX statuses_public ON statuses (id) WHERE visibility = 'public' AND reblog_of_id IS NULL;
CREATE INDEX statuses_local ON statuses (id) WHERE visibility = 'public' AND reblog_of_id IS NULL AND local;
CREATE UNIQUE INDEX statuses_boosts ON statuses (reblog_of_id, account_id) WHERE reblog_of_id IS NOT NULL;
CREATE UNIQUE INDEX statuses_idempotency ON statuses (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What a post said before each edit.
CREATE TABLE status_edits (
  id BIGINT NOT NULL PRIMARY KEY,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  content TEXT NOT NULL,
  spoiler_text TEXT NOT NULL,
  sensitive BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX status_edits_status ON status_edits (status_id, id);

CREATE TABLE mentions (
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (status_id, account_id)
);
CREATE INDEX mentions_account ON mentions (account_id, status_id);

CREATE TABLE status_tags (
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (status_id, name)
);
CREATE INDEX status_tags_name ON status_tags (name, status_id);

CREATE TABLE favourites (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX favourites_pair ON favourites (status_id, account_id);
CREATE INDEX favourites_account ON favourites (account_id, id);

-- What each member's home timeline shows. A post stands there once, however many people boost it.
CREATE TABLE home_entries (
  account_id BIGINT NOT NULL REFERENCES users (account_id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  root_id BIGINT NOT NULL,
  PRIMARY KEY (account_id, status_id)
);
CREATE UNIQUE INDEX home_entries_root ON home_entries (account_id, root_id);
CREATE INDEX home_entries_status ON home_entries (status_id);

CREATE TABLE notifications (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES users (account_id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  from_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT REFERENCES statuses (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL
);
CREATE INDEX notifications_account ON notifications (account_id, id);
CREATE INDEX notifications_status ON notifications (status_id) WHERE status_id IS NOT NULL;

-- Ids that were deleted: what arrives late under one of them is not stored.
CREATE TABLE tombstones (
  uri TEXT NOT NULL PRIMARY KEY,
  actor_uri TEXT NOT NULL,
  deleted_at BIGINT NOT NULL
);

-- The record of every verb, written in its transaction. What is to be sent has a body and waits for fan-out.
CREATE TABLE activities (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  object_uri TEXT NOT NULL,
  body TEXT NOT NULL,
  followers_of TEXT NOT NULL,
  recipients TEXT NOT NULL,
  urgent BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  fanned_out_at BIGINT
);
CREATE INDEX activities_waiting ON activities (id) WHERE fanned_out_at IS NULL;

-- One row for each inbox still to be reached; a row goes when the inbox has answered.
CREATE TABLE deliveries (
  id BIGINT NOT NULL PRIMARY KEY,
  activity_id BIGINT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
  inbox_url TEXT NOT NULL,
  host TEXT NOT NULL,
  order_key TEXT NOT NULL,
  urgent BOOLEAN NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  leased_until BIGINT,
  last_error TEXT
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (activity_id, inbox_url);
CREATE INDEX deliveries_order ON deliveries (inbox_url, order_key, id);
CREATE INDEX deliveries_due ON deliveries (next_at);

-- How a far server has been answering. Bounded by the hosts deliveries go to.
CREATE TABLE hosts (
  host TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  closed_until BIGINT,
  last_ok_at BIGINT,
  last_error TEXT
);

-- What arrived, as the bytes it was, until its effects are written; the id stays so that nothing has effect twice.
CREATE TABLE inbound (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  signer_uri TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  done_at BIGINT,
  outcome TEXT
);
CREATE INDEX inbound_waiting ON inbound (next_at) WHERE done_at IS NULL;
