DROP TRIGGER search_statuses_gone;
DROP TABLE search_statuses;
