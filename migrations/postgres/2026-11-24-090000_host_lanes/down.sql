DROP TABLE later;
DROP INDEX notifications_from;
DROP INDEX inbound_waiting;
CREATE INDEX inbound_waiting ON inbound (next_at) WHERE done_at IS NULL;
DROP INDEX deliveries_host;
ALTER TABLE deliveries ADD COLUMN leased_until BIGINT;
CREATE INDEX deliveries_due ON deliveries (next_at);
DROP TABLE hosts;
CREATE TABLE hosts (
  host TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  closed_until BIGINT,
  last_ok_at BIGINT,
  last_error TEXT
);
