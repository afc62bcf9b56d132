-- How each far server has been answering, and when it is its turn. One lane for each host: a process that holds the
-- lease makes the deliveries of that host. Bounded by the hosts deliveries go to.
DROP TABLE hosts;
CREATE TABLE hosts (
  host TEXT NOT NULL PRIMARY KEY,
  pending BOOLEAN NOT NULL,
  next_at BIGINT NOT NULL,
  leased_until BIGINT,
  failures BIGINT NOT NULL,
  first_failed_at BIGINT,
  last_ok_at BIGINT,
  last_error TEXT,
  parked_at BIGINT,
  missed_since BIGINT,
  signs TEXT,
  signs_until BIGINT
);
CREATE INDEX hosts_due ON hosts (next_at) WHERE pending;
INSERT INTO hosts (host, pending, next_at, failures) SELECT DISTINCT host, TRUE, 0, 0 FROM deliveries;

DROP INDEX deliveries_due;
ALTER TABLE deliveries DROP COLUMN leased_until;
CREATE INDEX deliveries_host ON deliveries (host, urgent, attempts, id);

-- The oldest first, past those who are being heard already, without a look at the rows themselves.
DROP INDEX inbound_waiting;
CREATE INDEX inbound_waiting ON inbound (id, signer_uri, next_at) WHERE done_at IS NULL;

-- Whether somebody has been told the same already, however much they have been told.
CREATE INDEX notifications_from ON notifications (account_id, from_id, kind, status_id);

-- What is to be done later, once for each kind and subject.
CREATE TABLE later (
  id BIGINT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  next_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL
);
CREATE UNIQUE INDEX later_once ON later (kind, subject);
CREATE INDEX later_due ON later (next_at);
