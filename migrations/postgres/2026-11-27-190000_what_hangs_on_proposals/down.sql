DROP TABLE proposal_attachments;
