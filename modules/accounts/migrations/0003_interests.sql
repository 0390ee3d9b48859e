-- Fingerprints of the numbers and codes that an officer declared, to find out whether a matter
-- touches them.
CREATE TABLE accounts_interest (
    account TEXT NOT NULL,
    print TEXT NOT NULL,
    PRIMARY KEY (account, print)
);
