-- Elevations: an officer reads for an hour what is otherwise not theirs.
CREATE TABLE cases_elevation (
    account TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    authority TEXT NOT NULL,
    role TEXT NOT NULL,
    is_reviewed BIGINT NOT NULL,
    PRIMARY KEY (account, from_at)
);
CREATE INDEX cases_elevation_open ON cases_elevation (is_reviewed, from_at);

-- What was read under an elevation; no projection.
CREATE TABLE cases_elevated_read (
    account TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    read_id TEXT NOT NULL,
    at BIGINT NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (account, from_at, read_id)
);
