-- What a command was given and what it sent on: from the commands follow how far each serial number
-- has come and how much each consumer has had to take. No number is given twice.
ALTER TABLE ledger_command ADD COLUMN serial_scope TEXT;
ALTER TABLE ledger_command ADD COLUMN serial BIGINT;
-- The consumers, each as often as an event was sent to it.
ALTER TABLE ledger_command ADD COLUMN sent TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX ledger_command_serial ON ledger_command (serial_scope, serial)
    WHERE serial IS NOT NULL;

-- How many numbers had been given before commands said so.
ALTER TABLE ledger_serial ADD COLUMN given_before BIGINT NOT NULL DEFAULT 0;
UPDATE ledger_serial SET given_before = value;

-- How many events of a stream a consumer has taken. What waits from before commands said what they
-- sent is owed to nobody, so it counts against what is taken.
CREATE TABLE ledger_taken (
    stream TEXT NOT NULL,
    consumer TEXT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (stream, consumer)
);
INSERT INTO ledger_taken (stream, consumer, taken)
    SELECT stream, consumer, -COUNT(*) FROM ledger_outbox GROUP BY stream, consumer;
