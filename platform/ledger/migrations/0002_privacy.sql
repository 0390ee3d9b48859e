-- Keys of single records of a subject, such as an application and its case. The key follows from
-- the subject's key and this seed; NULL once destroyed.
CREATE TABLE ledger_record_key (
    subject TEXT NOT NULL,
    record TEXT NOT NULL,
    seed BYTEA,
    created_at BIGINT NOT NULL,
    destroyed_at BIGINT,
    PRIMARY KEY (subject, record)
);

-- Which fields were read in clear; empty where the whole matter was.
ALTER TABLE ledger_access ADD COLUMN fields TEXT NOT NULL DEFAULT '';
