-- Events are the truth; everything else in this file can be rebuilt from them.
CREATE TABLE ledger_event (
    stream TEXT NOT NULL,
    seq BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    word TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (stream, seq)
);
CREATE INDEX ledger_event_by_id ON ledger_event (event_id);

-- The snapshot of each stream: the fold of its events.
CREATE TABLE ledger_stream (
    stream TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    form BIGINT NOT NULL,
    snapshot TEXT NOT NULL
);

-- Commands as their senders named them: the same id is answered the same way.
CREATE TABLE ledger_command (
    sender TEXT NOT NULL,
    command_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (sender, command_id)
);

CREATE TABLE ledger_serial (
    scope TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- One row for each event that a consumer has still to take.
CREATE TABLE ledger_outbox (
    consumer TEXT NOT NULL,
    stream TEXT NOT NULL,
    seq BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    parked BIGINT NOT NULL,
    failure TEXT,
    PRIMARY KEY (consumer, stream, seq)
);
CREATE INDEX ledger_outbox_due ON ledger_outbox (consumer, parked, due_at);

-- The key of each data subject, wrapped under the deployment key; NULL once destroyed.
CREATE TABLE ledger_subject_key (
    subject TEXT NOT NULL PRIMARY KEY,
    wrapped BYTEA,
    created_at BIGINT NOT NULL,
    destroyed_at BIGINT
);

-- Who read whose personal data, when, why and in which case.
CREATE TABLE ledger_access (
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    access_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    matter TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (subject, at, access_id)
);

-- Small settings of the installation itself, such as the demonstration clock.
CREATE TABLE ledger_setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
