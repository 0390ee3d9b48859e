-- An account that is closed for everybody (1).
ALTER TABLE accounts_account ADD COLUMN blocked BIGINT NOT NULL DEFAULT 0;

-- Whose passkey it is, by the fingerprint of the credential's id.
CREATE TABLE accounts_passkey (
    print TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL
);
CREATE INDEX accounts_passkey_account ON accounts_passkey (account);
