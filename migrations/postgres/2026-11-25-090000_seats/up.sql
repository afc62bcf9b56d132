-- Whose seat a proposal is about, and what they are once it is adopted: connector or alumni; empty: it is about no seat.
ALTER TABLE proposals ADD COLUMN person_id BIGINT;
ALTER TABLE proposals ADD COLUMN seat TEXT NOT NULL DEFAULT '';

-- Who is on the way to become a Connector. The process is the rules' own value.
CREATE TABLE candidacies (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL,
  -- JSON, see rules::credential::Candidacy.
  process TEXT NOT NULL,
  -- Why, in their own words.
  statement TEXT NOT NULL,
  -- The proposal by which the chapter was asked.
  proposal_id BIGINT REFERENCES proposals (id),
  created_at BIGINT NOT NULL,
  due_at BIGINT,
  closed_at BIGINT
);
CREATE UNIQUE INDEX candidacies_open ON candidacies (account_id) WHERE closed_at IS NULL;
CREATE INDEX candidacies_proposal ON candidacies (proposal_id);

-- What sponsors said, signed by each.
CREATE TABLE candidacy_endorsements (
  candidacy_id BIGINT NOT NULL REFERENCES candidacies (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  -- JSON with the sponsor's proof (FEP-8b32).
  document TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (candidacy_id, account_id)
);

-- Until when somebody is a Connector, unless they stay for another year.
CREATE TABLE seats (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id),
  since BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  -- The last thing that was done about its end: ask, grace or dormant; empty: nothing yet.
  done TEXT NOT NULL,
  due_at BIGINT
);

-- What holds is called as the text that won, which need not be the one it began with.
ALTER TABLE agreements ADD COLUMN title TEXT NOT NULL DEFAULT '';
UPDATE agreements SET title = (SELECT proposals.title FROM proposals WHERE proposals.id = agreements.id);
