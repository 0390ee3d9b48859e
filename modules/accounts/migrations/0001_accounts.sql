-- Who can sign in. `login` is the fingerprint of an identity number or login name, `facts` are
-- sealed under the person's own key.
CREATE TABLE accounts_account (
    account TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    authority TEXT,
    region TEXT,
    facts TEXT NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX accounts_account_post ON accounts_account (authority, role);

-- Firms. `code` is the fingerprint of the credit code.
CREATE TABLE accounts_firm (
    firm TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    facts TEXT NOT NULL,
    linked_at BIGINT NOT NULL
);

-- Who may act for which firm.
CREATE TABLE accounts_agent (
    firm TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (firm, account)
);
CREATE INDEX accounts_agent_account ON accounts_agent (account);

-- Wrong tries to sign in, by fingerprint, whether or not there is such an account.
CREATE TABLE accounts_try (
    login TEXT NOT NULL PRIMARY KEY,
    wrong BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX accounts_try_last ON accounts_try (last_at);
