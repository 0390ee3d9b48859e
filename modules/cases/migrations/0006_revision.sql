-- The revision that a case is pinned to; 0 where the row is older than this column. Asked before a
-- service is changed.
ALTER TABLE cases_case ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_case_in_use ON cases_case (service, revision) WHERE is_open = 1;
-- The cases of an authority in the order in which they were handed in.
CREATE INDEX cases_case_office ON cases_case (authority, submitted_at, case_id);
