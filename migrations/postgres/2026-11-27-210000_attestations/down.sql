DROP TABLE attestations;
ALTER TABLE accounts DROP COLUMN attestation_url;
