-- What a chapter decides. The process is the rules' own value; what is beside it is there to be looked for.
CREATE TABLE proposals (
  id INTEGER NOT NULL PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES accounts (id),
  -- consent, three_connectors, advice or autonomy.
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  topic TEXT NOT NULL,
  -- The group or project that decides for itself; empty: the chapter.
  team TEXT NOT NULL,
  -- What it costs, in its author's words; empty: nothing.
  budget TEXT NOT NULL,
  brand INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- JSON, see rules::proposal::Proposal.
  process TEXT NOT NULL,
  -- JSON: the by-laws it began with, and their digest.
  by_laws TEXT NOT NULL,
  by_laws_hash TEXT NOT NULL,
  review_at INTEGER NOT NULL,
  -- The by-laws the chapter decides by once it is adopted, as JSON; most proposals change none.
  changes TEXT,
  -- The agreement it takes the place of.
  replaces_id INTEGER,
  roll_hash TEXT,
  -- The post that tells of it.
  status_id INTEGER,
  -- What its author says about the outcome.
  outcome TEXT NOT NULL,
  -- JSON: count and working of the vote.
  tally TEXT,
  created_at INTEGER NOT NULL,
  published_at INTEGER,
  ends_at INTEGER,
  due_at INTEGER,
  closed_at INTEGER,
  touched_at INTEGER NOT NULL
) STRICT;
CREATE INDEX proposals_state ON proposals (state, id);
CREATE INDEX proposals_author ON proposals (author_id, id);
CREATE INDEX proposals_published ON proposals (published_at);
CREATE INDEX proposals_status ON proposals (status_id);

-- Everything a text has said.
CREATE TABLE proposal_versions (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  driver TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, version)
) STRICT;

-- Who carries out what was decided.
CREATE TABLE proposal_responsible (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  PRIMARY KEY (proposal_id, account_id)
) STRICT;

-- Everything that was done, in order; nothing is ever changed or taken out.
CREATE TABLE proposal_acts (
  id INTEGER NOT NULL PRIMARY KEY,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  -- NULL: time did it.
  account_id INTEGER REFERENCES accounts (id),
  role TEXT NOT NULL,
  at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- JSON, see rules::proposal::Act; a ballot carries its grades, another text its number.
  act TEXT NOT NULL,
  -- JSON, see rules::proposal::Event.
  events TEXT NOT NULL
) STRICT;
CREATE INDEX proposal_acts_proposal ON proposal_acts (proposal_id, id);

-- Who may decide, frozen when the first window opened.
CREATE TABLE rolls (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  weight INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, account_id)
) STRICT;
CREATE INDEX rolls_account ON rolls (account_id, proposal_id);

-- The latest stance of each, round by round: consent, abstain or object.
CREATE TABLE stances (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  round INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  stance TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, round, account_id)
) STRICT;

-- Competing texts, numbered from 1.
CREATE TABLE alternatives (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, number)
) STRICT;

-- The latest ballot of each.
CREATE TABLE ballots (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  -- JSON: a whole number for each option.
  grades TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, account_id)
) STRICT;

-- How members feel about a version while it is discussed: good, unsure or worried. Binds nobody.
CREATE TABLE sense_checks (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  version INTEGER NOT NULL,
  sense TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (proposal_id, account_id)
) STRICT;

-- Voices handed on. One that was taken back, or given to somebody else, ends; it is never changed.
CREATE TABLE delegations (
  id INTEGER NOT NULL PRIMARY KEY,
  truster_id INTEGER NOT NULL REFERENCES accounts (id),
  -- NULL: an opt-out.
  trustee_id INTEGER REFERENCES accounts (id),
  -- proposal, topic or body.
  scope TEXT NOT NULL,
  -- The id of a proposal, the name of a topic, or nothing.
  subject TEXT NOT NULL,
  since INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX delegations_open ON delegations (truster_id, scope, subject) WHERE ended_at IS NULL;
CREATE INDEX delegations_subject ON delegations (scope, subject, since);
CREATE INDEX delegations_trustee ON delegations (trustee_id, ended_at);

-- What holds in the chapter.
CREATE TABLE agreements (
  -- That of the proposal it comes from.
  id INTEGER NOT NULL PRIMARY KEY REFERENCES proposals (id),
  state TEXT NOT NULL,
  -- JSON, see rules::agreements::Agreement.
  process TEXT NOT NULL,
  since INTEGER NOT NULL,
  review_at INTEGER NOT NULL,
  due_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE INDEX agreements_state ON agreements (state, review_at);

-- What was done with an agreement, in order.
CREATE TABLE agreement_acts (
  id INTEGER NOT NULL PRIMARY KEY,
  agreement_id INTEGER NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
  account_id INTEGER REFERENCES accounts (id),
  at INTEGER NOT NULL,
  -- JSON.
  act TEXT NOT NULL
) STRICT;
CREATE INDEX agreement_acts_agreement ON agreement_acts (agreement_id, id);

-- By what the chapter decides, from when on.
CREATE TABLE by_laws (
  id INTEGER NOT NULL PRIMARY KEY,
  -- JSON, see rules::by_laws::ByLaws.
  laws TEXT NOT NULL,
  since INTEGER NOT NULL,
  -- The decision it comes from, in words.
  decision TEXT NOT NULL
) STRICT;

-- Whoever objects in an app is asked for the reason in a letter; what answers it is the objection.
CREATE TABLE reason_requests (
  -- The letter.
  status_id INTEGER NOT NULL PRIMARY KEY,
  proposal_id INTEGER NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  round INTEGER NOT NULL
) STRICT;

-- Beyond what a Note has: the name of an Article, and what else it carries. JSON.
ALTER TABLE statuses ADD COLUMN article TEXT;
