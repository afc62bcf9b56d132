-- What the chapter talked about and decided before this node, brought along from elsewhere, to be read.
CREATE TABLE past_decisions (
  id BIGINT NOT NULL PRIMARY KEY,
  -- Where it comes from, and what it is called there: a second import takes the place of the first.
  source TEXT NOT NULL,
  source_key TEXT NOT NULL,
  title TEXT NOT NULL,
  author TEXT NOT NULL,
  -- How it was decided, in the source's own word; empty: it was talked about.
  kind TEXT NOT NULL,
  -- The outcome in a few words, for a list.
  outcome TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  closed_at BIGINT,
  -- JSON, see history::Told.
  document TEXT NOT NULL
);
CREATE UNIQUE INDEX past_decisions_source ON past_decisions (source, source_key);
CREATE INDEX past_decisions_started ON past_decisions (started_at, id);
