-- Which browser a session is in.
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';

-- The second factor: the secret an authenticator app shares (Base32), since when it counts, and the last step that was used.
ALTER TABLE users ADD COLUMN totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_at INTEGER;
ALTER TABLE users ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;
-- Up to when somebody has been told in a digest.
ALTER TABLE users ADD COLUMN digest_at INTEGER NOT NULL DEFAULT 0;

-- For who has lost the second factor; each works once.
CREATE TABLE recovery_codes (
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account_id, code_hash)
) STRICT;

-- Passkeys (WebAuthn).
CREATE TABLE passkeys (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- Base64url.
  credential_id TEXT NOT NULL UNIQUE,
  -- The COSE algorithm, a colon, and the key as SubjectPublicKeyInfo in base64url.
  public_key TEXT NOT NULL,
  sign_count INTEGER NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX passkeys_account ON passkeys (account_id, id);

-- What somebody may do once, for a while, with a secret they were given: choose a new password, show a second factor.
CREATE TABLE tickets (
  token_hash TEXT NOT NULL PRIMARY KEY,
  -- NULL: for whoever has it.
  account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  data TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tickets_account ON tickets (account_id, purpose);

-- Mail to be sent. What was sent is forgotten after a while.
CREATE TABLE letters (
  id INTEGER NOT NULL PRIMARY KEY,
  account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  -- Where it can be switched off; none for what somebody has asked for.
  unsubscribe TEXT,
  created_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  sent_at INTEGER,
  error TEXT
) STRICT;
CREATE INDEX letters_sent ON letters (sent_at, id);
