-- How far each entry of the catalogue list has come, and the list itself: what memory is loaded
-- from. The elements stand in the events.
CREATE TABLE catalogue_entry (
    code TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE catalogue_power_list (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);
