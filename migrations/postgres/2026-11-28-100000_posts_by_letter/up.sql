-- Whose public posts anybody may have by letter, and who has them.
ALTER TABLE accounts ADD COLUMN by_mail BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE email_subscriptions (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  language TEXT NOT NULL,
  -- When a letter last asked whether they want this.
  asked_at BIGINT NOT NULL,
  -- Since when they do.
  confirmed_at BIGINT,
  -- The last post they were sent.
  sent_id BIGINT NOT NULL
);
CREATE UNIQUE INDEX email_subscriptions_once ON email_subscriptions (account_id, email);
CREATE INDEX email_subscriptions_sent ON email_subscriptions (account_id, sent_id);
