DROP TABLE letters;
DROP TABLE tickets;
DROP TABLE passkeys;
DROP TABLE recovery_codes;
ALTER TABLE users DROP COLUMN digest_at;
ALTER TABLE users DROP COLUMN totp_step;
ALTER TABLE users DROP COLUMN totp_at;
ALTER TABLE users DROP COLUMN totp_secret;
ALTER TABLE sessions DROP COLUMN agent;
