-- Read tables of people's own data. Ids and dates only; what people wrote is sealed in the streams.

-- Questions about single reads. `access` is the read's id.
CREATE TABLE privacy_inquiry (
    access TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT
);
CREATE INDEX privacy_inquiry_open ON privacy_inquiry (asked_at, access) WHERE answered_at IS NULL;
CREATE INDEX privacy_inquiry_subject ON privacy_inquiry (subject, asked_at);

-- Copies of everything that is held about somebody.
CREATE TABLE privacy_export (
    export TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    stage TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    until BIGINT
);
CREATE INDEX privacy_export_subject ON privacy_export (subject, asked_at);
CREATE INDEX privacy_export_stage ON privacy_export (stage, asked_at);

-- How far a copy in the making has come. Housekeeping.
CREATE TABLE privacy_progress (
    export TEXT NOT NULL PRIMARY KEY,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL
);

-- Wishes to put facts right.
CREATE TABLE privacy_correction (
    correction TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_at BIGINT
);
CREATE INDEX privacy_correction_open ON privacy_correction (asked_at, correction)
    WHERE decided_at IS NULL;
CREATE INDEX privacy_correction_subject ON privacy_correction (subject, asked_at);

-- Holds on the records of a person or firm.
CREATE TABLE privacy_hold (
    hold TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    until TEXT,
    is_lifted BIGINT NOT NULL
);
CREATE INDEX privacy_hold_subject ON privacy_hold (subject);
CREATE INDEX privacy_hold_placed ON privacy_hold (is_lifted, placed_at);

-- Lists of what is due, and what came of them.
CREATE TABLE privacy_purge (
    purge TEXT NOT NULL PRIMARY KEY,
    proposed_at BIGINT NOT NULL,
    items BIGINT NOT NULL,
    done_at BIGINT,
    purged BIGINT,
    kept BIGINT
);
CREATE INDEX privacy_purge_proposed ON privacy_purge (proposed_at, purge);
