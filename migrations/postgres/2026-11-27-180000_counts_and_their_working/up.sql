-- A count with everything it was made from is as long as the roll: it lies beside, and a proposal keeps what a page shows of it.
CREATE TABLE tallies (
  proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposals (id) ON DELETE CASCADE,
  -- JSON: vote, count and working.
  counted TEXT NOT NULL
);
INSERT INTO tallies (proposal_id, counted) SELECT id, tally FROM proposals WHERE tally IS NOT NULL;
UPDATE proposals SET tally = json_build_object(
  'turnout', (SELECT coalesce(sum(value::bigint), 0) FROM json_each_text(tally::json -> 'count' -> 'weights')),
  'roll', (SELECT coalesce(sum((value ->> 'weight')::bigint), 0) FROM json_array_elements(tally::json -> 'vote' -> 'roll')),
  'lost', json_array_length(tally::json -> 'count' -> 'lost'),
  'options', tally::json -> 'count' -> 'options',
  'winner', tally::json -> 'count' -> 'winner',
  'carried', tally::json -> 'working' -> 'carried'
)::text WHERE tally IS NOT NULL;
-- Topics are listed beside every list: one step for each, however many proposals there are.
CREATE INDEX proposals_topic ON proposals (topic) WHERE published_at IS NOT NULL;
-- How many are on the roll is asked each time a proposal is shown.
ALTER TABLE proposals ADD COLUMN roll_size BIGINT NOT NULL DEFAULT 0;
UPDATE proposals SET roll_size = (SELECT count(*) FROM rolls WHERE rolls.proposal_id = proposals.id);
