-- The words of posts, folded to plain letters, for finding them again.
CREATE TABLE search_statuses (
  id BIGINT NOT NULL PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_statuses_words ON search_statuses USING gin (words);
