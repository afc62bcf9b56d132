-- Where the attestation of a Connector is, as the person's own actor says.
ALTER TABLE accounts ADD COLUMN attestation_url TEXT;
