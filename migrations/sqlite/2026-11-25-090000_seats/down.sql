ALTER TABLE agreements DROP COLUMN title;
DROP TABLE seats;
DROP TABLE candidacy_endorsements;
DROP INDEX candidacies_proposal;
DROP INDEX candidacies_open;
DROP TABLE candidacies;
ALTER TABLE proposals DROP COLUMN seat;
ALTER TABLE proposals DROP COLUMN person_id;
