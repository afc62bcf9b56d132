-- What members keep for themselves: nobody else sees it, and none of it leaves the node.
CREATE TABLE bookmarks (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bookmarks_once ON bookmarks (account_id, status_id);
CREATE INDEX bookmarks_status ON bookmarks (status_id);

CREATE TABLE lists (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  -- followed, list or none: whose answers to whom are shown.
  replies_policy TEXT NOT NULL,
  -- What is in it is not shown at home.
  exclusive INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX lists_account ON lists (account_id);

CREATE TABLE list_members (
  id INTEGER NOT NULL PRIMARY KEY,
  list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX list_members_once ON list_members (list_id, account_id);
CREATE INDEX list_members_account ON list_members (account_id);

-- How far somebody has read.
CREATE TABLE markers (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  timeline TEXT NOT NULL,
  last_read_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, timeline)
) STRICT;

-- What somebody does not want to read.
CREATE TABLE filters (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  -- Of home, notifications, public, thread, account: separated by blanks.
  contexts TEXT NOT NULL,
  -- warn, hide or blur.
  action TEXT NOT NULL,
  expires_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX filters_account ON filters (account_id);

CREATE TABLE filter_keywords (
  id INTEGER NOT NULL PRIMARY KEY,
  filter_id INTEGER NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  whole_word INTEGER NOT NULL
) STRICT;
CREATE INDEX filter_keywords_filter ON filter_keywords (filter_id);

CREATE TABLE filter_statuses (
  id INTEGER NOT NULL PRIMARY KEY,
  filter_id INTEGER NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX filter_statuses_once ON filter_statuses (filter_id, status_id);
CREATE INDEX filter_statuses_status ON filter_statuses (status_id);

-- Letters, as each of those who write them sees them.
CREATE TABLE conversations (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  thread_id INTEGER NOT NULL,
  last_status_id INTEGER NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  unread INTEGER NOT NULL,
  -- JSON: the ids of the others.
  participants TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversations_once ON conversations (account_id, thread_id);
CREATE INDEX conversations_latest ON conversations (account_id, last_status_id);
CREATE INDEX conversations_status ON conversations (last_status_id);

CREATE TABLE tag_follows (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX tag_follows_once ON tag_follows (account_id, name);
CREATE INDEX tag_follows_name ON tag_follows (name);

-- Hashtags somebody shows on their profile.
CREATE TABLE featured_tags (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX featured_tags_once ON featured_tags (account_id, name);

-- Conversations somebody does not want to be told of any more.
CREATE TABLE thread_mutes (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  thread_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, thread_id)
) STRICT;

CREATE TABLE account_notes (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  note TEXT NOT NULL,
  PRIMARY KEY (account_id, target_id)
) STRICT;

-- Servers a member wants to hear nothing of.
CREATE TABLE muted_hosts (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  host TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX muted_hosts_once ON muted_hosts (account_id, host);

-- Accounts somebody shows on their profile.
CREATE TABLE endorsements (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX endorsements_once ON endorsements (account_id, target_id);

-- Accounts somebody does not want to be suggested again.
CREATE TABLE dismissed_suggestions (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, target_id)
) STRICT;

-- Posts to come.
CREATE TABLE scheduled_statuses (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  scheduled_at INTEGER NOT NULL,
  -- JSON: what was asked for.
  params TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX scheduled_statuses_account ON scheduled_statuses (account_id);
