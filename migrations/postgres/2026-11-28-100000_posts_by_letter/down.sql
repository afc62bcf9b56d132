DROP TABLE email_subscriptions;
ALTER TABLE accounts DROP COLUMN by_mail;
