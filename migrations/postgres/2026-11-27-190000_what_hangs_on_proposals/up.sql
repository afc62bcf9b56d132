-- What hangs on a proposal: a budget, a plan, a contract. Kept as it was sent, and only ever handed out as a file to keep.
CREATE TABLE proposal_attachments (
  id BIGINT NOT NULL PRIMARY KEY,
  proposal_id BIGINT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  -- The version of the text it came with.
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  -- SHA-256, in hexadecimal.
  digest TEXT NOT NULL,
  -- Its key in the store of files.
  file TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX proposal_attachments_proposal ON proposal_attachments (proposal_id, id);
CREATE INDEX proposal_attachments_file ON proposal_attachments (file);
