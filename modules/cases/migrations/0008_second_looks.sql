-- Decisions that have left, how they were made, and the second looks at those that were drawn.
CREATE TABLE cases_second_look (
    case_id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    account TEXT NOT NULL,
    granted BIGINT NOT NULL,
    opened_at BIGINT,
    decided_at BIGINT NOT NULL,
    stage TEXT NOT NULL,
    due_on TEXT,
    found_at BIGINT
);
-- Whose lots are to be drawn.
CREATE INDEX cases_second_look_entered ON cases_second_look (case_id) WHERE stage = 'entered';
-- What waits for an authority's approvers.
CREATE INDEX cases_second_look_waiting ON cases_second_look (authority, due_on, case_id)
    WHERE stage = 'waiting';
CREATE INDEX cases_second_look_objected ON cases_second_look (authority, found_at, case_id)
    WHERE stage = 'objected';
-- The decisions of an authority, for the pace of its officers.
CREATE INDEX cases_second_look_pace ON cases_second_look (authority, decided_at, case_id);
