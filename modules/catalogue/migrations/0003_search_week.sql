-- What was searched in vain, week by week, for the editors' list. A week is named by its Monday.
-- The empty text counts all such searches, also those whose words are not kept in clear.
CREATE TABLE catalogue_search_week (
    week TEXT NOT NULL,
    text TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (week, text)
);
