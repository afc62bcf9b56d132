ALTER TABLE notifications DROP COLUMN about_id;
ALTER TABLE announcements DROP COLUMN emojis;
DROP TABLE custom_emojis;
ALTER TABLE users DROP COLUMN invitation_id;
DROP TABLE invitations;
DROP TABLE audit_log;
DROP INDEX accounts_pending;
ALTER TABLE accounts DROP COLUMN pending_at;
