-- Files members upload. The bytes are in the store of pictures, under these keys.
CREATE TABLE media (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- The post it hangs on; without one it is forgotten after a day.
  status_id INTEGER REFERENCES statuses (id) ON DELETE SET NULL,
  scheduled_id INTEGER,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  error TEXT,
  file TEXT,
  preview TEXT,
  meta TEXT NOT NULL,
  description TEXT NOT NULL,
  blurhash TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX media_status ON media (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX media_loose ON media (created_at) WHERE status_id IS NULL;
CREATE INDEX media_file ON media (file);
CREATE INDEX media_preview ON media (preview);

-- What a post looked like before an edit.
ALTER TABLE status_edits ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE status_edits ADD COLUMN emojis TEXT NOT NULL DEFAULT '[]';
-- JSON list of titles; none: it had no poll.
ALTER TABLE status_edits ADD COLUMN poll TEXT;

-- What members say of themselves, as they typed it, and what they prefer.
ALTER TABLE users ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN quote_policy TEXT NOT NULL DEFAULT 'public';
ALTER TABLE users ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE accounts ADD COLUMN hide_collections INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN avatar_description TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN header_description TEXT NOT NULL DEFAULT '';
