-- Counts up with everything that is written of a proposal: what pages have made of it is used again as long as it stays the same.
ALTER TABLE proposals ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
