-- What the chapter tells its members, and how they answer with an emoji.
CREATE TABLE announcements (
  id INTEGER NOT NULL PRIMARY KEY,
  text TEXT NOT NULL,
  content TEXT NOT NULL,
  starts_at INTEGER,
  ends_at INTEGER,
  all_day INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE announcement_reads (
  announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (announcement_id, account_id)
) STRICT;
CREATE TABLE announcement_reactions (
  announcement_id INTEGER NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (announcement_id, account_id, name)
) STRICT;

-- Of whom a member does not want to be told until they have said so: such a notification is kept apart.
ALTER TABLE notifications ADD COLUMN filtered INTEGER NOT NULL DEFAULT 0;
-- What is shown together: the same kind of thing about the same post in the same hours.
ALTER TABLE notifications ADD COLUMN group_key TEXT NOT NULL DEFAULT '';
UPDATE notifications SET group_key = 'ungrouped-' || id;
CREATE TABLE notification_permissions (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  from_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, from_id)
) STRICT;
CREATE TABLE notification_requests (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  from_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  last_status_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX notification_requests_once ON notification_requests (account_id, from_id);

-- Where an app wants to be woken.
CREATE TABLE push_subscriptions (
  id INTEGER NOT NULL PRIMARY KEY,
  token_id INTEGER NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  -- JSON: which kinds.
  alerts TEXT NOT NULL,
  -- all, followed, follower or none.
  policy TEXT NOT NULL,
  -- Encrypted as in RFC 8291, or as in the draft before it.
  standard INTEGER NOT NULL,
  -- Apps find out by their own token which of their accounts is meant; it travels encrypted, to them alone.
  access_token TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX push_subscriptions_token ON push_subscriptions (token_id);
CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);

-- The pages that posts link to.
CREATE TABLE cards (
  id INTEGER NOT NULL PRIMARY KEY,
  url TEXT NOT NULL,
  -- JSON: Mastodon's PreviewCard, empty if there is nothing to show.
  entity TEXT NOT NULL,
  fetched_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cards_url ON cards (url);
CREATE TABLE status_cards (
  status_id INTEGER NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  card_id INTEGER NOT NULL REFERENCES cards (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX status_cards_card ON status_cards (card_id);

-- Sign-up, and what stewards decide about one account.
ALTER TABLE users ADD COLUMN confirmed_at INTEGER;
ALTER TABLE users ADD COLUMN approved_at INTEGER;
ALTER TABLE users ADD COLUMN disabled_at INTEGER;
ALTER TABLE users ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE users ADD COLUMN app_id INTEGER;
-- The day somebody was last here.
ALTER TABLE users ADD COLUMN active_on INTEGER NOT NULL DEFAULT 0;
UPDATE users SET confirmed_at = created_at, approved_at = created_at;
ALTER TABLE accounts ADD COLUMN sensitized_at INTEGER;

ALTER TABLE reports ADD COLUMN assigned_to INTEGER;
ALTER TABLE reports ADD COLUMN rule_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;

-- What the chapter asks of everybody on its node.
CREATE TABLE house_rules (
  id INTEGER NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  hint TEXT NOT NULL
) STRICT;
