DROP TRIGGER search_proposals_gone;
DROP TABLE search_proposals;
