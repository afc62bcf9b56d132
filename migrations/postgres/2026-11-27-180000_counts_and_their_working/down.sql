ALTER TABLE proposals DROP COLUMN roll_size;
DROP INDEX proposals_topic;
UPDATE proposals SET tally = (SELECT counted FROM tallies WHERE proposal_id = proposals.id) WHERE tally IS NOT NULL;
DROP TABLE tallies;
