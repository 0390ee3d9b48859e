-- The last step whose code was used, so that no code counts twice; no projection.
CREATE TABLE accounts_code_step (
    account TEXT NOT NULL PRIMARY KEY,
    step BIGINT NOT NULL
);

-- How often a passkey was used, as its device counts; no projection.
CREATE TABLE accounts_passkey_use (
    print TEXT NOT NULL PRIMARY KEY,
    uses BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);

-- Challenges that were answered, so that no answer counts twice; no projection.
CREATE TABLE accounts_challenge (
    print TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX accounts_challenge_expires ON accounts_challenge (expires_at);

-- What somebody has begun and not finished: the second step of a sign-in, setting up a factor,
-- a forgotten password. `flow` is the hash of a secret of the browser, `kind` says what it is good
-- for; `data` is sealed where it holds a secret. No projection.
CREATE TABLE accounts_flow (
    flow TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    methods TEXT NOT NULL,
    data TEXT NOT NULL,
    back TEXT NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX accounts_flow_expires ON accounts_flow (expires_at);

-- Tries that count against a budget: of an account from one address, of an account from devices
-- that it does not know, of an address, of a known device. `budget` is a fingerprint.
DROP TABLE accounts_try;
CREATE TABLE accounts_try (
    budget TEXT NOT NULL PRIMARY KEY,
    tries BIGINT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX accounts_try_since ON accounts_try (since);
