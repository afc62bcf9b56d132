-- Rosters that held here for a while, until a chain was known that goes before them: what was decided under one goes on under it.
CREATE TABLE network_lost_rosters (
  network_id BIGINT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (network_id, digest)
);
