-- How many different things were looked up through each node in a window of ten minutes, so that
-- the common budgets are common to all nodes. No subject is named.
CREATE TABLE web_budget (
    since BIGINT NOT NULL,
    node TEXT NOT NULL,
    budget TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (since, node, budget)
);
