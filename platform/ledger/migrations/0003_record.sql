-- Each event and each recorded read becomes a leaf of the verifiable record. `leaf` is its index
-- there, NULL until it is logged; `correlation` is what belongs together, from the request on.
ALTER TABLE ledger_event ADD COLUMN correlation TEXT;
ALTER TABLE ledger_event ADD COLUMN leaf BIGINT;
CREATE INDEX ledger_event_unlogged ON ledger_event (event_id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX ledger_event_leaf ON ledger_event (leaf) WHERE leaf IS NOT NULL;
ALTER TABLE ledger_access ADD COLUMN correlation TEXT;
ALTER TABLE ledger_access ADD COLUMN leaf BIGINT;
CREATE INDEX ledger_access_unlogged ON ledger_access (access_id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX ledger_access_leaf ON ledger_access (leaf) WHERE leaf IS NOT NULL;

-- The head of the record: how many leaves, which root, and who may go on from there.
CREATE TABLE ledger_head (
    log TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    root TEXT NOT NULL,
    holder TEXT NOT NULL
);
