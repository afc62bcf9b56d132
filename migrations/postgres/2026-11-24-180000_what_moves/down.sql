DROP TABLE collection_items;
DROP TABLE collections;
DROP TABLE archives;
DROP TABLE import_rows;
DROP TABLE imports;
