ALTER TABLE statuses ADD COLUMN object_type TEXT NOT NULL DEFAULT 'Note';
-- JSON lists: Mastodon's MediaAttachment and CustomEmoji entities without what is made when they are shown.
ALTER TABLE statuses ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE statuses ADD COLUMN emojis TEXT NOT NULL DEFAULT '[]';
-- Who may do what with a post: JSON, see src/rules/policy.rs; none: nothing was said.
ALTER TABLE statuses ADD COLUMN interaction_policy TEXT;
ALTER TABLE statuses ADD COLUMN replies_url TEXT;
ALTER TABLE statuses ADD COLUMN context_uri TEXT;
-- The chapter's room this was said in, and whether the conversation is closed.
ALTER TABLE statuses ADD COLUMN group_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD COLUMN locked_at INTEGER;
-- When the conversation was last looked up where it began.
ALTER TABLE statuses ADD COLUMN backfilled_at INTEGER;
-- The post this one quotes (FEP-044f), and how its author stands to that.
ALTER TABLE statuses ADD COLUMN quote_uri TEXT;
ALTER TABLE statuses ADD COLUMN quote_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD COLUMN quote_state TEXT;
ALTER TABLE statuses ADD COLUMN quote_approval_uri TEXT;
ALTER TABLE statuses ADD COLUMN quotes_count INTEGER NOT NULL DEFAULT 0;
CREATE INDEX statuses_quotes ON statuses (quote_uri) WHERE quote_uri IS NOT NULL;

CREATE TABLE polls (
  status_id INTEGER NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  multiple INTEGER NOT NULL,
  expires_at INTEGER,
  closed_at INTEGER,
  voters_count INTEGER NOT NULL
) STRICT;
CREATE INDEX polls_expiring ON polls (expires_at) WHERE closed_at IS NULL;

CREATE TABLE poll_options (
  status_id INTEGER NOT NULL REFERENCES polls (status_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  votes_count INTEGER NOT NULL,
  PRIMARY KEY (status_id, position)
) STRICT;

CREATE TABLE poll_votes (
  status_id INTEGER NOT NULL REFERENCES polls (status_id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (status_id, account_id, position)
) STRICT;

-- Favourites that say more: one row for each emoji somebody put below a post.
CREATE TABLE reactions (
  id INTEGER NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  emoji_url TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX reactions_once ON reactions (status_id, account_id, name);
CREATE INDEX reactions_uri ON reactions (uri);

-- Posts an account shows first.
CREATE TABLE pins (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, status_id)
) STRICT;

-- The leave we gave others to quote our posts (FEP-044f); revoked, not deleted, so that a late request is not answered anew.
CREATE TABLE quote_authorizations (
  id INTEGER NOT NULL PRIMARY KEY,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  quoting_uri TEXT NOT NULL,
  quoting_account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX quote_authorizations_once ON quote_authorizations (status_id, quoting_uri);
