-- A count with everything it was made from is as long as the roll: it lies beside, and a proposal keeps what a page shows of it.
CREATE TABLE tallies (
  proposal_id INTEGER NOT NULL PRIMARY KEY REFERENCES proposals (id) ON DELETE CASCADE,
  -- JSON: vote, count and working.
  counted TEXT NOT NULL
) STRICT;
INSERT INTO tallies (proposal_id, counted) SELECT id, tally FROM proposals WHERE tally IS NOT NULL;
UPDATE proposals SET tally = json_object(
  'turnout', (SELECT coalesce(sum(value), 0) FROM json_each(tally, '$.count.weights')),
  'roll', (SELECT coalesce(sum(json_extract(value, '$.weight')), 0) FROM json_each(tally, '$.vote.roll')),
  'lost', json_array_length(tally, '$.count.lost'),
  'options', json_extract(tally, '$.count.options'),
  'winner', json_extract(tally, '$.count.winner'),
  'carried', json_extract(tally, '$.working.carried')
) WHERE tally IS NOT NULL;
-- Topics are listed beside every list: one step for each, however many proposals there are.
CREATE INDEX proposals_topic ON proposals (topic) WHERE published_at IS NOT NULL;
-- How many are on the roll is asked each time a proposal is shown.
ALTER TABLE proposals ADD COLUMN roll_size INTEGER NOT NULL DEFAULT 0;
UPDATE proposals SET roll_size = (SELECT count(*) FROM rolls WHERE rolls.proposal_id = proposals.id);
