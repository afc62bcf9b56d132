-- Who speaks for many in a vote that is open, as JSON: counted by the worker whenever voices change, not by whoever looks.
ALTER TABLE proposals ADD COLUMN heavy TEXT;
