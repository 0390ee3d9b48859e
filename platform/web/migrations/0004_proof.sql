-- Challenges that were solved, so that none counts twice on any node. Swept when they are over.
CREATE TABLE web_proof (
    challenge TEXT NOT NULL PRIMARY KEY,
    until_at BIGINT NOT NULL
);
CREATE INDEX web_proof_until ON web_proof (until_at);
