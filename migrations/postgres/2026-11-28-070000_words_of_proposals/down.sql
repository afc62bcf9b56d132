DROP TABLE search_proposals;
