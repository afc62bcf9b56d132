ALTER TABLE statuses ADD COLUMN object_type TEXT NOT NULL DEFAULT 'Note';
-- JSON lists: Mastodon's MediaAttachment and CustomEmoji entities without what is made when they are shown.
ALTER TABLE statuses ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE statuses ADD COLUMN emojis TEXT NOT NULL DEFAULT '[]';
-- Who may do what with a post: JSON, see src/rules/policy.rs; none: nothing was said.
ALTER TABLE statuses ADD COLUMN interaction_policy TEXT;
ALTER TABLE statuses ADD COLUMN replies_url TEXT;
ALTER TABLE statuses ADD COLUMN context_uri TEXT;
-- The chapter's room this was said in, and whether the conversation is closed.
ALTER TABLE statuses ADD COLUMN group_id BIGINT REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD COLUMN locked_at BIGINT;
-- When the conversation was last looked up where it began.
ALTER TABLE statuses ADD COLUMN backfilled_at BIGINT;
-- The post this one quotes (FEP-044f), and how its author stands to that.
ALTER TABLE statuses ADD COLUMN quote_uri TEXT;
ALTER TABLE statuses ADD COLUMN quote_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL;
ALTER TABLE statuses ADD COLUMN quote_state TEXT;
ALTER TABLE statuses ADD COLUMN quote_approval_uri TEXT;
ALTER TABLE statuses ADD COLUMN quotes_count BIGINT NOT NULL DEFAULT 0;
CREATE INDEX statuses_quotes ON statuses (quote_uri) WHERE quote_uri IS NOT NULL;

CREATE TABLE polls (
  status_id BIGINT NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  multiple BOOLEAN NOT NULL,
  expires_at BIGINT,
  closed_at BIGINT,
  voters_count BIGINT NOT NULL
);
CREATE INDEX polls_expiring ON polls (expires_at) WHERE closed_at IS NULL;

CREATE TABLE poll_options (
  status_id BIGINT NOT NULL REFERENCES polls (status_id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  votes_count BIGINT NOT NULL,
  PRIMARY KEY (status_id, position)
);

CREATE TABLE poll_votes (
  status_id BIGINT NOT NULL REFERENCES polls (status_id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (status_id, account_id, position)
);

-- Favourites that say more: one row for each emoji somebody put below a post.
CREATE TABLE reactions (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  emoji_url TEXT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX reactions_once ON reactions (status_id, account_id, name);
CREATE INDEX reactions_uri ON reactions (uri);

-- Posts an account shows first.
CREATE TABLE pins (
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, status_id)
);

-- The leave we gave others to quote our posts (FEP-044f); revoked, not deleted, so that a late request is not answered anew.
CREATE TABLE quote_authorizations (
  id BIGINT NOT NULL PRIMARY KEY,
  status_id BIGINT NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  quoting_uri TEXT NOT NULL,
  quoting_account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX quote_authorizations_once ON quote_authorizations (status_id, quoting_uri);
