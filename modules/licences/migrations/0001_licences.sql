-- Issued licences. The personal part stays sealed in the stream. `number_key` is the number as it
-- is compared; NULL where the number is an identity number, which is not looked up.
CREATE TABLE licences_licence (
    licence TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    licence_type TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    number_key TEXT,
    identifier TEXT NOT NULL UNIQUE,
    case_id TEXT,
    service TEXT NOT NULL,
    authority TEXT NOT NULL,
    status TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT
);
CREATE UNIQUE INDEX licences_licence_number ON licences_licence (licence_type, number_key);
CREATE INDEX licences_licence_number_key ON licences_licence (number_key);
CREATE INDEX licences_licence_holder ON licences_licence (holder, issued_on);

-- Every PDF that was ever handed out, by its SHA-256, so that a file is recognised even after a
-- new version of the program sets a line differently. No subject's state: not replayed.
CREATE TABLE licences_document (
    digest TEXT NOT NULL PRIMARY KEY,
    licence TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
