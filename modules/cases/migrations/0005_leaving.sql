-- Decisions that have not left yet.
CREATE TABLE cases_leaving (
    case_id TEXT NOT NULL PRIMARY KEY,
    leaves_at BIGINT NOT NULL
);
CREATE INDEX cases_leaving_at ON cases_leaving (leaves_at);
