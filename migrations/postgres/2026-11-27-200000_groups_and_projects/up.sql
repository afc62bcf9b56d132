-- Groups and projects: they decide for themselves, with the same tools, and the chapter reads of it.
CREATE TABLE teams (
  id BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  -- The name in lower case: nobody takes the same.
  folded TEXT NOT NULL UNIQUE,
  -- group or project.
  kind TEXT NOT NULL,
  purpose TEXT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  created_at BIGINT NOT NULL,
  -- It decides nothing any more.
  closed_at BIGINT
);
CREATE TABLE team_members (
  team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  since BIGINT NOT NULL,
  PRIMARY KEY (team_id, account_id)
);
CREATE INDEX team_members_account ON team_members (account_id);
-- The group or project whose members are on the roll; none: the chapter's Connectors are.
ALTER TABLE proposals ADD COLUMN team_id BIGINT REFERENCES teams (id);
-- The chapter's post that asks everybody, which binds nobody.
ALTER TABLE proposals ADD COLUMN advisory_id BIGINT;
CREATE INDEX proposals_team ON proposals (team_id, id);
