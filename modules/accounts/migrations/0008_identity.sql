-- Who an account is at an identity provider. `print` is the fingerprint of issuer and subject.
CREATE TABLE accounts_binding (
    print TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    provider TEXT NOT NULL,
    bound_at BIGINT NOT NULL
);
CREATE INDEX accounts_binding_account ON accounts_binding (account);

-- People who are at an identity provider now, and notices of providers that were acted upon; no
-- projection. `flow` and `tie` are fingerprints of what stands in the address and in the browser's
-- cookie; `account` is who goes there to prove more or to bind it.
CREATE TABLE accounts_errand (
    flow TEXT NOT NULL PRIMARY KEY,
    tie TEXT NOT NULL,
    provider TEXT NOT NULL,
    errand TEXT NOT NULL,
    account TEXT,
    back TEXT NOT NULL,
    lang TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX accounts_errand_expires ON accounts_errand (expires_at);
