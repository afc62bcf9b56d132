-- What hangs on a proposal: a budget, a plan, a contract. Kept as it was sent, and only ever handed out as a file to keep.
CREATE TABLE proposal_attachments (
  id INTEGER NOT NULL PRIMARY KEY,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  -- The version of the text it came with.
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  -- SHA-256, in hexadecimal.
  digest TEXT NOT NULL,
  -- Its key in the store of files.
  file TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX proposal_attachments_proposal ON proposal_attachments (proposal_id, id);
CREATE INDEX proposal_attachments_file ON proposal_attachments (file);
