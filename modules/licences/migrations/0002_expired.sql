-- Licences with an end, whose time of keeping runs from then.
CREATE INDEX licences_licence_end ON licences_licence (licence) WHERE valid_to IS NOT NULL;
