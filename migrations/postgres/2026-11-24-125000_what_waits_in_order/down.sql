DROP INDEX inbound_waiting;
CREATE INDEX inbound_waiting ON inbound (id, signer_uri, next_at) WHERE done_at IS NULL;
