-- Sessions know how the person proved who they are, and can be listed and ended one by one. Those
-- from before say nothing about it, so they are over. `public` names a session on pages, `step_action`
-- is what the person confirmed again at `step_at`.
DROP TABLE web_session;
CREATE TABLE web_session (
    session TEXT NOT NULL PRIMARY KEY,
    public TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    device TEXT NOT NULL,
    methods TEXT NOT NULL,
    proven_at BIGINT NOT NULL,
    step_action TEXT NOT NULL,
    step_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX web_session_account ON web_session (account);
CREATE INDEX web_session_opened ON web_session (opened_at);

-- What somebody typed before they were asked to confirm who they are; sealed, kept for minutes.
CREATE TABLE web_stash (
    stash TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX web_stash_expires ON web_stash (expires_at);
