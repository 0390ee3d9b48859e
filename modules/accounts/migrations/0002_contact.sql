-- Codes sent to e-mail addresses that are not confirmed yet; no projection. `subject` is whose
-- address it is to be, `account` who asked. `contact` is sealed and empty when the code is over, `code` is
-- a fingerprint. `sent` counts the codes since `began_at`.
CREATE TABLE accounts_contact_code (
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    contact TEXT NOT NULL,
    code TEXT NOT NULL,
    tries BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (subject, account)
);
CREATE INDEX accounts_contact_code_expires ON accounts_contact_code (expires_at);
