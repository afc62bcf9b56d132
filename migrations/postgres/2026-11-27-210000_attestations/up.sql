-- Where the attestation of a Connector is, as the person's own actor says.
ALTER TABLE accounts ADD COLUMN attestation_url TEXT;
-- What chapters elsewhere say of their Connectors, as it was found when it was looked at last.
CREATE TABLE attestations (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  chapter_uri TEXT NOT NULL,
  chapter_name TEXT NOT NULL,
  valid_until BIGINT NOT NULL,
  -- Why it does not hold; empty: it does.
  fault TEXT NOT NULL,
  checked_at BIGINT NOT NULL
);
