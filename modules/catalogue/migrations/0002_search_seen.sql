-- Who searched for what without a result, as keyed fingerprints: a word is kept in clear only when
-- several visitors typed it. What was kept before that rule is forgotten.
CREATE TABLE catalogue_search_seen (
    word TEXT NOT NULL,
    visitor TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (word, visitor)
);
CREATE INDEX catalogue_search_seen_at ON catalogue_search_seen (seen_at);
DELETE FROM catalogue_search_miss;
