-- Posts beside the one with which an account was opened.
CREATE TABLE accounts_post (
    account TEXT NOT NULL,
    number BIGINT NOT NULL,
    role TEXT NOT NULL,
    authority TEXT NOT NULL,
    region TEXT NOT NULL,
    line TEXT,
    from_on TEXT NOT NULL,
    until_on TEXT,
    stage TEXT NOT NULL,
    PRIMARY KEY (account, number)
);
CREATE INDEX accounts_post_office ON accounts_post (authority, role);
CREATE INDEX accounts_post_until ON accounts_post (stage, until_on);

-- Accounts whose first post is over, or whose posts do not count at present.
CREATE TABLE accounts_staffing (
    account TEXT NOT NULL PRIMARY KEY,
    is_first_over BIGINT NOT NULL,
    is_suspended BIGINT NOT NULL
);
