-- The revision that a case is pinned to; 0 where the row is older than this column. Asked before a
-- service is changed.
ALTER TABLE cases_case ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
CREATE INDEX cases_case_in_use ON cases_case (service, revision) WHERE is_open = 1;
