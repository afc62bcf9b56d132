-- Since when somebody waits to be let in; until then nobody else sees them.
ALTER TABLE accounts ADD COLUMN pending_at INTEGER;
CREATE INDEX accounts_pending ON accounts (id) WHERE pending_at IS NOT NULL;

-- What stewards did, for those who look after the chapter with them and after them. Nothing is ever taken out.
CREATE TABLE audit_log (
  id INTEGER NOT NULL PRIMARY KEY,
  -- NULL: from the terminal.
  by_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  act TEXT NOT NULL,
  -- Whom it was done to, if it was an account.
  account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  -- What it was done to, in words that outlive it: a handle, a host, a report's number.
  subject TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_account ON audit_log (account_id, id);

-- With one of these somebody is let in without being asked anything.
CREATE TABLE invitations (
  id INTEGER NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  by_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  note TEXT NOT NULL,
  most_uses INTEGER,
  uses INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
ALTER TABLE users ADD COLUMN invitation_id INTEGER REFERENCES invitations (id) ON DELETE SET NULL;

-- The chapter's own emoji.
CREATE TABLE custom_emojis (
  id INTEGER NOT NULL PRIMARY KEY,
  shortcode TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  still TEXT NOT NULL,
  category TEXT NOT NULL,
  created_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
ALTER TABLE announcements ADD COLUMN emojis TEXT NOT NULL DEFAULT '[]';
-- What else a notification is about: the report of a steward's, the log's entry of a warning.
ALTER TABLE notifications ADD COLUMN about_id INTEGER;
