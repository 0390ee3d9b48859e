-- Read tables of the catalogue. The texts of the definitions stand in the events.

-- One row for each service: what memory is loaded from, and what waits for a second person.
CREATE TABLE catalogue_service (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    is_withdrawn BIGINT NOT NULL,
    proposed_at BIGINT
);
CREATE INDEX catalogue_service_proposed ON catalogue_service (proposed_at, id);

-- One row: how far the lists of themes, life events and synonyms have come.
CREATE TABLE catalogue_lists (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);

-- What readers say is wrong in a guide.
CREATE TABLE catalogue_report (
    id TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL,
    revision BIGINT NOT NULL,
    reported_at BIGINT NOT NULL,
    text TEXT NOT NULL,
    settled_at BIGINT,
    outcome TEXT
);
CREATE INDEX catalogue_report_open ON catalogue_report (settled_at, reported_at, id);

-- Searches that found nothing. Housekeeping: no personal data, no history.
CREATE TABLE catalogue_search_miss (
    text TEXT NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX catalogue_search_miss_count ON catalogue_search_miss (count, last_at, text);
