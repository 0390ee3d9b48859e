-- What prevents a new password in the place of a forgotten one: whose recovery it is, by the
-- fingerprint of what the notices lead to.
CREATE TABLE accounts_recovery (
    print TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL
);
CREATE INDEX accounts_recovery_account ON accounts_recovery (account);

-- Recoveries whose code has not been sent yet.
CREATE INDEX accounts_flow_unsent ON accounts_flow (expires_at)
    WHERE kind = 'recover' AND data = '';
