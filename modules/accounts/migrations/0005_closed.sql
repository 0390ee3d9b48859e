-- When an account was closed; nobody signs in with it any more.
ALTER TABLE accounts_account ADD COLUMN closed_at BIGINT;
CREATE INDEX accounts_account_closed ON accounts_account (closed_at, account)
    WHERE closed_at IS NOT NULL;
