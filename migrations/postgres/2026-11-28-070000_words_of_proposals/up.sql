-- The words of proposals, folded to plain letters, for finding them again.
CREATE TABLE search_proposals (
  id BIGINT NOT NULL PRIMARY KEY REFERENCES proposals (id) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_proposals_words ON search_proposals USING gin (words);
-- What is there already is put in by the worker.
DELETE FROM settings WHERE key = 'search_done';
