-- What chapters have against somebody on the roll of a network decision, as they signed it, while it is not opened.
CREATE TABLE network_challenges (
  digest TEXT NOT NULL PRIMARY KEY,
  proposal TEXT NOT NULL,
  chapter_uri TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX network_challenges_by_proposal ON network_challenges (proposal);
