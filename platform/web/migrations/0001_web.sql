-- Signed-in sessions. Only the hash of a session's id is stored.
CREATE TABLE web_session (
    session TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX web_session_account ON web_session (account);
