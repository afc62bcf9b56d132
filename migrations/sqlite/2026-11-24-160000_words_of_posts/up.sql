-- The words of posts, folded to plain letters, for finding them again. Only the index is kept, not the words.
CREATE VIRTUAL TABLE search_statuses USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61');
CREATE TRIGGER search_statuses_gone AFTER DELETE ON statuses BEGIN
  DELETE FROM search_statuses WHERE rowid = old.id;
END;
