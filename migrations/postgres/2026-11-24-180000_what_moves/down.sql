DROP TABLE archives;
DROP TABLE import_rows;
DROP TABLE imports;
