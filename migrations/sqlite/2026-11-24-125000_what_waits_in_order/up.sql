-- In the order of arrival, not of ids: PostgreSQL would walk the ids from the beginning, past everything that is done.
DROP INDEX inbound_waiting;
CREATE INDEX inbound_waiting ON inbound (received_at, id, signer_uri, next_at) WHERE done_at IS NULL;
