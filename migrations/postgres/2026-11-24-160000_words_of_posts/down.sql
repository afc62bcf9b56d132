DROP TABLE search_statuses;
