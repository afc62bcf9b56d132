DROP TABLE later;
DROP INDEX deliveries_host;
ALTER TABLE deliveries ADD COLUMN leased_until INTEGER;
CREATE INDEX deliveries_due ON deliveries (next_at);
DROP TABLE hosts;
CREATE TABLE hosts (
  host TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  closed_until INTEGER,
  last_ok_at INTEGER,
  last_error TEXT
) STRICT;
