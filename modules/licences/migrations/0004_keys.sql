-- The issuing key and the edition of each licence, and how many licences are found by them.
ALTER TABLE licences_licence ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;
ALTER TABLE licences_licence ADD COLUMN signing_key TEXT;
CREATE INDEX licences_licence_key ON licences_licence (signing_key, issued_on);
CREATE INDEX licences_licence_service ON licences_licence (service, issued_on);

-- The identifiers of editions that were replaced: whoever holds such a paper is told.
CREATE TABLE licences_replaced (
    identifier TEXT NOT NULL PRIMARY KEY,
    licence TEXT NOT NULL
);

-- Of which edition a PDF is. What was handed out before there were editions is of the first.
ALTER TABLE licences_document ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;

-- Acts on many licences, and how far each has come.
CREATE TABLE licences_batch (
    batch TEXT NOT NULL PRIMARY KEY,
    begun_at BIGINT NOT NULL,
    is_over BIGINT NOT NULL
);
CREATE INDEX licences_batch_open ON licences_batch (is_over, begun_at, batch);

-- Codes under which holders show a licence, by keyed fingerprint.
CREATE TABLE licences_showing (
    print TEXT NOT NULL PRIMARY KEY,
    showing TEXT NOT NULL
);
