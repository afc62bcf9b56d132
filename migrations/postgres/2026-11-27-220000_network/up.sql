-- Networks this chapter belongs to, is asked into, or has left: one at a time is not over.
CREATE TABLE networks (
  id BIGINT NOT NULL PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- Who invited, or was asked.
  chapter_uri TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The first roster with the proofs that have come, until it is whole.
  draft TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
-- The chain of rosters, as their makers signed them.
CREATE TABLE network_rosters (
  network_id BIGINT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (network_id, version)
);
-- Chapters that want to join.
CREATE TABLE network_requests (
  chapter_uri TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
-- What each chapter said last of its Connectors.
CREATE TABLE network_registers (
  chapter_uri TEXT NOT NULL PRIMARY KEY,
  published BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE network_decisions (
  id BIGINT NOT NULL PRIMARY KEY,
  network_id BIGINT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
  uri TEXT NOT NULL UNIQUE,
  host_uri TEXT NOT NULL,
  author_uri TEXT NOT NULL,
  -- The proposal as its author signed it last.
  proposal TEXT NOT NULL,
  title TEXT NOT NULL,
  process TEXT NOT NULL,
  -- Of the rules; before there is a log: clarify, opening, withdrawn.
  state TEXT NOT NULL,
  -- Among the chapters: open, counted, ratified, disputed, unverified.
  standing TEXT NOT NULL,
  version BIGINT NOT NULL,
  ends_at BIGINT,
  status_id BIGINT REFERENCES statuses (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  opened_at BIGINT,
  closed_at BIGINT,
  -- Seconds: the moment that was reached last. It never goes back.
  clock BIGINT NOT NULL,
  -- Another with every change of the pieces.
  revision BIGINT NOT NULL,
  -- When it is looked at next.
  next_at BIGINT
);
CREATE INDEX network_decisions_by_network ON network_decisions (network_id, id);
CREATE INDEX network_decisions_by_status ON network_decisions (status_id);
-- What is known of a decision, piece by piece.
CREATE TABLE network_pieces (
  decision_id BIGINT NOT NULL REFERENCES network_decisions (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (decision_id, name)
);
-- What was sent to whom last, and when, so that it is not said again at once.
CREATE TABLE network_sent (
  decision_id BIGINT NOT NULL REFERENCES network_decisions (id) ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  what TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (decision_id, recipient, what)
);
