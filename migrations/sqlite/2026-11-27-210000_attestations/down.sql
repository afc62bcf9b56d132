ALTER TABLE accounts DROP COLUMN attestation_url;
