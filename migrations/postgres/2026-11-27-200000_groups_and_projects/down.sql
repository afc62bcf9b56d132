DROP INDEX proposals_team;
ALTER TABLE proposals DROP COLUMN advisory_id;
ALTER TABLE proposals DROP COLUMN team_id;
DROP TABLE team_members;
DROP TABLE teams;
