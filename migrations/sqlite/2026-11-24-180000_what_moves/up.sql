-- Lists a member brings along from elsewhere. What could be done is taken out of the rows; what could not stays, with the reason.
CREATE TABLE imports (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  overwrite INTEGER NOT NULL,
  total INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX imports_account ON imports (account_id, id);
CREATE TABLE import_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  -- JSON: the columns.
  cells TEXT NOT NULL,
  error TEXT,
  PRIMARY KEY (import_id, position)
) STRICT;

-- Everything of a member in one file, made by the worker.
CREATE TABLE archives (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  size INTEGER,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX archives_account ON archives (account_id, id);

-- Accounts a member recommends together, for everybody to see.
CREATE TABLE collections (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  language TEXT,
  tag TEXT,
  sensitive INTEGER NOT NULL,
  discoverable INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX collections_account ON collections (account_id, id);
CREATE TABLE collection_items (
  id INTEGER NOT NULL PRIMARY KEY,
  collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX collection_items_once ON collection_items (collection_id, account_id);
CREATE INDEX collection_items_account ON collection_items (account_id, id);
