-- The words of proposals, folded to plain letters, for finding them again. Only the index is kept, not the words.
CREATE VIRTUAL TABLE search_proposals USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'unicode61');
CREATE TRIGGER search_proposals_gone AFTER DELETE ON proposals BEGIN
  DELETE FROM search_proposals WHERE rowid = old.id;
END;
-- What is there already is put in by the worker.
DELETE FROM settings WHERE key = 'search_done';
