-- Who belongs to which firm, or is asked to; who went has no row. It takes the place of the table
-- of agents, who count as confirmed.
CREATE TABLE accounts_member (
    firm TEXT NOT NULL,
    account TEXT NOT NULL,
    stage TEXT NOT NULL,
    PRIMARY KEY (firm, account)
);
CREATE INDEX accounts_member_account ON accounts_member (account, stage);
INSERT INTO accounts_member (firm, account, stage)
SELECT firm, account, 'confirmed' FROM accounts_agent;
DROP TABLE accounts_agent;

-- Who may act for whom, or is proposed to; what is over stays, to be shown.
CREATE TABLE accounts_mandate (
    mandate TEXT NOT NULL PRIMARY KEY,
    principal TEXT NOT NULL,
    helper TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    until_on TEXT NOT NULL
);
CREATE INDEX accounts_mandate_principal ON accounts_mandate (principal, helper, stage);
CREATE INDEX accounts_mandate_helper ON accounts_mandate (helper, stage);
CREATE INDEX accounts_mandate_until ON accounts_mandate (stage, until_on);

-- The places that a helper's mandates take, so that two at once are not one too many.
CREATE TABLE accounts_helping (
    helper TEXT NOT NULL,
    kind TEXT NOT NULL,
    slot BIGINT NOT NULL,
    mandate TEXT NOT NULL,
    PRIMARY KEY (helper, kind, slot)
);
CREATE INDEX accounts_helping_mandate ON accounts_helping (mandate);

-- What helpers did, for the people they did it for: ids and words, no content. A reaction to
-- events; no projection.
CREATE TABLE accounts_deed (
    principal TEXT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    helper TEXT NOT NULL,
    word TEXT NOT NULL,
    matter TEXT NOT NULL,
    service TEXT NOT NULL,
    PRIMARY KEY (principal, at, event)
);
CREATE INDEX accounts_deed_matter ON accounts_deed (matter);
